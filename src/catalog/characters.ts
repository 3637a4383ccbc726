/** What each character is to the normal form. */

/** Sets apart what a text itself doesn't say: the unit separator (U+001F), which no text that people see has. */
export const FENCE = '\u001f';

export const DROPPED = 0;
export const LETTER = 1;
export const DIGIT = 2;
export const AT = 3;
/** A letter of a script that may have no blanks between words: any place in it may begin or end one. */
export const FOREIGN = 4;
/** An accent or an invisible mark: left out without cutting the word. */
export const MARK = 5;
/** Left out, and no part of an address's local part. */
export const END = 6;
export const UNKNOWN = 7;
export const FENCED = 8;
/** Like `END`, but a link may go on behind it: `:`, `;`, `,`, `=`. */
export const FIELD = 9;
/** Left out, part of no link. */
export const OUTSIDE = 10;
/** Where the path or the query of a link may begin: `/`, `?`, `#`. */
export const LINK_SIGN = 11;

export const KINDS = new Uint8Array(65_536).fill(UNKNOWN);
/** 1 for what an address's domain is made of. */
export const IN_DOMAIN = new Uint8Array(65_536);
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code);
  if (/[a-z]/i.test(character)) KINDS[code] = LETTER;
  else if (/\d/.test(character)) KINDS[code] = DIGIT;
  else if (character === '@') KINDS[code] = AT;
  else if (character === FENCE) KINDS[code] = FENCED;
  else if (/[:;,=]/.test(character)) KINDS[code] = FIELD;
  else if (/[/?#]/.test(character)) KINDS[code] = LINK_SIGN;
  else if (/[|`{}^]/.test(character)) KINDS[code] = OUTSIDE;
  else KINDS[code] = /[\s<>()[\]"']/.test(character) ? END : DROPPED;
  if (/[a-z0-9.-]/i.test(character)) IN_DOMAIN[code] = 1;
}

export const DOT = 46;
export const BLANK = 32;
/** Scripts from here on have no blanks between words: a link of ASCII letters ends where they begin. */
export const WITHOUT_BLANKS = 0x2e80;

/** Looks up a character beyond ASCII when it is first met. */
export function learn(code: number): number {
  const character = String.fromCharCode(code);
  const kind = /[\p{L}\p{N}]/u.test(character)
    ? FOREIGN
    : /[\p{M}\p{Cf}]/u.test(character)
      ? MARK
      : /\s/.test(character)
        ? END
        : DROPPED;
  KINDS[code] = kind;
  return kind;
}
