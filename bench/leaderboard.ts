/**
 * How often we and other open judges of bounces are right on the same texts.
 *
 *     npm run bench:leaderboard               a table for each set of texts
 *     npm run bench:leaderboard -- --wrong    and each address that is given up wrongly
 *
 * zone-mta's rules are fetched from npm; `SISIMAI_LIB` and `KUMOMTA_RULES` name where the others lie. What isn't there
 * is said. What the categories of others mean in ours: `leaderboard/categories.ts`.
 */
import { fileURLToPath } from 'node:url';
import { openCatalog } from '../src/catalog/index.ts';
import { createJudge } from '../src/diagnosis/index.ts';
import { readCorpora } from './diagnosis/cases.ts';
import { fieldSets, ownSet } from './diagnosis/unseen.ts';
import type { Contender } from './leaderboard/judge.ts';
import { kumoMta } from './leaderboard/kumomta.ts';
import { sisimai } from './leaderboard/sisimai.ts';
import { zoneMta } from './leaderboard/zone-mta.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const { catalog } = await openCatalog({ folder: here('../catalog'), own: null });
const judge = createJudge(catalog);
const contenders: readonly Contender[] = [
  {
    name: 'Bounce Triage',
    judge: (bounces) =>
      bounces.map(judge.diagnose).map(({ reason, suppress }) => ({ reasons: [reason], suppress })),
  },
  zoneMta(here('../node_modules/.cache/leaderboard')),
  sisimai(process.env.SISIMAI_LIB),
  kumoMta(process.env.KUMOMTA_RULES),
];

/** The sets that our catalog was tuned on, or that our guesses were learnt from. */
const TUNED = /^(?:lines|judged|bench\/texts)/;

const corpora = await readCorpora(process.env.CORPUS ?? here('../../shared/corpus'), here('texts'));
const unseen = [
  await ownSet(here('unseen/own.jsonl'), 'bench/unseen/own.jsonl', judge),
  ...(await fieldSets(process.env.FIELD ?? here('../../shared/field'), judge)),
];
const sets = [
  ...unseen.map(({ title, judged }) => ({
    title,
    cases: judged.map(({ text, expected, got }) => ({ text, expected, bounce: got?.bounce ?? null })),
  })),
  ...corpora.filter(({ title }) => !title.startsWith('mails')),
];

for (const { name, judge: there, absent } of contenders)
  if (there === null) console.log(`${name} isn't here: ${absent}.`);
for (const { title, cases } of sets) {
  const told = cases.flatMap(({ bounce, expected }) =>
    bounce !== null && bounce.kind === 'bounce' && expected.reason.length > 0 ? [{ bounce, expected }] : [],
  );
  if (told.length === 0) continue;
  console.log(
    `\n### ${title}: ${told.length} texts${TUNED.test(title) ? ', known to Bounce Triage when it was made' : ''}\n`,
  );
  console.log('| judge | reason right | of those it names | suppress right | wrong suppressions | missed |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const { name, judge: there } of contenders) {
    if (there === null) continue;
    const answers = there(told.map(({ bounce }) => bounce));
    const all = told.map((one, i) => ({ ...one, answer: answers[i] ?? { reasons: null, suppress: false } }));
    const named = all.filter(({ answer }) => answer.reasons !== null);
    const right = named.filter(({ answer, expected }) =>
      answer.reasons?.some((one) => expected.reason.includes(one)),
    );
    const scored = all.filter(({ expected }) => expected.suppress !== null);
    const wrong = scored.filter(({ answer, expected }) => answer.suppress && !expected.suppress);
    const missed = scored.filter(({ answer, expected }) => !answer.suppress && expected.suppress);
    const cells = [
      name,
      share(right.length, all.length),
      share(right.length, named.length),
      share(scored.length - wrong.length - missed.length, scored.length),
      String(wrong.length),
      String(missed.length),
    ];
    console.log(`| ${cells.join(' | ')} |`);
    if (process.argv.includes('--wrong'))
      for (const { bounce } of wrong)
        console.log(`  ${name}: ${bounce.excerpt.replace(/\s+/g, ' ').slice(0, 160)}`);
  }
}

function share(part: number, of: number): string {
  return of === 0 ? '-' : `${((100 * part) / of).toFixed(0)} % (${part} of ${of})`;
}
