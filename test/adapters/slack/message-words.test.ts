/** Whatever shape a message has, its words are found, and nothing breaks. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SlackMessage } from '../../../adapters/slack/incoming.ts';
import { filesOf, wordsOf } from '../../../adapters/slack/message-words.ts';

const SELF = { botUserId: 'U0BOT', botId: 'B0BOT' };
const message = (more: object) => SlackMessage.parse({ ts: '1700000000.000100', ...more });

const kinds = [
  'rich_text',
  'section',
  'context',
  'table',
  'container',
  'markdown',
  'rich_text_list',
  'text',
  'link',
];
const keys = ['type', 'text', 'elements', 'fields', 'rows', 'cells', 'blocks', 'children', 'url', 'title'];
const block = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(...kinds),
    fc.string(),
    fc.integer(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie('any'), { maxKeys: 5 }),
  ),
})).any;

test('blocks and attachments of any shape', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 4 }), fc.boolean(), (parts, asked) => {
      const shown = [{ message: { text: 'x', attachments: [{ blocks: parts }] } }];
      const attachments = [{ is_share: true, blocks: parts, message_blocks: shown, files: [{ id: 'F1' }] }];
      const said = message({ bot_id: 'B1', text: '550', blocks: parts, attachments });
      expect(typeof wordsOf(said, SELF, asked)).toBe('string');
      expect(filesOf(said, SELF, asked)).toHaveLength(1);
    }),
    { numRuns: 300 },
  );
});

test('a message that hands on itself, again and again, comes to an end', () => {
  const inner = (depth: number): object => ({
    text: `level ${depth}`,
    attachments: depth > 9 ? [] : [{ is_share: true, message_blocks: [{ message: inner(depth + 1) }] }],
  });
  const words = wordsOf(message(inner(0)), SELF, true);
  expect(words).toContain('level 3');
  expect(words).not.toContain('level 9');
});

test('what we said ourselves is nobody’s bounce where it is shown again', () => {
  const attachments = [
    { is_share: true, bot_id: SELF.botId, text: '550 5.1.1 <sam@example.com>: No such user' },
  ];
  expect(wordsOf(message({ text: 'look', attachments }), SELF, true)).toBe('look');
});
