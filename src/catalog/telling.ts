/**
 * How much a phrase tells of its reason: "PTR" stands in texts of one reason only, "message refused, please try again
 * later" in those of all. Counted once, over the catalog's examples and the labelled texts of bench/texts, word by word,
 * so that a phrase that no text has is judged by its words, a team's own too.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync, inflateSync } from 'node:zlib';
import type { Entry } from './entry.ts';
import { sha256 } from './hash.ts';
import type { ReasonId } from './words.ts';

/** The most that telling words add to a phrase's weight: as much as forty letters. Found by `bench:diagnosis`. */
const MOST = 40;
/** How telling a word is that no text has: rare words mostly tell. */
const UNSEEN = 0.4;
/** Texts that a word must be in to be believed as much as what is thought of an unseen one. */
const BELIEVED = 2;

export type WordCounts = {
  /** What an average text counts. Each reason counts the same, however many texts it has. */
  readonly mean: number;
  /** By word: in how many texts it stands, and in how many of each reason. */
  readonly words: ReadonlyMap<
    string,
    { readonly all: number; readonly of: Readonly<Partial<Record<ReasonId, number>>> }
  >;
};

type Labelled = { readonly text: string; readonly reason: ReasonId };

const LABELLED = fileURLToPath(new URL('../../bench/texts', import.meta.url));
const BUILT = fileURLToPath(new URL('../../dist/catalog', import.meta.url));
const FILE = 'telling.json.z';

/** Addresses, links and numbers are nobody's words. */
const NO_WORDS = /\S{1,80}@\S{1,255}|https?:\S+|\b\d[\d.:-]*/g;

function wordsOf(text: string): ReadonlySet<string> {
  const plain = text.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '').replace(NO_WORDS, ' ');
  return new Set(plain.match(/\p{L}{2,}/gu) ?? []);
}

function count(texts: readonly Labelled[]): WordCounts {
  const texted = Map.groupBy(texts, ({ reason }) => reason);
  const words = new Map<string, { all: number; of: Partial<Record<ReasonId, number>> }>();
  for (const { text, reason } of texts) {
    const share = 1 / (texted.get(reason)?.length ?? 1);
    for (const word of wordsOf(text)) {
      const known = words.get(word) ?? { all: 0, of: {} };
      words.set(word, known);
      known.all += share;
      known.of[reason] = (known.of[reason] ?? 0) + share;
    }
  }
  return { mean: texted.size / Math.max(1, texts.length), words };
}

/**
 * @returns how much the pattern tells by its most telling word, that is the one whose texts are most nearly of one
 *   reason: 0 to `MOST`. Of `{one|other}` what they tell on average counts
 */
export function tells(source: string, counts: WordCounts): number {
  let most = mostOf(source.replace(/\{[^}]*\}/g, ' '), counts);
  for (const [, options = ''] of source.matchAll(/\{([^}]*)\}/g)) {
    const all = options.split('|').map((option) => mostOf(option, counts));
    most = Math.max(most, all.reduce((sum, one) => sum + one, 0) / all.length);
  }
  return Math.round(MOST * most);
}

function mostOf(phrase: string, { mean, words }: WordCounts): number {
  let most = 0;
  for (const word of wordsOf(phrase)) {
    const known = words.get(word);
    const seen = known === undefined ? 0 : Math.max(...Object.values(known.of));
    const share = (seen + BELIEVED * mean * UNSEEN) / ((known?.all ?? 0) + BELIEVED * mean);
    if (share > most) most = share;
  }
  return most;
}

/** @param entries the catalog's; a team's own examples don't count, so that theirs changes nothing of ours */
function samplesOf(entries: readonly Entry[], labelled: string): readonly Labelled[] {
  const own = entries.flatMap(({ own, kind, example, reason }) =>
    own || kind === 'enhanced-code' || kind === 'reply-code' ? [] : [{ text: example, reason }],
  );
  return [
    ...own,
    ...(labelled === ''
      ? []
      : labelled
          .trimEnd()
          .split('\n')
          .map((row) => JSON.parse(row) as Labelled)),
  ];
}

/** @returns the labelled texts of the checkout, a line each; none in an installation */
const labelledTexts = (): string =>
  existsSync(LABELLED)
    ? readdirSync(LABELLED)
        .filter((name) => name.endsWith('.jsonl'))
        .sort()
        .map((name) => readFileSync(join(LABELLED, name), 'utf8'))
        .join('')
    : '';

/** @returns what the build counted of these very texts, or in an installation at all; else it is counted now */
export function wordCountsOf(entries: readonly Entry[], folder = BUILT): WordCounts {
  const labelled = labelledTexts();
  const hash = hashOf(entries, labelled);
  return readCounts(folder, labelled === '' ? null : hash) ?? count(samplesOf(entries, labelled));
}

/** Counts, and keeps the counts in a folder. */
export function writeCounts(entries: readonly Entry[], folder: string): WordCounts {
  const labelled = labelledTexts();
  const counts = count(samplesOf(entries, labelled));
  const kept = { hash: hashOf(entries, labelled), mean: counts.mean, words: [...counts.words] };
  writeFileSync(join(folder, FILE), deflateSync(JSON.stringify(kept), { level: 9 }));
  return counts;
}

function readCounts(folder: string, hash: string | null): WordCounts | null {
  try {
    const kept = JSON.parse(inflateSync(readFileSync(join(folder, FILE))).toString());
    return hash === null || kept.hash === hash ? { mean: kept.mean, words: new Map(kept.words) } : null;
  } catch {
    return null;
  }
}

function hashOf(entries: readonly Entry[], labelled: string): string {
  const hash = sha256().update(labelled);
  for (const { own, example, reason } of entries) if (!own) hash.update(`${reason} ${example}\n`);
  return hash.digest('hex');
}
