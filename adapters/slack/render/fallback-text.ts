import {
  type Card,
  cardOf,
  ICONS,
  type Leaf,
  type Line,
  type ManyReply,
  type NoteReply,
  plain,
  type Reply,
  TONE_ICONS,
} from '../../../src/replies/index.ts';
import { LIMITS } from '../limits.ts';
import { dotted } from './card.ts';
import { clip, escapeText } from './escape.ts';
import { leafWords, lineWords } from './leaf.ts';

/** Where nothing can be pressed, a link is its address. */
const spoken = (line: Line): string =>
  line.map((leaf: Leaf) => (leaf.kind === 'link' ? `${leaf.label} (${leaf.url})` : leafWords(leaf))).join('');

const numbered = (steps: readonly Line[]): string[] =>
  steps.length === 1 ? steps.map(spoken) : steps.map((step, index) => `${index + 1}. ${spoken(step)}`);

function cardWords(card: Card): string[] {
  const { kind, whose, address } = card.badge;
  const badge = [kind, whose, address].filter((part) => part !== null).join(' · ');
  const { check } = card;
  return [
    `${ICONS[card.look]} ${card.title} – ${badge}`,
    lineWords(dotted(card.facts)),
    lineWords(card.state ?? []),
    spoken(card.sentence),
    lineWords(card.question ?? []),
    ...card.usual.map((one) => `• ${lineWords(one)}`),
    ...numbered(card.steps),
    ...(check?.rows ?? []).map(({ mark, text }) => `${mark} ${lineWords(text)}`),
    lineWords(check?.cause ?? []),
    ...(check?.change ? [lineWords([...check.change.label, ...plain(` ${check.change.record}`)])] : []),
    lineWords(card.hint ?? []),
  ];
}

const manyWords = ({ title, todo, rows, notes, state }: ManyReply): string[] => [
  `${ICONS.many} ${title}`,
  todo,
  ...rows.map(
    ({ look, count, problem, refusedBy }) =>
      `${ICONS[look]} ${count.toLocaleString('en')} ${problem}${refusedBy === '' ? '' : ` (${refusedBy})`}`,
  ),
  ...notes.map(lineWords),
  lineWords(state ?? []),
];

const noteWords = (reply: NoteReply): string[] => [
  `${TONE_ICONS[reply.tone]} ${reply.title}`,
  ...reply.body.map(lineWords),
  ...reply.examples,
  ...(reply.copied ?? []).map(({ label, text }) => `${label}: ${text}`),
];

function wordsOf(reply: Reply): string[] {
  switch (reply.kind) {
    case 'verdict':
      return cardWords(cardOf(reply));
    case 'many':
      return manyWords(reply);
    case 'note':
      return noteWords(reply);
  }
}

/** @returns what notifications and screen readers get instead of the blocks: the verdict first, never empty */
export function fallbackText(reply: Reply): string {
  const lines = wordsOf(reply)
    .filter((line) => line.trim() !== '')
    .join('\n');
  return escapeText(clip(lines, LIMITS.fallbackText, escapeText));
}
