/** Reads `escalation.yml`. */
import { load as parseYaml, YAMLException } from 'js-yaml';
import { lineOfField } from '../../catalog/position.ts';
import type { Plan } from './plan.ts';
import { planFile } from './schema.ts';

/**
 * @param name of the file, for the mistakes
 * @returns the plan; or each mistake with file, line and field: "escalation.yml:4: routes.0.to: names no place"
 */
export function parsePlan(
  name: string,
  text: string,
): { readonly plan: Plan } | { readonly mistakes: readonly string[] } {
  let data: unknown;
  try {
    data = isEmpty(text) ? {} : parseYaml(text);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { mistakes: [`${name}:${(error.mark?.line ?? 0) + 1}: not valid YAML: ${error.reason}`] };
  }
  const read = planFile.safeParse(data);
  if (read.success) return { plan: read.data };
  return {
    mistakes: read.error.issues.map(
      ({ path, message }) =>
        `${name}:${lineOfField(text, path)}: ${path.join('.') || 'the whole file'}: ${message}`,
    ),
  };
}

/** Nothing but comments: the parser would call that no document. */
const isEmpty = (text: string): boolean => /^(?:\s*(?:#.*)?(?:\n|$))*$/.test(text);
