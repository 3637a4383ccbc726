/** What people typed into a TXT record beyond ASCII: dashes, quotation marks and blanks that a word processor made. */

/** @param txt a record in which each byte is one character @returns the letters that the bytes stand for, as UTF-8 */
export function asTyped(txt: string): string {
  if (!/[\x80-\xff]/.test(txt)) return txt;
  const read = Buffer.from(txt, 'latin1').toString('utf8');
  return read.includes('\ufffd') ? txt : read;
}
