/**
 * What is found by trying each expression with its own words: every one to five words of the readers' examples, again
 * and again in one line of 8 kB (no longer line is read as one). Prints those that take over 20 ms of CPU, judged and
 * all, the dearest first: `npm run bench:fragments`. More texts to take words from may be named, as JSON lines
 * with a `text`.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openCatalog } from '../../src/catalog/index.ts';
import { createExplain } from '../../src/diagnosis/index.ts';
import { letterReaders, readers } from '../../src/intake/formats/index.ts';
import { logKinds } from '../../src/intake/formats/logs/index.ts';

const SIZE = 8000;
const SLOW = 20;
const LENGTHS = [1, 2, 3, 5];
const LONGEST = 120;

const { catalog } = await openCatalog({
  folder: fileURLToPath(new URL('../../catalog', import.meta.url)),
  own: null,
});
const { explain } = createExplain(catalog);

function fragmentsOf(texts: Iterable<string>): ReadonlySet<string> {
  const fragments = new Set<string>();
  for (const text of texts) {
    for (const line of text.split('\n')) {
      const words = line.split(/(?<=[\s:;,([<"=])/);
      for (const [i] of words.entries()) {
        for (const length of LENGTHS) {
          const fragment = words.slice(i, i + length).join('');
          if (fragment.trim().length > 1 && fragment.length < LONGEST) fragments.add(fragment);
        }
      }
    }
  }
  return fragments;
}

/** @returns milliseconds of CPU, of all threads */
async function took(text: string): Promise<number> {
  const before = process.cpuUsage();
  await explain(text, { asked: true });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const examples = [...readers, ...letterReaders, ...logKinds].flatMap((one) =>
  one.examples.map(({ text }) => text),
);
const named = process.argv.slice(2).flatMap((file) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .flatMap((line) => (JSON.parse(line) as { text?: string }).text ?? []),
);
const fragments = fragmentsOf([...examples, ...named]);
const slow: { readonly fragment: string; readonly ms: number }[] = [];
for (const fragment of fragments) {
  const text = fragment.repeat(Math.ceil(SIZE / fragment.length)).slice(0, SIZE);
  const once = await took(text);
  // What is dear once may be code that is new, or a collection of garbage.
  const ms = once > SLOW ? Math.min(await took(text), await took(text)) : once;
  if (ms > SLOW) slow.push({ fragment, ms });
}
console.log(`${fragments.size} fragments of 8 kB; ${slow.length} take over ${SLOW} ms of CPU`);
for (const { fragment, ms } of slow.toSorted((a, b) => b.ms - a.ms))
  console.log(`${ms.toFixed(0).padStart(6)} ms  ${JSON.stringify(fragment)}`);
