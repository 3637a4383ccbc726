/**
 * The plain text in a mail of Outlook's (`.msg`, [MS-OXMSG]) that can't be taken apart, since it is damaged or cut off:
 * its streams stand in the file as they are, a character of two bytes or of one.
 */

/** Characters in a row that make a text: names of streams and ids are shorter. */
const WIDE_RUN = 8;
const NARROW_RUN = 24;
/** How much of a file is looked through, in bytes. */
const MOST = 8 * 1024 * 1024;

const isText = (byte: number): boolean =>
  (byte >= 0x20 && byte !== 0x7f && (byte < 0x7f || byte >= 0xa0)) ||
  byte === 9 ||
  byte === 10 ||
  byte === 13;

/** @returns the runs of text in the file, a line each; '' where there is none */
export function textOfOutlook(bytes: Uint8Array): string {
  const runs: string[] = [];
  const end = Math.min(bytes.length, MOST);
  for (let at = 0; at < end; ) {
    const wide = runLength(bytes, at, end, 2);
    const isWide = wide >= WIDE_RUN;
    const width = isWide ? 2 : 1;
    const length = isWide ? wide : runLength(bytes, at, end, 1);
    if (isWide || length >= NARROW_RUN)
      runs.push(
        new TextDecoder(isWide ? 'utf-16le' : 'latin1').decode(bytes.subarray(at, at + length * width)),
      );
    at += Math.max(1, length * width);
  }
  return runs.join('\n');
}

/** @param width bytes of a character */
function runLength(bytes: Uint8Array, from: number, end: number, width: 1 | 2): number {
  let at = from;
  while (at + width <= end && isText(bytes[at] as number) && (width === 1 || bytes[at + 1] === 0))
    at += width;
  return (at - from) / width;
}
