/** The texts with known verdicts that verdicts are measured on. How they are scored: ../shared/corpus/README.md. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Bounce } from '../../src/intake/bounce.ts';
import { read } from '../../src/intake/index.ts';

/** What is right: one value or several; null or missing where it isn't scored. */
export type Expected = {
  readonly reason: readonly string[];
  readonly suppress: boolean | null;
  readonly category?: readonly string[];
  readonly retry?: boolean | null;
  readonly control?: readonly (string | null)[];
  readonly blocklist?: readonly (string | null)[];
};

export type Case = {
  readonly name: string;
  readonly text: string;
  readonly expected: Expected;
  /** What intake read; null where it saw no bounce. */
  readonly bounce: Bounce | null;
};

export type Corpus = { readonly title: string; readonly cases: readonly Case[] };

const line = z.object({
  text: z.string(),
  reason: z.string(),
  hard: z.boolean(),
  stable: z.boolean().nullable(),
});
/** One right answer, or several that are right. */
const oneOrMore = z.union([z.string().nullable(), z.array(z.string().nullable())]);
const judged = z.object({
  text: z.string(),
  reason: z.string(),
  also_ok: z.array(z.string()).default([]),
  category: z.string(),
  category_also_ok: z.array(z.string()).default([]),
  suppress: z.boolean().nullable(),
  retry: z.boolean().nullable(),
  control: oneOrMore,
  blocklist: oneOrMore,
  ambiguous: z.boolean().default(false),
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
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((row) => row.trim() !== '')
    .map((row) => shape.parse(JSON.parse(row)));

const firstIn = async (text: string): Promise<Bounce | null> =>
  (await read(text, { asked: true })).bounces[0] ?? null;

/**
 * @param shared folder of lines.jsonl, judged.jsonl and mails.jsonl, which may be missing
 * @param own folder of our own *.jsonl, of the shape of judged.jsonl
 */
export async function readCorpora(shared: string, own: string): Promise<readonly Corpus[]> {
  return [
    ...(existsSync(shared)
      ? [
          { title: 'lines.jsonl (stable)', cases: await lines(join(shared, 'lines.jsonl')) },
          { title: 'judged.jsonl (not ambiguous)', cases: await judgedOnes(join(shared, 'judged.jsonl')) },
          { title: 'mails.jsonl (agreed)', cases: await mails(shared) },
        ]
      : []),
    ...(await readOwnTexts(own)),
  ];
}

/** @param folder of *.jsonl of the shape of judged.jsonl @returns a corpus a file, in the order of their names */
export async function readOwnTexts(folder: string): Promise<readonly Corpus[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return Promise.all(
    files.sort().map(async (name) => ({
      title: `bench/texts/${name}`,
      cases: await judgedOnes(join(folder, name)),
    })),
  );
}

async function lines(file: string): Promise<Case[]> {
  const cases = rows(file, line).filter(({ stable }) => stable === true);
  return Promise.all(
    cases.map(async ({ text, reason, hard }, i) => ({
      name: `line ${i + 1}`,
      text,
      expected: byReference(text, reason, hard),
      bounce: await firstIn(text),
    })),
  );
}

async function judgedOnes(file: string): Promise<Case[]> {
  const cases = rows(file, judged).filter(({ ambiguous }) => !ambiguous);
  return Promise.all(
    cases.map(async (one, i) => ({
      name: `text ${i + 1}`,
      text: one.text,
      expected: {
        ...one,
        reason: [one.reason, ...one.also_ok],
        category: [one.category, ...one.category_also_ok],
        control: [one.control].flat(),
        blocklist: [one.blocklist].flat(),
      },
      bounce: await firstIn(one.text),
    })),
  );
}

async function mails(shared: string): Promise<Case[]> {
  const cases: Case[] = [];
  for (const { file, agreed, expected } of rows(join(shared, 'mails.jsonl'), mail)) {
    if (agreed !== true) continue;
    const { bounces } = await read(readFileSync(join(shared, 'mails', file)), { asked: true });
    for (const { recipient, reason, hard } of expected) {
      const bounce =
        bounces.find(
          (one) =>
            recipient !== null &&
            // The reference names whom it was sent on to.
            [one.recipient, one.finalRecipient].some(
              (address) => address?.toLowerCase() === recipient.toLowerCase(),
            ),
        ) ?? (expected.length === 1 ? bounces[0] : undefined);
      const text = bounce?.diagnosticCode ?? bounce?.excerpt ?? '';
      cases.push({ name: file, text, expected: byReference(text, reason, hard), bounce: bounce ?? null });
    }
  }
  return cases;
}
