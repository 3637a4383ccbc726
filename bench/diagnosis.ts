/**
 * How many verdicts are right, and how fast they come.
 *
 *     npm run bench:diagnosis               shares by corpus, beside those of simpler judges; speed and memory
 *     npm run bench:diagnosis -- --misses   each miss, with the catalog entry that decided
 *     npm run bench:diagnosis -- --reasons  by reason, and which reasons are taken for which
 *     npm run bench:diagnosis -- --classes  how often each kind of evidence is right, on unseen texts
 *     npm run bench:diagnosis -- --wrong    each verdict that is sure and wrong, or suppresses wrongly, on unseen texts
 *     npm run bench:diagnosis -- --guesses  each verdict that a guess changed, on unseen texts
 *     npm run bench:diagnosis -- --quick    without speed and memory
 *
 * `CORPUS` names another folder of the make of ../shared/corpus, `CATALOG` another catalog.
 */
import { fileURLToPath } from 'node:url';
import { openCatalog } from '../src/catalog/index.ts';
import { createJudge, type Diagnosis } from '../src/diagnosis/index.ts';
import { type Baseline, baselines } from './diagnosis/baselines.ts';
import { type Case, type Corpus, readCorpora } from './diagnosis/cases.ts';
import { readKnownDifferences } from './diagnosis/known-differences.ts';
import { missesOf, QUESTIONS } from './diagnosis/questions.ts';
import { reportCertainty } from './diagnosis/report-certainty.ts';
import { reportGuesses } from './diagnosis/report-guesses.ts';
import { reportSpeed } from './diagnosis/report-speed.ts';
import { fieldSets, foldsByProvider, judgedBy, ownSet } from './diagnosis/unseen.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const shared = process.env.CORPUS ?? here('../../shared/corpus');
const catalogs = { folder: process.env.CATALOG ?? here('../catalog'), own: null };
const { catalog } = await openCatalog(catalogs);
const judge = createJudge(catalog);
const { diagnose } = judge;
const isKnown = readKnownDifferences(new URL('../test/diagnosis/known-differences.md', import.meta.url));
const asks = (option: string): boolean => process.argv.includes(option);

type Verdict = Case & { readonly got: Diagnosis | null };

const percent = (share: number): string => `${(100 * share).toFixed(1).padStart(5)} %`;
const isDocumented = ({ text, expected, got }: Verdict): boolean =>
  isKnown(text, expected.reason[0], got?.reason);

function report({ title, cases }: Corpus): void {
  const judged = cases.map((one) => ({ ...one, got: one.bounce ? diagnose(one.bounce) : null }));
  const apart = judged.filter((one) => !isDocumented(one));
  console.log(`\n${title}: ${judged.length} verdicts, ${judged.length - apart.length} known differences`);
  console.log(`  ${''.padEnd(38)}   all     without known differences`);
  for (const question of Object.keys(QUESTIONS)) {
    const [all, rest] = [judged, apart].map((some) => shareOf(question, some));
    if (all === undefined || rest === undefined || all.scored === 0) continue;
    console.log(`  ${question.padEnd(38)} ${all.text}   ${rest.text}`);
  }
  const wrongly = judged.filter(({ expected, got }) => expected.suppress === false && got?.suppress).length;
  const scored = judged.filter(({ expected }) => expected.suppress !== null).length;
  console.log(
    `  ${'suppressed wrongly'.padEnd(38)} ${percent(wrongly / scored)}   (${wrongly} of ${scored})`,
  );
  for (const baseline of baselines(catalog)) showBaseline(baseline, cases);
  if (asks('--reasons')) showReasons(judged);
  if (asks('--misses')) for (const one of judged) showMisses(one);
}

function shareOf(question: string, cases: readonly Verdict[]) {
  const answers = cases.map(({ expected, got }) => QUESTIONS[question]?.(expected, got) ?? null);
  const scored = answers.filter((right) => right !== null).length;
  const right = answers.filter((one) => one === true).length;
  // A wrong "suppress" counts double.
  const extra =
    question === 'suppress'
      ? cases.filter(({ expected, got }) => expected.suppress === false && got?.suppress).length
      : 0;
  return { scored, text: `${percent((right - extra) / scored)} (${right} of ${scored})` };
}

function showBaseline({ name, judge }: Baseline, cases: readonly Case[]): void {
  const verdicts = cases.map(({ expected, bounce }) => ({ expected, got: bounce && judge(bounce) }));
  const right = verdicts.filter(({ expected, got }) => got && expected.reason.includes(got.reason)).length;
  const scored = verdicts.filter(({ expected }) => expected.suppress !== null);
  const points = scored.reduce((sum, { expected, got }) => {
    if (got?.suppress === expected.suppress) return sum + 1;
    return got?.suppress ? sum - 1 : sum;
  }, 0);
  console.log(
    `    ${name.padEnd(36)} reason ${percent(right / cases.length)}, suppress ${percent(points / scored.length)}`,
  );
}

/** By the expected reason: how many are right, and what the others are taken for. */
function showReasons(cases: readonly Verdict[]): void {
  const byReason = Map.groupBy(cases, ({ expected }) => expected.reason[0] ?? '');
  for (const [reason, some] of [...byReason].sort((a, b) => b[1].length - a[1].length)) {
    const right = some.filter(({ expected, got }) => got !== null && expected.reason.includes(got.reason));
    const taken = Map.groupBy(
      some.filter((one) => !right.includes(one)),
      ({ got }) => got?.reason ?? 'nothing read',
    );
    const others = [...taken].map(([other, { length }]) => `${other} ${length}`).join(', ');
    console.log(
      `    ${reason.padEnd(20)} ${right.length} of ${some.length}${others === '' ? '' : `; ${others}`}`,
    );
  }
}

function showMisses(one: Verdict): void {
  const { name, text, expected, got } = one;
  const misses = missesOf(expected, got);
  if (misses.length === 0) return;
  const known = isDocumented(one) ? ' (known difference)' : '';
  console.log(
    `- ${name}${known}: ${misses.join('; ')} [${got?.entry?.id ?? (got ? 'no entry' : 'nothing read')}]`,
  );
  console.log(`    ${text.replace(/\s+/g, ' ').slice(0, 400)}`);
}

const corpora = await readCorpora(shared, here('texts'));
for (const corpus of corpora) report(corpus);
if (corpora.length < 3) console.log('The shared corpus is not here (../shared/corpus, or set CORPUS).');
const apart = (titles: RegExp): readonly Corpus[] => corpora.filter(({ title }) => titles.test(title));
const unseen = [
  await ownSet(here('unseen/own.jsonl'), 'bench/unseen/own.jsonl', judge),
  ...(await fieldSets(process.env.FIELD ?? here('../../shared/field'), judge)),
  ...apart(/^(?:lines|mails)/).map(({ title, cases }) => ({
    title,
    judged: cases
      .map((one) => ({ ...one, ...judgedBy(judge, one.bounce) }))
      .filter((one) => !isDocumented(one)),
  })),
  ...(await foldsByProvider(catalog, apart(/^bench|^judged/), here('texts'))),
];
reportCertainty(unseen, asks);
reportGuesses(unseen, asks);
if (!asks('--quick')) await reportSpeed(corpora, diagnose, catalogs, shared);
