/** What the owner of an SPF record meant by it: terms that are well formed, in order, and how strictly it ends. */
import type { Sender } from '../../catalog/index.ts';
import { type Resolve, recordsOf } from '../answer.ts';
import { syntaxFault } from './engine.ts';
import { isOpen, isSpf, lastsAll, parseSpf, type Term } from './record.ts';
import { spelled, wordsOf } from './spelling.ts';
import { targetMeant } from './target.ts';

/** More words than this are no record that anybody means. */
const MOST_WORDS = 100;

export type End = '-all' | '~all' | '?all' | '+all';

export type Meaning = {
  /** All terms but `all`, of all records, in their order; each once where there are several records. */
  readonly terms: readonly Term[];
  /** The strictest that is there; null where none of the records has one. */
  readonly end: End | null;
  /** What was read otherwise than it stands, in plain words: "`ip4:192.0.2.1` is put right". */
  readonly mended: readonly string[];
  /** The terms themselves that were read otherwise than they stand, as they must be. */
  readonly right: readonly string[];
  /** What nobody can read for certain, in plain words; no record is made of it. */
  readonly unread: readonly string[];
  /** Terms that lead to a name without a record which looks mistyped; which one was meant isn't known. */
  readonly puzzling: readonly string[];
  /** One of them lets everybody pass, or a good part of the Internet. It isn't among the terms. */
  readonly open: boolean;
};

/**
 * @param texts the records as they stand
 * @param domain where they stand
 */
export async function meaningOf(
  texts: readonly string[],
  domain: string,
  senders: readonly Sender[],
  ask: Resolve,
): Promise<Meaning> {
  const words = texts.flatMap(wordsOf);
  const torn = texts.some(
    (text) => isSpf(text) && text.split(' ').filter(Boolean).slice(1).join(' ') !== wordsOf(text).join(' '),
  );
  if (words.length > MOST_WORDS) {
    return {
      terms: [],
      end: null,
      mended: [],
      right: [],
      unread: [`${words.length} terms`],
      puzzling: [],
      open: false,
    };
  }
  const read = await Promise.all(words.map((word) => readWord(word, domain, senders, ask)));
  const terms = read.flatMap(({ term }) => (term === null ? [] : [term]));
  const ends = terms.filter(lastsAll);
  const others = terms.filter((term) => !lastsAll(term) && !isOpen(term));
  const all = terms.findIndex(lastsAll);
  const isHidden =
    texts.length === 1 &&
    all >= 0 &&
    terms.slice(all).some((term) => term.qualifier !== null && !lastsAll(term));
  const strictest = (['-', '~', '?', '+'] as const).find((sign) =>
    ends.some((term) => term.name === 'all' && term.qualifier === sign),
  );
  const right = read.flatMap(({ mended }) => (mended === null ? [] : [mended]));
  return {
    right,
    terms:
      texts.length === 1
        ? others
        : others.filter((term, i) => others.findIndex((other) => sameTerm(other, term)) === i),
    end: strictest === undefined ? (ends.length > 0 ? '+all' : null) : `${strictest}all`,
    mended: [
      ...(torn ? ['blanks and marks between the terms are put right'] : []),
      ...listed(right),
      ...(isHidden ? ['what stood behind its end stands before it'] : []),
    ],
    unread: read.flatMap(({ unread }) => (unread === null ? [] : [unread])),
    puzzling: read.flatMap(({ term, puzzling }) => (term !== null && puzzling ? [term.text] : [])),
    open: terms.some(isOpen),
  };
}

/** Mistaken terms themselves aren't told: nobody shall copy them. */
const listed = (terms: readonly string[]): readonly string[] =>
  terms.length === 0
    ? []
    : [`${terms.map((text) => `\`${text}\``).join(', ')} ${terms.length === 1 ? 'is' : 'are'} put right`];

export const sameTerm = (a: Term, b: Term): boolean => keyOf(a) === keyOf(b);
const keyOf = ({ text }: Term): string => text.toLowerCase().replace(/^\+/, '');

type Read = {
  readonly term: Term | null;
  readonly mended: string | null;
  readonly unread: string | null;
  readonly puzzling: boolean;
};

async function readWord(
  word: string,
  domain: string,
  senders: readonly Sender[],
  ask: Resolve,
): Promise<Read> {
  const as = (text: string, puzzling = false): Read => ({
    term: termOf(text),
    mended: text === word ? null : text,
    unread: null,
    puzzling,
  });
  const meant = (await isTerm(word)) ? [word] : [];
  if (meant.length === 0) {
    for (const text of spelled(word)) if (await isTerm(text)) meant.push(text);
  }
  const [only, ...others] = meant;
  if (only !== undefined && others.length === 0) {
    const { text, puzzling } = await rightTarget(only, domain, senders, ask);
    return as(text, puzzling);
  }
  for (const text of meant) if (await leadsSomewhere(termOf(text), ask)) return as(text);
  return { term: null, mended: null, unread: `\`${word}\``, puzzling: false };
}

const termOf = (text: string): Term => parseSpf(`v=spf1 ${text}`).terms[0] as Term;

/** Whether a word can stand in a record; a mistake that receivers pass over is one all the same. */
async function isTerm(word: string): Promise<boolean> {
  const text = `v=spf1 ${word}`;
  return parseSpf(text).faults.length === 0 && (await syntaxFault(text)) === null;
}

async function leadsSomewhere({ name, target }: Term, ask: Resolve): Promise<boolean> {
  if (target === null) return true;
  if (name === 'include') return recordsOf<'TXT'>(await ask(target, 'TXT')).some(isSpf);
  const answers = await Promise.all([ask(target, 'A'), ask(target, 'AAAA')]);
  return answers.some(({ status }) => status === 'found');
}

/** `include:` and `redirect=` of a name that is mistyped lead to the one that was meant. */
async function rightTarget(
  text: string,
  domain: string,
  senders: readonly Sender[],
  ask: Resolve,
): Promise<{ readonly text: string; readonly puzzling: boolean }> {
  const as = { text, puzzling: false };
  const { name, target } = termOf(text);
  if (!['include', 'redirect'].includes(name) || target === null || target.includes('%')) return as;
  const dead = target.toLowerCase().replace(/\.$/, '');
  const answer = await ask(dead, 'TXT');
  if (answer.status === 'failed' || recordsOf<'TXT'>(answer).some(isSpf)) return as;
  const meant = await targetMeant(dead, domain, senders, ask);
  return meant.name === null
    ? { text, puzzling: meant.looksMistyped }
    : { text: text.replace(target, meant.name), puzzling: false };
}
