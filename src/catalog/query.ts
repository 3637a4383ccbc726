/** Reads codes off what somebody typed after `/smtp`. */

export type QueryCodes = {
  /** "550" */
  readonly reply: string | null;
  /** "5.1.1" */
  readonly enhanced: string | null;
  /** What else was typed, lower case, without the names of protocols. */
  readonly words: readonly string[];
};

/** Nobody asks a question of more characters than this. */
const LONGEST = 300;
const ENHANCED = /(?<![\d.])([245])[. ](\d{1,3})[. ](\d{1,3})(?![\d.]*\d)/;
const REPLY = /(?<![\d.])([2-5]\d\d)(?![\d.]*\d)/;
const FILLER = new Set(
  (
    'smtp esmtp code error status dsn what is the a an does do did mean means meaning why how i my me we our you ' +
    'your it at in on of to for from with and or this that there are was be can please'
  ).split(' '),
);

/** @returns codes in any order and notation: `421 4.7.28`, `550-5.7.26`, `550 5 2 1`, `#5.1.1`, `smtp; 550 5.1.1` */
export function readQuery(query: string): QueryCodes {
  let rest = query.slice(0, LONGEST).normalize('NFKC').toLowerCase();
  const enhanced = ENHANCED.exec(rest);
  if (enhanced) rest = rest.replaceAll(enhanced[0], ' ');
  const reply = REPLY.exec(rest);
  if (reply) rest = rest.replaceAll(reply[0], ' ');
  return {
    reply: reply?.[1] ?? null,
    enhanced: enhanced ? enhanced.slice(1, 4).map(Number).join('.') : null,
    words: (rest.match(/[\p{L}\p{N}#[\]()_-]*[\p{L}\p{N}][\p{L}\p{N}#[\]()_-]*/gu) ?? []).filter(
      (word) => !FILLER.has(word),
    ),
  };
}

/** @returns whether `code` is `range`, or within it: "5.7.606-649" holds "5.7.610" */
export function isIn(range: string, code: string): boolean {
  if (!range.includes('-')) return range === code;
  const [from = '', last = ''] = range.split('-');
  const subject = from.slice(0, from.lastIndexOf('.') + 1);
  const detail = Number(code.slice(subject.length));
  return code.startsWith(subject) && detail >= Number(from.slice(subject.length)) && detail <= Number(last);
}
