/** What the directory of a `.zip` says of its files that the library which opens them doesn't (APPNOTE.TXT 4.3.12, 4.3.14, 4.3.16). */

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const [END_LENGTH, ENTRY_LENGTH] = [22, 46];
/** The end stands behind a remark of at most so many bytes. */
const LONGEST_REMARK = 65_535;
/** General purpose flags: encrypted, by whatever method (4.4.4). */
const ENCRYPTED = 1;
/** What stands in place of the method where a file is encrypted with AES. */
const AES = 99;

/**
 * @returns for each file, in the order of the directory, whether a password protects it; none where the directory isn't
 * found, or is one for archives over 4 GB
 */
export function protectedIn(zip: Uint8Array): readonly boolean[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const first = Math.max(0, zip.length - END_LENGTH - LONGEST_REMARK);
  let end = zip.length - END_LENGTH;
  while (end >= first && view.getUint32(end, true) !== END) end -= 1;
  if (end < first) return [];
  const isProtected: boolean[] = [];
  let at = view.getUint32(end + 16, true);
  while (at + ENTRY_LENGTH <= zip.length && view.getUint32(at, true) === ENTRY) {
    const short = (place: number): number => view.getUint16(at + place, true);
    isProtected.push((short(8) & ENCRYPTED) !== 0 || short(10) === AES);
    at += ENTRY_LENGTH + short(28) + short(30) + short(32);
  }
  return isProtected;
}
