/**
 * Literal phrases beside a place in a text, hundreds of them at once: a tree of their characters is walked from the
 * place on, backwards or forwards, so that no more characters are looked at than the longest phrase has.
 */

import { signsOf } from './quick.ts';

type Ranked = readonly [phrase: string, rank: number];

/** A place in the tree; what grows from it is worked out when somebody comes by: most of it never is. */
type Node = {
  readonly ranked: readonly Ranked[];
  readonly depth: number;
  readonly rank: number;
  isGrown: boolean;
  /** By the code of a small letter or a sign: of most places one goes on, which needs no table. */
  code: number;
  only: Node | undefined;
  /** By the code where several go on: those of ASCII have a place each, which is quicker than a map. */
  table: readonly (Node | undefined)[] | null;
  abroad: ReadonlyMap<number, Node> | null;
};

export type Phrases = {
  readonly root: Node;
  readonly isBackwards: boolean;
};

/** What a phrase tells, lower first; null: no phrase. */
export type Hit = { readonly rank: number; readonly words: string };

/**
 * @param ranked phrases with the rank of each; a blank stands for any run of up to three blanks
 * @param isBackwards whether they are looked for before a place
 */
export function phrases(ranked: readonly Ranked[], isBackwards: boolean): Phrases {
  const root = ranked.map(([phrase, rank]) => [phrase.toLowerCase(), rank] as const);
  return { root: newNode(root, 0, NO_PHRASE), isBackwards };
}

/** Behind all ranks, and a small integer like them. */
const NO_PHRASE = 1 << 20;

const ASCII = 128;

const newNode = (ranked: readonly Ranked[], depth: number, rank: number): Node => ({
  ranked,
  depth,
  rank,
  isGrown: false,
  code: -1,
  only: undefined,
  table: null,
  abroad: null,
});

function nextOf(node: Node, code: number, isBackwards: boolean): Node | undefined {
  if (!node.isGrown) grow(node, isBackwards);
  if (node.table === null) return node.code === code ? node.only : undefined;
  return code < ASCII ? node.table[code] : node.abroad?.get(code);
}

function grow(node: Node, isBackwards: boolean): void {
  const { ranked, depth } = node;
  const byCode = new Map<number, Ranked[]>();
  for (const one of ranked) {
    const [phrase] = one;
    if (phrase.length === depth) continue;
    const code = phrase.charCodeAt(isBackwards ? phrase.length - 1 - depth : depth);
    const same = byCode.get(code);
    if (same === undefined) byCode.set(code, [one]);
    else same.push(one);
  }
  node.isGrown = true;
  if (byCode.size > 1) {
    const next = new Map([...byCode].map(([code, some]) => [code, nodeOf(some, depth + 1)]));
    node.table = Array.from({ length: ASCII }, (_, code) => next.get(code));
    node.abroad = next;
    return;
  }
  for (const [code, some] of byCode) {
    node.code = code;
    node.only = nodeOf(some, depth + 1);
  }
}

function nodeOf(ranked: readonly Ranked[], depth: number): Node {
  let rank = NO_PHRASE;
  for (const [phrase, of] of ranked) if (phrase.length === depth && of < rank) rank = of;
  return newNode(ranked, depth, rank);
}

/**
 * @param at the place: phrases end right before it, or begin at it
 * @returns the phrase of the lowest rank that stands there as whole words
 */
export function phraseAt({ root, isBackwards }: Phrases, text: string, at: number): Hit | null {
  const step = isBackwards ? -1 : 1;
  let node = root;
  let place = isBackwards ? at - 1 : at;
  let best: Hit | null = null;
  for (; place >= 0 && place < text.length; place += step) {
    const code = letterAt(text, place);
    const next = nextOf(node, code, isBackwards);
    if (next === undefined) break;
    // A run of blanks, or a line that was wrapped, is one blank.
    if (code === BLANK) for (let i = 0; i < 2 && isBlankAt(text, place + step); i++) place += step;
    node = next;
    if (node.rank < (best === null ? NO_PHRASE : best.rank) && isEdge(text, place, step))
      best = {
        rank: node.rank,
        words: isBackwards ? text.slice(place, at) : text.slice(at, place + 1),
      };
  }
  return best;
}

const BLANK = 32;
/** The apostrophe that word processors set. */
const APOSTROPHE = 0x2019;

/** @returns whether white space that may stand between words stands at a place */
export const isBlankAt = (text: string, at: number): boolean =>
  at >= 0 && at < text.length && letterAt(text, at) === BLANK;

/** @returns the code at a place of a text: of a capital its small letter's, of white space a blank's, one for both apostrophes */
export function letterAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 65 && code <= 90) return code + 32;
  if (code < 128) return code === 9 || code === 10 || code === 13 ? BLANK : code;
  if (code === 0xa0) return BLANK;
  if (code === APOSTROPHE) return 39;
  const lower = (text[at] ?? '').toLowerCase();
  return lower.length === 1 ? lower.charCodeAt(0) : code;
}

const LETTER = /[\p{L}\p{N}_]/u;
const HYPHEN = 45;
const LETTERS = signsOf('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_');
const isLetter = (code: number): boolean => LETTERS[code] === 1;
/** Scripts without blanks between words, and signs: their phrases need no edge. */
const NEEDS_NONE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** The hyphen of a reply that goes on: `550-Verification failed for`. */
const isOfReply = (text: string, at: number): boolean =>
  at >= 4 && /[245]\d\d-/.test(text.slice(at - 4, at)) && !isLetter(text.charCodeAt(at - 5));

/** A phrase stands for itself where no letter, or hyphen before it, goes on beside its last character. */
function isEdge(text: string, last: number, step: number): boolean {
  const beside = text[last + step];
  if (beside === undefined) return true;
  const own = text[last] as string;
  const code = text.charCodeAt(last);
  const next = text.charCodeAt(last + step);
  if (code < 128 && next < 128)
    return !isLetter(code) || (!isLetter(next) && !(step < 0 && next === HYPHEN && !isOfReply(text, last)));
  if (!LETTER.test(own) || NEEDS_NONE.test(own)) return true;
  return !LETTER.test(beside) && !(step < 0 && beside === '-');
}
