/** The header of a mail or of a part of one (RFC 5322 §2.2): fields, each on one line or folded. */

/** Parameters that a careless server broke off their header line without indenting them. */
const BROKEN_OFF = /^[ \t]*(?:boundary|charset|name|type|report-type|format)[ \t]?=/i;

/**
 * @param raw a mail, a character a byte; lines end in LF
 * @param end where the header ends, behind its last line
 * @param take gets each field as it was written: its name in lower case, and its value unfolded
 */
export function eachField(
  raw: string,
  start: number,
  end: number,
  take: (name: string, value: string) => void,
): void {
  let name = '';
  let value = '';
  let last = '';
  for (let at = start; at < end; ) {
    const lf = raw.indexOf('\n', at);
    const stop = lf < 0 || lf > end ? end : lf;
    const first = raw.charCodeAt(at);
    const isFolded = first === BLANK || first === TAB;
    // The line's own colon: a search must not run through all that has none.
    const colon = isFolded ? -1 : colonIn(raw, at, stop);
    if (name === 'content-type' && BROKEN_OFF.test(raw.slice(at, Math.min(stop, at + 40)))) {
      // Some leave out the semicolon before what they fold, too.
      value += `${/;[ \t]*$/.test(last) ? '' : ';'}${isFolded ? '' : ' '}`;
      last = raw.slice(at, stop);
      value += last;
    } else if (isFolded && name !== '') {
      last = raw.slice(at, stop);
      value += last;
    } else {
      if (name !== '') take(name, trimmed(value));
      name = colon < 0 ? '' : trimmed(raw.slice(at, colon)).toLowerCase();
      last = colon < 0 ? '' : raw.slice(colon + 1, stop);
      value = last;
    }
    at = stop + 1;
  }
  if (name !== '') take(name, trimmed(value));
}

function colonIn(raw: string, at: number, stop: number): number {
  for (let i = at; i < stop; i++) if (raw.charCodeAt(i) === COLON) return i;
  return -1;
}

/** Only what RFC 5322 calls white space: a blank of another kind makes another name. */
function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

const BLANK = 32;
const TAB = 9;
const COLON = 58;
const isBlank = (code: number): boolean => code === BLANK || code === TAB;
