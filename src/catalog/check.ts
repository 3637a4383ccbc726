/**
 * Checks a catalog file against its shape. What a file holds is told by its key, so that files can be named and
 * sorted into folders as people like.
 */
import { load as parseYaml, YAMLException } from 'js-yaml';
import type { z } from 'zod';
import type { CatalogText } from './files.ts';
import { lineOfField } from './position.ts';
import * as schema from './schema.ts';

/** The key that tells what a file is, and the shape that it then must have. */
export const SHAPES = {
  reasons: schema.reasonsFile,
  kinds: schema.kindsFile,
  controls: schema.controlsFile,
  'reply-codes': schema.replyCodesFile,
  'enhanced-codes': schema.enhancedCodesFile,
  pairs: schema.pairsFile,
  classes: schema.partsFile,
  provider: schema.providerFile,
  wordings: schema.wordingFile,
  'for-now': schema.forNowFile,
  subjects: schema.subjectsFile,
  blocklists: schema.blocklistFile,
  senders: schema.sendersFile,
} as const;
type Shapes = typeof SHAPES;
type Kind = keyof Shapes;

/** A file that is as it should be: plain data, with the key that says what it holds. */
export type CheckedFile = {
  [K in Kind]: {
    readonly name: string;
    readonly own: boolean;
    readonly kind: K;
    readonly data: z.infer<Shapes[K]>;
  };
}[Kind];

/** What each kind of file has a list of: an entry with a mistake is left out, the rest of the list stays. */
const LISTS = ['responses', 'wordings', 'reply-codes', 'enhanced-codes', 'pairs', 'blocklists', 'senders'];

/**
 * @returns the file, without the entries that have mistakes, or null where nothing of it is left; and each
 *   mistake with file, line, entry and field: "providers/google.yml:12: google-rate, steps.0: too short"
 */
export function checkFile(source: CatalogText): {
  readonly file: CheckedFile | null;
  readonly mistakes: readonly string[];
} {
  const { name, text, own } = source;
  let data: unknown;
  try {
    data = parseYaml(text);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = (error.mark?.line ?? 0) + 1;
    return { file: null, mistakes: [`${name}:${line}: not valid YAML: ${error.reason}`] };
  }
  const kind = Object.keys(SHAPES).find(
    (key): key is Kind => typeof data === 'object' && data !== null && key in data,
  );
  if (kind === undefined) {
    return { file: null, mistakes: [`${name}:1: has none of the keys ${Object.keys(SHAPES).join(', ')}`] };
  }
  const checked = SHAPES[kind].safeParse(data);
  if (checked.success) return { file: { name, own, kind, data: checked.data } as CheckedFile, mistakes: [] };
  const { issues } = checked.error;
  const mistakes = issues.map(
    ({ path, message }) => `${name}:${lineOfField(text, path)}: ${fieldName(data, path)}: ${message}`,
  );
  const rest = SHAPES[kind].safeParse(withoutEntries(data as Record<string, unknown>, issues));
  return { file: rest.success ? ({ name, own, kind, data: rest.data } as CheckedFile) : null, mistakes };
}

/** @returns "google-rate, steps.0": the entry by its id or code, and the field in it */
function fieldName(data: unknown, path: readonly PropertyKey[]): string {
  let at = data as Record<PropertyKey, unknown> | undefined;
  let entry = '';
  let field: string[] = [];
  for (const key of path) {
    at = at?.[key] as typeof at;
    field.push(String(key));
    const id = typeof at === 'object' && at !== null ? (at.id ?? at.code) : undefined;
    if (id !== undefined) {
      entry = String(id);
      field = [];
    }
  }
  return [entry, field.join('.')].filter(Boolean).join(', ') || 'the whole file';
}

function withoutEntries(
  data: Record<string, unknown>,
  issues: readonly { readonly path: readonly PropertyKey[] }[],
): Record<string, unknown> {
  const broken = new Set(issues.map(({ path }) => `${String(path[0])}.${String(path[1])}`));
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) =>
      LISTS.includes(key) && Array.isArray(value)
        ? [key, value.filter((_, i) => !broken.has(`${key}.${i}`))]
        : [key, value],
    ),
  );
}
