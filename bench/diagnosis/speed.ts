/** How fast verdicts come, on one core, and what the catalog weighs in memory. Start-up is in none of the figures. */
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Catalog, type Catalogs, openCatalog } from '../../src/catalog/index.ts';
import { compile, type Pattern } from '../../src/catalog/pattern.ts';
import { createJudge } from '../../src/diagnosis/index.ts';
import type { Bounce } from '../../src/intake/bounce.ts';
import { read } from '../../src/intake/index.ts';

/** Rounds of about a tenth of a second; the best one counts, so that other programs on the machine don't. */
const ROUNDS = 30;
const ROUND = 100;

/** @returns calls of `run` a second, times `each` */
async function perSecond(each: number, run: () => unknown): Promise<number> {
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    let calls = 0;
    while (performance.now() - start < ROUND) {
      await run();
      calls++;
    }
    best = Math.max(best, (calls * each * 1000) / (performance.now() - start));
  }
  return best;
}

type Diagnose = ReturnType<typeof createJudge>['diagnose'];

/** @returns facts judged a second */
export const judgedPerSecond = (diagnose: Diagnose, bounces: readonly Bounce[]): Promise<number> =>
  perSecond(bounces.length, () => {
    for (const bounce of bounces) diagnose(bounce);
  });

/** @returns texts read and judged a second */
export const explainedPerSecond = (
  diagnose: Diagnose,
  inputs: readonly (string | Uint8Array)[],
): Promise<number> =>
  perSecond(inputs.length, async () => {
    for (const input of inputs) {
      const { bounces } = await read(input, { asked: true });
      for (const bounce of bounces) diagnose(bounce);
    }
  });

export const mailsOf = (folder: string, files: readonly string[]): readonly Uint8Array[] =>
  files.map((file) => readFileSync(`${folder}/${file}`));

/** @returns the catalog with every text `times` over, each time with other letters, as if it had grown */
export function grown(catalog: Catalog, times: number): Catalog {
  const varied = (pattern: Pattern, by: number): Pattern => {
    const source = pattern.source.replace(/\p{L}{3,}/gu, (word) => {
      const at = (by * 7) % word.length;
      return word.slice(0, at) + other(word[at] as string, by) + word.slice(at + 1);
    });
    return compile(source, pattern.kind);
  };
  const more = Array.from({ length: times - 1 }, (_, i) =>
    catalog.entries.map((entry) => ({
      ...entry,
      id: `${entry.id}-${i + 2}`,
      tags: entry.tags.map((one) => varied(one, i + 1)),
      texts: entry.texts.map((one) => varied(one, i + 1)),
      not: entry.not.map((one) => varied(one, i + 1)),
    })),
  );
  return { ...catalog, entries: [catalog.entries, ...more.map((some) => some.filter(hasText))].flat() };
}

const hasText = ({ texts, tags }: Catalog['entries'][number]): boolean => texts.length + tags.length > 0;

/** Another letter: of ours `by` further in the alphabet, of other scripts one of their block. */
function other(letter: string, by: number): string {
  const code = letter.toLowerCase().charCodeAt(0);
  const isLatin = code >= 97 && code <= 122;
  return String.fromCharCode(isLatin ? 97 + ((code - 97 + by) % 26) : code ^ by);
}

/**
 * @param bounces are judged before it is measured, so that what is made at first use is counted
 * @returns megabytes that the catalog takes, opened and compiled
 */
export async function megabytes(catalogs: Catalogs, bounces: readonly Bounce[]): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const taken = (): number => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = taken();
  const { catalog } = await openCatalog(catalogs);
  const { diagnose } = createJudge(catalog);
  for (const bounce of bounces) diagnose(bounce);
  const after = taken();
  // Asked once more, so that nothing of it is collected before.
  return bounces.every((bounce) => diagnose(bounce).bounce === bounce) ? (after - before) / 1e6 : Number.NaN;
}
