/** A reply behind one label at the front of its line and no colon, as alerts have it: "**Bounce** 550 5.1.1 User unknown". */

/** How surely the words behind it have to be a refusal's. */
export type Label = 'failure' | 'any';

/** Signs, a smiley by its name. */
const FRONT = '^[^\\p{L}\\p{N}]{0,12}(?:(?<=:)[\\w+-]{2,40}:[^\\p{L}\\p{N}]{0,8})?';
/** What bounced, failed or answered: a word of its own, or one of its kind. */
const FAILURE = new RegExp(
  `${FRONT}(?:(?:hard|soft|e?-?mail|smtp|delivery|remote|server|permanent|temporary)[ -])?(?:bounces?|bounced|errors?|fail(?:ed|ure)|rejected|rejection|refused|deferred|blocked|undeliver(?:ed|able)|ndr|dsn|smtp|reply|response|answer|reason|alert|warning|fehler|erreur|errore?|erro)[^\\p{L}\\p{N}]{1,8}$`,
  'iu',
);
/** … or whatever is emphasized: `*shop-prod* 550 5.1.1 …`. */
const EMPHASIZED = new RegExp(
  `${FRONT}(?<=(\\*{1,3}|_{1,2}))[\\p{L}\\p{N}][^*_\\n]{0,40}\\1[^\\p{L}\\p{N}]{1,8}$`,
  'u',
);
/** Longest front of a line that is a label and its marks, in characters. */
const LONGEST = 90;

/** How people and documents go on in the line of a code, where nobody was refused … */
const OF_CODES =
  /\?\s{0,9}$|\b(?:should|(?:is|are|gets?|now|as) (?:returned|treated|handled|mapped|counted|classified|retried|hard|soft|permanent|temporary)|handl(?:ing|ed|er)|mapp(?:ing|ed)|support(?:ed)?|docs?|playbook|runbook|tickets?)\b/i;
/** … and below it. */
const EXPLAINED = /\b(?:means?|indicates?|stands for|explained)\b/i;
/** Behind a reply code alone: how many of what. */
const COUNT = /^\s[a-z]{2,20}s\s/;
/** Characters below it that are looked at. */
const BELOW = 600;

/**
 * @param text what holds the code
 * @param start of its line
 * @returns the kind of label that stands alone before it; null where something else does, or the code is talked about
 */
export function labelOf(
  text: string,
  start: number,
  code: { readonly index: number; readonly end: number },
): Label | null {
  if (code.index - start > LONGEST || code.index === start) return null;
  const before = text.slice(start, code.index);
  const label = FAILURE.test(before) ? 'failure' : EMPHASIZED.test(before) ? 'any' : null;
  if (label === null) return null;
  const after = text.slice(code.end, code.end + BELOW);
  if (COUNT.test(after) && code.end - code.index < 5) return null;
  return OF_CODES.test(after.split('\n', 1)[0] ?? '') || EXPLAINED.test(after) ? null : label;
}
