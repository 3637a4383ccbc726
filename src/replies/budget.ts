/**
 * What a card has room for, and what it gives up where it has too little: `../shared/answer/answer.md`, section 2. On a
 * phone's width of Slack, 11 lines are 420 px.
 */
import type { Card, Draft } from './card.ts';
import { type Line, plain } from './leaf.ts';
import { shownText } from './line.ts';

/** Lines below the badge, the buttons left out. */
export const MOST_LINES = 11;
/** All that shows, buttons too. */
export const MOST_WORDS = 90;

/** Characters of a line, by what stands in it: small print takes more, what is set in takes less. */
const WIDTH = 44;
const WIDTHS = { facts: 50, steps: 40, hint: 42 } as const;
/** A block of code has a margin of a line. */
const MARGIN = 1;

type Fitted = Omit<Card, 'caseId' | 'notify'>;

/** What is given up, the first first. Never: title, badge, first step, hint, buttons. */
const GIVE_UP: readonly ((draft: Draft) => Draft)[] = [
  (draft) => ({ ...draft, facts: draft.facts.slice(0, 2) }),
  (draft) => ({ ...draft, state: draft.state.slice(0, 1) }),
  (draft) => ({ ...draft, steps: draft.steps.slice(0, 2), usual: draft.usual.slice(0, 3) }),
  (draft) => ({ ...draft, sentences: draft.sentences.slice(0, 1) }),
  // Names that fill lines by themselves.
  (draft) => withShortNames(draft, { host: 18, address: 28 }),
  (draft) => ({ ...draft, steps: draft.steps.slice(0, 1) }),
  (draft) => ({ ...draft, sentences: [] }),
];

/** @returns the card with what it has room for */
export function fitted(draft: Draft): Fitted {
  const { sentences, state, ...rest } = GIVE_UP.reduce(
    (kept, giveUp) => (fits(kept) ? kept : giveUp(kept)),
    withShortNames(draft, LONGEST),
  );
  return { ...rest, sentence: joined(sentences, ' '), state: state.length > 0 ? joined(state, ' · ') : null };
}

/** Characters of a host or an IP address, and of a mail address: Details has them whole. */
const LONGEST = { host: 28, address: 40 } as const;

function withShortNames(draft: Draft, most: { readonly host: number; readonly address: number }): Draft {
  /** A command stays whole: it is there to be copied. */
  const shortNames = (line: Line): Line =>
    line.map((leaf) =>
      leaf.kind === 'code' && !leaf.text.includes(' ')
        ? { ...leaf, text: middleCut(leaf.text, leaf.text.includes('@') ? most.address : most.host) }
        : leaf,
    );
  const lines = (some: readonly Line[]): readonly Line[] => some.map(shortNames);
  const { facts, sentences, question, usual, steps, check, hint, state } = draft;
  return {
    ...draft,
    check: check && { ...check, rows: check.rows.map((row) => ({ ...row, text: shortNames(row.text) })) },
    ...{ facts: lines(facts), sentences: lines(sentences), usual: lines(usual), steps: lines(steps) },
    ...{ state: lines(state), question: question && shortNames(question), hint: hint && shortNames(hint) },
  };
}

function middleCut(text: string, most: number): string {
  if (text.length <= most) return text;
  const front = Math.ceil((most - 1) / 2);
  return `${text.slice(0, front)}…${text.slice(text.length - (most - 1 - front))}`;
}

const fits = (draft: Draft): boolean => linesOf(draft) <= MOST_LINES && wordsOf(draft) <= MOST_WORDS;

/** @returns lines below the badge at 420 px, the buttons left out */
export function linesOf({ facts, sentences, question, usual, steps, check, hint, state }: Draft): number {
  const numbered = [...usual, ...steps].map((step) => wrapped(shownText(step), WIDTHS.steps));
  return sum([
    wrapped(shownText(joined(facts, ' · ')), WIDTHS.facts),
    wrapped(shownText(joined(sentences, ' ')), WIDTH),
    wrapped(shownText(question ?? []), WIDTH),
    ...numbered,
    ...(check === null ? [] : checkLines(check)),
    wrapped(shownText(hint ?? []), WIDTHS.hint),
    wrapped(shownText(joined(state, ' · ')), WIDTH),
  ]);
}

const checkLines = ({ rows, cause, change }: NonNullable<Draft['check']>): readonly number[] => [
  ...rows.map(({ text }) => wrapped(`✗ ${shownText(text)}`, WIDTH)),
  wrapped([cause ?? [], change?.label ?? []].map(shownText).join(' ').trim(), WIDTH),
  ...(change === null ? [] : [MARGIN + Math.ceil(change.record.length / WIDTH)]),
];

/** @returns words that show, those of the buttons too */
export function wordsOf(draft: Draft): number {
  const { title, badge, facts, sentences, question, usual, steps, check, hint, state, actions } = draft;
  const lines = [...facts, ...sentences, question ?? [], ...usual, ...steps, hint ?? [], ...state];
  const checked = check
    ? [...check.rows.map(({ text }) => text), check.cause ?? [], check.change?.label ?? []]
    : [];
  const texts = [
    title,
    ...[badge.kind, badge.whose ?? '', badge.address ?? ''],
    ...[...lines, ...checked].map(shownText),
    check?.change?.record ?? '',
    ...actions.map(({ label }) => label),
  ];
  return texts.join(' ').split(/\s+/).filter(Boolean).length;
}

const joined = (lines: readonly Line[], between: string): Line =>
  lines.flatMap((line, i) => [...(i > 0 ? plain(between) : []), ...line]);

/** @returns lines that a text takes, broken between words, and within one that is longer than a line */
function wrapped(text: string, width: number): number {
  let lines = 0;
  let room = 0;
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (lines > 0 && word.length + 1 <= room) room -= word.length + 1;
    else {
      lines += Math.ceil(word.length / width);
      room = (width - (word.length % width)) % width;
    }
  }
  return lines;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
