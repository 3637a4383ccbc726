/**
 * How long hostile texts hold a reader: `npm run bench:hostile`. Each shape is read in a thread of its own, at 128 kB
 * with cold code, then with warm code at 16 kB, 128 kB and 1 MB, and asked about; figures are milliseconds of CPU per
 * MB. Listed is what takes over 100 of them warm, or grows faster than its length, the worst first.
 * `-- bracket` takes the shapes whose name has that word in it, and lists them all.
 */
import { Worker } from 'node:worker_threads';
import { GROWN } from './hostile/grown.ts';
import { AROUND, hostile, PIECES, type Piece } from './hostile/shapes.ts';

const KB = 1024;
const MB = KB * KB;
const SLOW = 100;
/** How many times dearer a character is in the long text where that is no noise, and in the dearest that are cheap. */
const GROWS = 2;
const CHEAP = 20;
/** Milliseconds after which a text is given up, and what is longer isn't tried. */
const GIVEN_UP = 5000;
const only = process.argv[2] ?? '';

type Figures = { readonly cold: number; readonly warm: readonly number[] };
type Row = { readonly name: string; readonly figures: Figures };

const rows: Row[] = [];
const pieces: readonly (readonly [string, Piece])[] = [...Object.entries(PIECES), ...Object.entries(GROWN)];
for (const [what, piece] of pieces)
  for (const [where, around] of Object.entries(AROUND)) {
    const name = `${what}, ${where}`;
    if (name.includes(only))
      rows.push({ name, figures: await figuresOf((size, end) => hostile(piece, around, size, end)) });
  }
print(rows);

async function figuresOf(text: (size: number, end: string) => string): Promise<Figures> {
  const worker = new Worker(new URL('./hostile/reading.ts', import.meta.url));
  let runs = 0;
  const perMB = async (size: number): Promise<number> => {
    runs += 1;
    const ms = await timed(worker, text(size, `${runs}`));
    return ms / (size / MB);
  };
  const cold = await perMB(128 * KB);
  const small = [await perMB(16 * KB), await perMB(16 * KB), await perMB(16 * KB)];
  const medium = [await perMB(128 * KB), await perMB(128 * KB)];
  const large = await perMB(MB);
  await worker.terminate();
  return { cold, warm: [Math.min(...small), Math.min(...medium), large] };
}

/** @returns milliseconds of CPU; Infinity for what was given up, and for all that comes after it */
function timed(worker: Worker, text: string): Promise<number> {
  if (worker.threadId < 0) return Promise.resolve(Number.POSITIVE_INFINITY);
  return new Promise((resolve) => {
    const timer = setTimeout(async () => {
      await worker.terminate();
      resolve(Number.POSITIVE_INFINITY);
    }, GIVEN_UP);
    worker.once('message', (ms: number) => {
      clearTimeout(timer);
      resolve(ms);
    });
    worker.postMessage(text);
  });
}

function print(all: readonly Row[]): void {
  const dearest = ({ warm }: Figures): number => Math.max(...warm.slice(1));
  const growth = ({ warm: [, medium = 0, large = 0] }: Figures): number =>
    large === Number.POSITIVE_INFINITY ? large : large / medium;
  const isSlow = ({ figures }: Row): boolean => dearest(figures) > SLOW;
  const grows = ({ figures }: Row): boolean => growth(figures) > GROWS && dearest(figures) > CHEAP;
  console.log(
    `${all.length} shapes; warm ${all.filter(isSlow).length} take over ${SLOW} ms of CPU per MB, ` +
      `${all.filter(grows).length} grow faster than their length`,
  );
  const cell = (value: string): string => value.padStart(9);
  const number = (value: number): string => (Number.isFinite(value) ? String(Math.round(value)) : '-');
  console.log([...['cold', '16 kB', '128 kB', '1 MB', 'growth'].map(cell), ' shape'].join(''));
  const listed = all.filter((row) => only !== '' || isSlow(row) || grows(row));
  for (const { name, figures } of listed.toSorted((a, b) => dearest(b.figures) - dearest(a.figures))) {
    const times = growth(figures);
    console.log(
      [
        ...[figures.cold, ...figures.warm].map(number).map(cell),
        cell(Number.isFinite(times) ? times.toFixed(1) : '-'),
        ` ${name}`,
      ].join(' '),
    );
  }
}
