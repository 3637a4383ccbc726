import {
  cardOf,
  type Line,
  linesOfMany,
  type NoteReply,
  type Reply,
  type VerdictReply,
} from '../../../src/replies/index.ts';
import { LIMITS } from '../limits.ts';
import { clip, escapeText } from './escape.ts';
import { lineWords } from './leaf.ts';
import { TONE_EMOJI } from './note.ts';
import { CATEGORY_EMOJI } from './verdict.ts';

const numbered = (steps: readonly Line[]): string[] =>
  steps.map((step, index) => `${index + 1}. ${lineWords(step)}`);

const verdictWords = (reply: VerdictReply): string[] => [
  `${CATEGORY_EMOJI[reply.category]} ${cardOf(reply).title} – ${reply.badge}`,
  lineWords(reply.headline),
  ...(reply.state === null ? [] : [lineWords(reply.state)]),
  lineWords(reply.meaning),
  lineWords(reply.whose),
  ...numbered(reply.steps),
];

const noteWords = (reply: NoteReply): string[] => [
  `${TONE_EMOJI[reply.tone]} ${reply.title}`,
  ...reply.body.map(lineWords),
  ...reply.examples,
];

/** @returns what notifications and screen readers get instead of the blocks: the verdict first, never empty */
export function fallbackText(reply: Reply): string {
  const lines =
    reply.kind === 'verdict'
      ? verdictWords(reply)
      : noteWords(reply.kind === 'many' ? linesOfMany(reply) : reply);
  const text = lines.filter((line) => line.trim() !== '').join('\n');
  return escapeText(clip(text, LIMITS.fallbackText, escapeText));
}
