/** KumoMTA's bounce classifier, by its rule files: `KUMOMTA_RULES=assets/bounce_classifier/iana.toml[:more.toml]`. */
import { readFileSync } from 'node:fs';
import { KUMOMTA } from './categories.ts';
import { type Contender, saidIn } from './judge.ts';

type Rule = { readonly category: string; readonly found: RegExp };

/** @param paths of rule files, with ":" between them; undefined where nobody named any */
export function kumoMta(paths: string | undefined): Contender {
  if (paths === undefined)
    return { name: 'KumoMTA', judge: null, absent: 'name its rule files in KUMOMTA_RULES' };
  const rules = paths.split(':').flatMap((file) => kumoRulesIn(readFileSync(file, 'utf8')));
  return {
    name: `KumoMTA (${rules.length} rules)`,
    judge: (bounces) => bounces.map((bounce) => kumoAnswer(rules, saidIn(bounce))),
  };
}

/** @param toml `[rules]` with `Category = ["pattern", …]`, each string on a line of its own or all on one */
export function kumoRulesIn(toml: string): readonly Rule[] {
  const rules: Rule[] = [];
  let category = '';
  for (const line of toml.split('\n')) {
    category = /^\s*(\w+)\s*=\s*\[/.exec(line)?.[1] ?? category;
    for (const [, basic, literal] of line
      .replace(/^[^"'#]*#.*/, '')
      .matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g)) {
      const pattern = literal ?? (JSON.parse(`"${basic}"`) as string);
      rules.push({ category, found: new RegExp(pattern.replace(/^\(\?i\)/, ''), 'i') });
    }
  }
  return rules;
}

/** The first rule that fits decides; it gives up an address only at a 5xx. */
export function kumoAnswer(rules: readonly Rule[], said: string) {
  const category = rules.find(({ found }) => found.test(said))?.category ?? '';
  return {
    reasons: KUMOMTA.reasons[category] ?? null,
    suppress: KUMOMTA.dead.includes(category) && said.startsWith('5'),
  };
}
