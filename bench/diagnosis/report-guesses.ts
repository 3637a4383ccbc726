/** Prints what guesses change where the catalog alone has a hint, a bare code or nothing; with `--guesses` each. */
import type { Diagnosis } from '../../src/diagnosis/index.ts';
import type { Judged, JudgedSet } from './unseen.ts';

/** @param asks whether an option was given */
export function reportGuesses(sets: readonly JudgedSet[], asks: (option: string) => boolean): void {
  console.log(
    '\nWhere a hint, a bare code or nothing decides, on texts that trained nothing: without and with a guess',
  );
  for (const { title, judged } of [...sets, { title: 'all', judged: sets.flatMap((set) => set.judged) }])
    print(title, judged);
  if (!asks('--guesses')) return;
  for (const one of sets.flatMap(({ judged }) => judged)) {
    const { got, known, guess, expected, text } = one;
    if (got === null || known === null || guess === null) continue;
    const mark = isRight(one, got) ? (isRight(one, known) ? '=' : '+') : isRight(one, known) ? '-' : ' ';
    console.log(
      `${mark} ${known.reason} [${known.entry?.id ?? 'no entry'}] -> ${got.reason} (${guess.reason} ${percent(guess.probability)}, ${known.reason} ${percent(guess.of(known.reason))}, dead ${percent(guess.dead)}), right ${expected.reason.join('/')}: ${text.replace(/\s+/g, ' ').slice(0, 240)}`,
    );
  }
}

function print(title: string, judged: readonly Judged[]): void {
  const some = judged.filter(
    ({ known, expected }) => known !== null && isOpen(known) && expected.reason.length > 0,
  );
  if (some.length === 0) return;
  const before = some.filter((one) => isRight(one, one.known));
  const after = some.filter((one) => isRight(one, one.got));
  const better = after.filter((one) => !before.includes(one)).length;
  const worse = before.filter((one) => !after.includes(one)).length;
  const spared = some.filter(
    ({ known, got, expected }) => known?.suppress && !got?.suppress && expected.suppress === false,
  );
  const share = (part: readonly Judged[]): string => percent(part.length / some.length);
  console.log(
    `  ${title}: ${some.length} of ${judged.length}, reason ${share(before)} -> ${share(after)}; ${better} better, ${worse} worse; wrong suppressions prevented ${spared.length}`,
  );
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

/** Whether the catalog alone leaves it open. */
const isOpen = ({ bounce, entry, evidence }: Diagnosis): boolean =>
  bounce.kind === 'bounce' &&
  (entry === null || entry.weak || evidence === 'enhanced-code' || evidence === 'reply-code');

const isRight = ({ expected }: Judged, verdict: Diagnosis | null): boolean =>
  verdict !== null && expected.reason.includes(verdict.reason);
