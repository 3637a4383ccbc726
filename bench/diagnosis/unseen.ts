/**
 * Texts that the catalog was not tuned on, to measure by: what is pasted in the field, lines and mails of another
 * project, texts of our own that were labelled before an answer was seen, and the judged texts of each provider, judged
 * without that provider's entries.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Catalog } from '../../src/catalog/index.ts';
import {
  createCatalogJudge,
  createJudge,
  type Diagnosis,
  type EvidenceClass,
  type Judge,
} from '../../src/diagnosis/index.ts';
import { read } from '../../src/intake/index.ts';
import type { Corpus, Expected } from './cases.ts';
import { createFolds } from './folds.ts';

export type Judged = {
  readonly text: string;
  readonly expected: Expected;
  /** Null where intake saw no bounce. */
  readonly got: Diagnosis | null;
  /** What the catalog alone says. */
  readonly known: Diagnosis | null;
  /** The kind of evidence that its verdict rests on. */
  readonly evidence: EvidenceClass | null;
  /** What its words most likely mean, where the catalog knows too little. */
  readonly guess: ReturnType<Judge['why']>['guess'];
};
export type JudgedSet = { readonly title: string; readonly judged: readonly Judged[] };

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const own = z.object({ text: z.string(), reason: oneOrMore, suppress: z.boolean() });
const field = z.object({
  text: z.string().optional(),
  base64: z.string().optional(),
  expected: z.object({
    bounces: z
      .array(
        z.object({
          recipient: z.union([z.string(), z.array(z.string().nullable()), z.null()]).optional(),
          reason: oneOrMore.optional(),
          suppress: z.boolean().nullish(),
        }),
      )
      .optional(),
  }),
});

const rows = <T extends z.ZodType>(file: string, shape: T): z.infer<T>[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((row) => row.trim() !== '')
    .map((row) => shape.parse(JSON.parse(row)));

/** @param folder of texts.jsonl, small.jsonl and formats.jsonl, see ../shared/field/README.md; it may be missing */
export async function fieldSets(folder: string, judge: Judge): Promise<readonly JudgedSet[]> {
  if (!existsSync(folder)) return [];
  return Promise.all(
    ['texts', 'small', 'formats'].map(async (name) => {
      const judged: Judged[] = [];
      for (const { text, base64, expected } of rows(join(folder, `${name}.jsonl`), field)) {
        const { bounces } = await read(text ?? Buffer.from(base64 ?? '', 'base64'), { asked: true });
        const left = bounces.filter((bounce) => judge.diagnose(bounce).reason !== 'delivered');
        for (const { recipient, reason, suppress = null } of expected.bounces ?? []) {
          const same = left.findIndex((one) => [recipient].flat().includes(one.recipient ?? ''));
          const [bounce = null] = left.splice(Math.max(same, 0), 1);
          judged.push({
            text: text ?? '',
            expected: { reason: reason ?? [], suppress },
            ...judgedBy(judge, bounce),
          });
        }
      }
      return { title: `field/${name}.jsonl`, judged };
    }),
  );
}

/** @param file of our own, see `bench/unseen` */
export async function ownSet(file: string, title: string, judge: Judge): Promise<JudgedSet> {
  const judged: Judged[] = [];
  for (const { text, ...expected } of rows(file, own)) {
    const [bounce = null] = (await read(text, { asked: true })).bounces;
    judged.push({ text, expected, ...judgedBy(judge, bounce) });
  }
  return { title, judged };
}

/** @returns a verdict, and what it rests on */
export function judgedBy(
  { diagnose, diagnoseByCatalog, why }: Judge,
  bounce: Diagnosis['bounce'] | null,
): Pick<Judged, 'got' | 'known' | 'evidence' | 'guess'> {
  if (bounce === null) return { got: null, known: null, evidence: null, guess: null };
  const { evidence, guess } = why(bounce);
  return { got: diagnose(bounce), known: diagnoseByCatalog(bounce), evidence, guess };
}

/** @returns the texts that a provider's own entries decide, each judged by a catalog and a guesser without them */
export async function foldsByProvider(
  catalog: Catalog,
  corpora: readonly Corpus[],
  texts: string,
): Promise<readonly JudgedSet[]> {
  const { diagnose } = createCatalogJudge(catalog);
  const guesserWithout = await createFolds(catalog, texts);
  return corpora.map(({ title, cases }) => {
    const byProvider = Map.groupBy(cases, ({ bounce }) => bounce && diagnose(bounce).entry?.provider);
    const judged = [...byProvider].flatMap(([provider, some]) => {
      if (provider === null || provider === undefined) return [];
      const entries = catalog.entries.filter((entry) => entry.provider !== provider);
      const without = createJudge({ ...catalog, entries }, guesserWithout(provider));
      return some.map(({ text, expected, bounce }) => ({
        text,
        expected,
        ...judgedBy(without, bounce),
      }));
    });
    return { title: `${title}, each without its provider's entries`, judged };
  });
}
