/** Where in a text a link is: its path and its query are no words. */
import { DIGIT, DOT, IN_DOMAIN, KINDS, LETTER } from './characters.ts';

/** The unit stands in the path or the query of a link. */
export const IN_LINK = 2;

/** Where in a link the text stands: nowhere, in the host of one that has its scheme, in the path or query of any. */
export type InLink = 0 | 1 | typeof IN_LINK;
export const NO_LINK: InLink = 0;
const IN_HOST: InLink = 1;

const AT_SIGN = 64;
const COLON = 58;
const SLASH = 47;
const BACKSLASH = 92;
const QUESTION = 63;
/** Longest host name (RFC 1035 §2.3.4). */
const LONGEST_HOST = 255;

/**
 * @param at where a `/`, `?` or `#` stands
 * @param link where in a link the text was before
 * @returns where in a link what comes next is
 */
export function linkAt(text: string, at: number, link: InLink): InLink {
  if (link !== NO_LINK) return IN_LINK;
  const sign = text.charCodeAt(at);
  // JSON writes `/` as `\/` too.
  const end = text.charCodeAt(at - 1) === BACKSLASH ? at - 1 : at;
  if (sign === SLASH && text.charCodeAt(end - 1) === SLASH) {
    const first = text.charCodeAt(end - 2) === BACKSLASH ? end - 2 : end - 1;
    return text.charCodeAt(first - 1) === COLON ? IN_HOST : NO_LINK;
  }
  return (sign === SLASH || sign === QUESTION) && isBehindHost(text, end, sign === QUESTION)
    ? IN_LINK
    : NO_LINK;
}

/**
 * @param isQuery whether what follows is a query: then the host may be that of an address (`mailto:ann@example.com?…`)
 * @returns whether a host name ends here that nothing else goes on to: `www.example.net`, `example.net:8080`
 */
function isBehindHost(text: string, behind: number, isQuery: boolean): boolean {
  let end = behind;
  while (behind - end < 5 && KINDS[text.charCodeAt(end - 1)] === DIGIT) end--;
  end = end < behind && text.charCodeAt(end - 1) === COLON ? end - 1 : behind;
  let start = end;
  let dot = -1;
  while (start > 0 && end - start < LONGEST_HOST && IN_DOMAIN[text.charCodeAt(start - 1)] === 1) {
    start--;
    if (dot < 0 && text.charCodeAt(start) === DOT) dot = start;
  }
  // Of the last label two letters at least, and nothing else.
  if (dot <= start || end - dot < 3) return false;
  for (let i = dot + 1; i < end; i++) if (KINDS[text.charCodeAt(i)] !== LETTER) return false;
  const before = text.charCodeAt(start - 1);
  return before === AT_SIGN ? isQuery : before !== SLASH && before !== BACKSLASH;
}
