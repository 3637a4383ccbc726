/** Text to verdict through the command line, beside the fastest peer in JavaScript, in processor time and by turns. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rulesFile } from '../leaderboard/zone-mta.ts';
import { keptTexts, othersNamed, secondsOf } from './times.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const ROUNDS = 3;
/** Half of the shorter run is warming up: the code is compiled by and by. */
const SIZES = [12_000, 48_000];

/** The texts that are kept here, over and over, each time with other names and numbers in its addresses. */
function textsOf(count: number): readonly string[] {
  const texts = keptTexts();
  return Array.from({ length: count }, (_, i) =>
    othersNamed(texts[(i * 7919) % texts.length] as string, i).replace(
      /(?<![\w.])((?:\d{1,3}\.){3})\d{1,3}(?![\w.])/g,
      `$1${i % 250}`,
    ),
  );
}

/** Prints how many lines a second of processor time are judged, start-up apart, and how many zone-mta judges. */
export function benchLines(print: (what: string, figure: string) => void): void {
  const rules = rulesFile(here('../../node_modules/.cache/leaderboard'));
  if ('absent' in rules) {
    print('lines judged, beside zone-mta', `not measured: ${rules.absent}`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-bench-'));
  const ours = [process.execPath, here('../../bin/bounce-triage.js'), 'explain', '--batch'];
  const theirs = [process.execPath, here('zone-mta.ts'), rules.file];
  const empty = join(folder, 'empty.jsonl');
  writeFileSync(empty, '');
  for (const size of SIZES) {
    const file = join(folder, `${size}.jsonl`);
    writeFileSync(
      file,
      textsOf(size)
        .map((text, id) => `${JSON.stringify({ id, text })}\n`)
        .join(''),
    );
    const rounds = Array.from({ length: ROUNDS }, () => {
      const [own, other] = [ours, theirs].map(
        (command) => size / (secondsOf(command, file) - secondsOf(command, empty)),
      ) as [number, number];
      return { own, other, ratio: own / other };
    }).toSorted((a, b) => a.ratio - b.ratio);
    const { own, other, ratio } = rounds[ROUNDS >> 1] as (typeof rounds)[number];
    print(
      `${size.toLocaleString('en')} lines through explain --batch (aim: 2.5 × zone-mta)`,
      `${ratio.toFixed(2)} × zone-mta (${own.toFixed(0)} and ${other.toFixed(0)} a processor second)`,
    );
  }
  rmSync(folder, { recursive: true });
}
