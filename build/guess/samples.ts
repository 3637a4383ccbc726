/** What is learnt from: the catalog's own phrases, examples and explanations, and our texts with known reasons. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog, Entry, ReasonId } from '../../src/catalog/index.ts';
import type { Codes } from '../../src/diagnosis/guess/features.ts';
import { wordsIn } from '../../src/diagnosis/guess/words.ts';
import type { Bounce } from '../../src/intake/bounce.ts';
import { read } from '../../src/intake/index.ts';
import type { Sample } from './sample.ts';

/** How much each counts beside a labelled text, tried out on folds (`npm run bench:diagnosis`). */
const WEIGHTS = { phrase: 0.3, hint: 0.15, example: 0.7, explanation: 0.3 };

/** Alternatives of a pattern that are spelled out. */
const ALTERNATIVES = 8;

const NO_CODES: Codes = { replyCode: null, enhancedCode: null, command: null };

/** A labelled text, in the shape of ../shared/corpus/judged.jsonl. */
export type Labelled = {
  readonly text: string;
  readonly reason: ReasonId;
  readonly ambiguous?: boolean;
};

/** @param folder of `*.jsonl` @returns the texts, in the order of the files' names; those that are ambiguous left out */
export const labelledTexts = (folder: string): readonly Labelled[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Labelled)
    .filter(({ ambiguous }) => ambiguous !== true);

/** @returns what is learnt from these entries, and from the words that people call the reasons by */
export async function samplesOfCatalog({
  entries,
  reasonEntries,
}: Pick<Catalog, 'entries' | 'reasonEntries'>): Promise<readonly Sample[]> {
  const samples: Sample[] = Object.values(reasonEntries).flatMap(({ reason, words }) =>
    words.map((word) => ({
      ...{ reason, parts: [wordsIn(word)], codes: NO_CODES, weight: WEIGHTS.explanation },
    })),
  );
  for (const entry of entries) samples.push(...phrasesOf(entry), ...(await explanationsOf(entry)));
  return samples;
}

/** @returns what is learnt from a text; none where intake reads no bounce in it */
export async function samplesOfText({ text, reason }: Labelled): Promise<readonly Sample[]> {
  const [bounce] = (await read(text, { asked: true })).bounces;
  return bounce === undefined ? [] : [ofBounce(bounce, reason, 1)];
}

const ofBounce = (bounce: Bounce, reason: ReasonId, weight: number): Sample => ({
  reason,
  parts: [wordsIn(bounce.diagnosticCode ?? bounce.excerpt)],
  codes: { replyCode: bounce.replyCode, enhancedCode: bounce.enhancedCode, command: bounce.command },
  weight,
});

const phrasesOf = ({ reason, texts, weak }: Entry): readonly Sample[] =>
  texts
    .flatMap(({ source }) => alternativesOf(source))
    .map((phrase) => ({
      reason,
      parts: phrase.split('*').map(wordsIn),
      codes: NO_CODES,
      weight: weak ? WEIGHTS.hint : WEIGHTS.phrase,
    }));

async function explanationsOf({
  reason,
  title,
  meaning,
  example,
  reply,
  enhanced,
}: Entry): Promise<Sample[]> {
  const codes = { ...NO_CODES, replyCode: onlyOne(reply), enhancedCode: onlyOne(enhanced) };
  const explained = { reason, parts: [wordsIn(title), wordsIn(meaning)], codes, weight: WEIGHTS.explanation };
  if (example === '') return [explained];
  const [bounce] = (await read(example, { asked: true })).bounces;
  return bounce === undefined ? [explained] : [explained, ofBounce(bounce, reason, WEIGHTS.example)];
}

/** @returns the code, where there is one that is no range */
const onlyOne = ([first, ...others]: readonly string[]): string | null =>
  first === undefined || others.length > 0 || first.includes('-') ? null : first;

/** @returns "a {b|c} * d" as "a b * d" and "a c * d" */
function alternativesOf(source: string): readonly string[] {
  const choice = /^([^{]*)\{([^}]*)\}(.*)$/s.exec(source);
  if (!choice) return [source];
  const [, before = '', options = '', after = ''] = choice;
  return options
    .split('|')
    .flatMap((option) => alternativesOf(`${before}${option.trim()}${after}`))
    .slice(0, ALTERNATIVES);
}
