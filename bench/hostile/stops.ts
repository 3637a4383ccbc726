/**
 * For how long hostile texts stop the main thread, which answers everybody else meanwhile: `npm run bench:stops`. Each
 * shape of `bench:hostile` is read and judged as the bot does it, at 60 kB (begun on the main thread) and at 1 MB (read by
 * another one); the figure is the longest stop of the event loop.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openCatalog } from '../../src/catalog/index.ts';
import { createExplain } from '../../src/diagnosis/index.ts';
import { GROWN } from './grown.ts';
import { AROUND, hostile, PIECES, type Piece } from './shapes.ts';

const KB = 1024;
const SIZES = [60 * KB, KB * KB];
/** Milliseconds. */
const LONG = 100;
const LISTED = 5;
const NANOSECONDS = 1e6;

const { catalog } = await openCatalog({
  folder: fileURLToPath(new URL('../../catalog', import.meta.url)),
  own: null,
});
const { explain } = createExplain(catalog);
const delay = monitorEventLoopDelay({ resolution: 1 });

/** @returns milliseconds of the longest stop while a text is explained */
async function longestStop(text: string): Promise<number> {
  await setTimeout(5);
  delay.enable();
  delay.reset();
  await explain(text, { asked: true });
  await setTimeout(5);
  delay.disable();
  return delay.max / NANOSECONDS;
}

const pieces: readonly (readonly [string, Piece])[] = [...Object.entries(PIECES), ...Object.entries(GROWN)];
await explain('550 5.1.1 <ann@example.com>: User unknown', { asked: true });
for (const size of SIZES) {
  const rows: { readonly name: string; readonly ms: number }[] = [];
  for (const [what, piece] of pieces)
    for (const [where, around] of Object.entries(AROUND))
      rows.push({
        name: `${what}, ${where}`,
        ms: await longestStop(hostile(piece, around, size, `${rows.length}`)),
      });
  const sorted = rows.toSorted((a, b) => b.ms - a.ms);
  const median = sorted[sorted.length >> 1]?.ms ?? 0;
  console.log(
    `${size / KB} kB: ${rows.length} shapes; the longest stop is ${median.toFixed(0)} ms in the median, over ${LONG} ms for ${rows.filter(({ ms }) => ms > LONG).length}`,
  );
  for (const { name, ms } of sorted.slice(0, LISTED)) console.log(`${ms.toFixed(0).padStart(6)} ms  ${name}`);
}
process.exit();
