/**
 * How many verdicts are right, on the corpora in ../shared/corpus (see its README for the rules).
 *
 *     npm run bench:verdicts            the shares
 *     npm run bench:verdicts -- --wrong  each miss, with the catalog entry that decided
 *
 * `CORPUS` names another folder of the same make, `CATALOG` another catalog.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { openCatalog } from '../src/catalog/index.ts';
import { createJudge, type Diagnosis } from '../src/diagnosis/index.ts';
import { read } from '../src/intake/index.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const corpus = process.env.CORPUS ?? here('../../shared/corpus');
const { diagnose } = createJudge(
  (await openCatalog({ folder: process.env.CATALOG ?? here('../catalog'), own: null })).catalog,
);
const showWrong = process.argv.includes('--wrong');

/** What is right: one value or several; null where it isn't scored. */
type Expected = {
  readonly reason: readonly string[];
  readonly suppress: boolean | null;
  readonly category?: readonly string[];
  readonly retry?: boolean;
  readonly control?: string | null;
  readonly blocklist?: string | null;
};
type Case = {
  readonly name: string;
  readonly text: string;
  readonly expected: Expected;
  readonly got: Diagnosis | null;
};

const line = z.object({
  text: z.string(),
  reason: z.string(),
  hard: z.boolean(),
  stable: z.boolean().nullable(),
});
const judged = z.object({
  text: z.string(),
  reason: z.string(),
  also_ok: z.array(z.string()),
  category: z.string(),
  category_also_ok: z.array(z.string()),
  suppress: z.boolean(),
  retry: z.boolean(),
  control: z.string().nullable(),
  blocklist: z.string().nullable(),
  ambiguous: z.boolean(),
});
const mail = z.object({
  file: z.string(),
  agreed: z.boolean().nullable(),
  expected: z.array(z.object({ recipient: z.string().nullable(), reason: z.string(), hard: z.boolean() })),
});

/** Reasons that the reference's "hard" isn't scored for: there it says soft where we suppress. */
const UNSCORED = new Set(['filtered', 'suspend', 'feedback', 'suppressed']);

const byReference = (text: string, reason: string, hard: boolean): Expected => ({
  reason: [
    reason,
    ...(reason === 'filtered' ? ['user-unknown'] : reason === 'user-unknown' ? ['filtered'] : []),
    ...(/gr[ea]y-?list/i.test(text) ? ['greylisted'] : []),
  ],
  suppress: UNSCORED.has(reason) ? null : hard,
});

const rows = <T extends z.ZodType>(file: string, shape: T): z.infer<T>[] =>
  readFileSync(join(corpus, file), 'utf8')
    .split('\n')
    .filter((row) => row.trim() !== '')
    .map((row) => shape.parse(JSON.parse(row)));

async function firstOf(text: string): Promise<Diagnosis | null> {
  const bounce = (await read(text, { asked: true })).bounces[0];
  return bounce ? diagnose(bounce) : null;
}

async function lines(): Promise<Case[]> {
  const cases = rows('lines.jsonl', line).filter(({ stable }) => stable === true);
  return Promise.all(
    cases.map(async ({ text, reason, hard }, i) => ({
      name: `lines ${i + 1}`,
      text,
      expected: byReference(text, reason, hard),
      got: await firstOf(text),
    })),
  );
}

async function judgedOnes(): Promise<Case[]> {
  const cases = rows('judged.jsonl', judged).filter(({ ambiguous }) => !ambiguous);
  return Promise.all(
    cases.map(async (one, i) => ({
      name: `judged ${i + 1}`,
      text: one.text,
      expected: {
        ...one,
        reason: [one.reason, ...one.also_ok],
        category: [one.category, ...one.category_also_ok],
      },
      got: await firstOf(one.text),
    })),
  );
}

async function mails(): Promise<Case[]> {
  const cases: Case[] = [];
  for (const { file, agreed, expected } of rows('mails.jsonl', mail)) {
    if (agreed !== true) continue;
    const { bounces } = await read(readFileSync(join(corpus, 'mails', file)), { asked: true });
    for (const { recipient, reason, hard } of expected) {
      const bounce =
        bounces.find(
          (one) => recipient !== null && one.recipient?.toLowerCase() === recipient.toLowerCase(),
        ) ?? (expected.length === 1 ? bounces[0] : undefined);
      const text = bounce?.diagnosticCode ?? bounce?.excerpt ?? '';
      const got = bounce ? diagnose(bounce) : null;
      cases.push({ name: file, text, expected: byReference(text, reason, hard), got });
    }
  }
  return cases;
}

/** Each question, with the answer that it gets: true is right, null isn't scored. */
const QUESTIONS: Readonly<Record<string, (expected: Expected, got: Diagnosis | null) => boolean | null>> = {
  reason: ({ reason }, got) => got !== null && reason.includes(got.reason),
  category: ({ category }, got) =>
    category === undefined ? null : got !== null && category.includes(got.category),
  suppress: ({ suppress }, got) => (suppress === null ? null : got?.suppress === suppress),
  retry: ({ retry }, got) => (retry === undefined ? null : got?.retry === retry),
  control: ({ control }, got) => (control === undefined ? null : got !== null && got.control === control),
  blocklist: ({ blocklist }, got) =>
    blocklist === undefined ? null : got !== null && got.blocklist === blocklist,
};

function report(title: string, cases: readonly Case[]): void {
  console.log(`\n${title}: ${cases.length} verdicts`);
  for (const [question, answer] of Object.entries(QUESTIONS)) {
    const answers = cases.map(({ expected, got }) => answer(expected, got));
    const scored = answers.filter((right) => right !== null).length;
    const right = answers.filter((one) => one === true).length;
    if (scored === 0) continue;
    const wrongly =
      question === 'suppress'
        ? cases.filter(({ expected, got }) => expected.suppress === false && got?.suppress).length
        : 0;
    const share = (100 * (right - wrongly)) / scored;
    const note = question === 'suppress' ? `, ${wrongly} suppressed wrongly (counted double)` : '';
    console.log(`  ${question.padEnd(10)} ${share.toFixed(1).padStart(5)} %  (${right} of ${scored}${note})`);
  }
  if (showWrong) for (const one of cases) showMisses(one);
}

function showMisses({ name, text, expected, got }: Case): void {
  const misses = Object.entries(QUESTIONS)
    .filter(([, answer]) => answer(expected, got) === false)
    .map(([question]) => {
      const key = question as keyof Expected;
      return `${question} ${String(got?.[key] ?? null)}, not ${[expected[key]].flat().join('/')}`;
    });
  if (misses.length === 0) return;
  console.log(`- ${name}: ${misses.join('; ')} [${got?.entry?.id ?? (got ? 'no entry' : 'nothing read')}]`);
  console.log(`    ${text.replace(/\s+/g, ' ').slice(0, 400)}`);
}

if (existsSync(corpus)) {
  report('Lines', await lines());
  report('Judged', await judgedOnes());
  report('Mails', await mails());
} else console.log('Skipped: the corpus is not here (../shared/corpus, or set CORPUS).');
