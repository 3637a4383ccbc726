/** TXT records that are longer than one string (RFC 1035 §3.3.14). */

/** Bytes that one string of a TXT record holds (RFC 1035 §3.3). */
const ONE_STRING = 255;
/** A longer one would be cut within its sentence, and half a record is none to copy. */
const LONGEST_SHOWN = 600;

/** @returns how a long record is entered, in a sentence that begins with a blank; empty for one that fits into a string */
export function stringsNote(record: string): string {
  const strings = record.match(new RegExp(`.{1,${ONE_STRING}}`, 'gs')) ?? [];
  if (strings.length < 2) return '';
  if (record.length > LONGEST_SHOWN) {
    return ` It is longer than ${ONE_STRING} characters: where your DNS doesn't part it by itself, enter it as quoted strings of at most so many in one record.`;
  }
  const shown = strings.map((text) => `"${text}"`).join(' ');
  return ` It is longer than ${ONE_STRING} characters: where your DNS doesn't part it by itself, enter it as ${strings.length} quoted strings in one record: ${shown}.`;
}
