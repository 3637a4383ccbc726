/** Prints how often verdicts of each certainty are right, and with `--classes` those on each class of evidence. */
import { CERTAINTIES, CLASSES } from '../../src/diagnosis/index.ts';
import type { Judged, JudgedSet } from './unseen.ts';

/** @param asks whether an option was given */
export function reportCertainty(sets: readonly JudgedSet[], asks: (option: string) => boolean): void {
  console.log('\nHow sure, and how often right, on texts that trained nothing');
  for (const { title, judged } of [...sets, { title: 'all', judged: sets.flatMap((set) => set.judged) }]) {
    console.log(`  ${title}: ${judged.length} verdicts`);
    for (const level of CERTAINTIES) print(level, judged, ({ got }) => got?.certainty === level);
    print('nothing read', judged, ({ got }) => got === null);
  }
  if (asks('--classes')) {
    const all = sets.flatMap(({ judged }) => judged);
    console.log('  by the kind of evidence, see src/diagnosis/certainty.ts');
    for (const [name, level] of Object.entries(CLASSES))
      print(`${name}: ${level}`, all, (one) => one.evidence === name, 36);
  }
  if (!asks('--wrong')) return;
  for (const one of sets.flatMap(({ judged }) => judged)) {
    const { expected, got, text } = one;
    const isWrong = got?.suppress === true && expected.suppress === false;
    const isOff = got?.certainty === 'sure' && isRight(one) === false;
    if (isWrong || isOff)
      console.log(
        `- ${isWrong ? 'SUPPRESSED WRONGLY' : 'sure'}: ${got?.reason}, not ${expected.reason.join('/')} [${got?.entry?.id}]\n    ${text.replace(/\s+/g, ' ').slice(0, 300)}`,
      );
  }
}

function print(name: string, all: readonly Judged[], isOne: (judged: Judged) => boolean, width = 14): void {
  const some = all.filter(isOne);
  if (some.length === 0) return;
  const told = some.map(isRight).filter((right) => right !== null);
  const right = told.filter(Boolean).length;
  const scored = some.filter(({ expected }) => expected.suppress !== null);
  const wrongly = scored.filter(({ expected, got }) => got?.suppress && !expected.suppress).length;
  const missed = scored.filter(({ expected, got }) => !got?.suppress && expected.suppress).length;
  const share = `${((100 * some.length) / all.length).toFixed(1)} %`;
  const reason = told.length === 0 ? '' : `${((100 * right) / told.length).toFixed(1)} %`;
  console.log(
    `    ${name.padEnd(width)} ${share.padStart(7)}   reason ${reason.padStart(7)} (${right} of ${told.length})   suppressed wrongly ${wrongly}, not ${missed} of ${scored.length}`,
  );
}

/** Null where no reason is expected. */
const isRight = ({ expected, got }: Judged): boolean | null =>
  expected.reason.length === 0 ? null : got !== null && expected.reason.includes(got.reason);
