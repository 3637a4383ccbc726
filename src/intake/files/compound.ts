/**
 * Whether a compound file ([MS-CFB]) can be followed to its end: whoever made it may have led its chains of sectors, or
 * its tree of streams, back to where they came from, and the reader of Outlook's mails would follow them for ever.
 */

const HEADER = {
  shift: 30,
  fats: 44,
  directory: 48,
  miniFat: 60,
  miniFats: 64,
  difat: 68,
  difats: 72,
  first: 76,
};
const IN_HEADER = 109;
/** Numbers from here on are marks, not places: "end of chain", "free". */
const MARKS = 0xfffffffa;
const NONE = 0xffffffff;
/** Of an entry of the directory: its length, and where in it the others and the stream's size are. */
const ENTRY = { length: 128, left: 68, right: 72, child: 76, size: 120 };

/** @returns whether every chain ends, and every stream stands in one place and is no longer than the file */
export function endsSomewhere(bytes: Uint8Array): boolean {
  if (bytes.length < 512) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shift = view.getUint16(HEADER.shift, true);
  if (shift !== 9 && shift !== 12) return false;
  const most = bytes.length >> shift;
  const field = (at: number): number => view.getUint32(at, true);
  if ([HEADER.fats, HEADER.miniFats, HEADER.difats].some((at) => field(at) > most)) return false;

  /** The numbers in a sector; none where the file ends before. */
  const numbersIn = (sector: number): readonly number[] => {
    const start = (sector + 1) << shift;
    if (sector >= most || start + (1 << shift) > bytes.length) return [];
    return Array.from({ length: (1 << shift) / 4 }, (_, i) => field(start + 4 * i));
  };
  const fatSectors = Array.from({ length: IN_HEADER }, (_, i) => field(HEADER.first + 4 * i));
  for (let next = field(HEADER.difat), left = most; next < MARKS; left -= 1) {
    if (left === 0) return false;
    const numbers = numbersIn(next);
    fatSectors.push(...numbers.slice(0, -1));
    next = numbers.at(-1) ?? NONE;
  }
  const used = fatSectors.filter((sector) => sector < MARKS);
  if (used.length > most) return false;
  const fat = used.flatMap(numbersIn);
  if (!chainsEnd(fat)) return false;
  const chain = (first: number): readonly number[] => {
    const sectors: number[] = [];
    for (let at = first; at < MARKS && sectors.length <= most; at = fat[at] ?? NONE) sectors.push(at);
    return sectors;
  };
  return chainsEnd(chain(field(HEADER.miniFat)).flatMap(numbersIn)) && isTree(chain(field(HEADER.directory)));

  /** Each entry of the directory is the neighbour or the child of one other. */
  function isTree(sectors: readonly number[]): boolean {
    const named = new Set<number>([0]);
    for (const sector of sectors) {
      if (sector >= most) return false;
      const start = (sector + 1) << shift;
      const end = Math.min(start + (1 << shift), bytes.length);
      for (let at = start; at + ENTRY.length <= end; at += ENTRY.length) {
        if (field(at + ENTRY.size) > bytes.length) return false;
        for (const link of [ENTRY.left, ENTRY.right, ENTRY.child]) {
          const other = field(at + link);
          // What isn't used is all zeros.
          if (other >= MARKS || bytes[at] === 0) continue;
          if (named.has(other)) return false;
          named.add(other);
        }
      }
    }
    return true;
  }
}

/** @param next where each sector's chain goes on */
function chainsEnd(next: readonly number[]): boolean {
  /** In which walk each was met. */
  const met = new Uint32Array(next.length);
  for (let start = 0; start < next.length; start++) {
    for (let at = start; at < next.length && met[at] !== start + 1; at = next[at] ?? NONE) {
      if (met[at] !== 0) break;
      met[at] = start + 1;
      if (next[at] === start || met[next[at] ?? NONE] === start + 1) return false;
    }
  }
  return true;
}
