/** Many bounces in one message: one table, one select, one button. */
import { expect, test } from 'vitest';
import { renderPlainly } from '../../../adapters/slack/render/index.ts';
import type { ManyReply } from '../../../src/replies/index.ts';
import { plain } from '../../../src/replies/reply.ts';
import { buttonsOf, menusOf } from '../../support/slack/check-blocks.ts';
import { accepted } from '../../support/slack/drawn.ts';
import { liveMentions, visibleText } from '../../support/slack/visible.ts';

const many = (over: Partial<ManyReply> = {}): ManyReply => ({
  kind: 'many',
  target: 'answer-1',
  title: '29 bounces, 2 problems',
  todo: 'Suppress 25 · Fix 4',
  rows: [
    { look: 'hard', count: 25, problem: 'Address does not exist', refusedBy: 'mail.ru, Comcast, +2' },
    { look: 'authentication', count: 4, problem: 'No SPF, no DKIM', refusedBy: '' },
  ],
  notes: [plain('1 seen before')],
  state: null,
  choose: {
    action: 'show',
    label: 'Show a problem…',
    target: 'answer-1',
    choices: [
      { label: '25 · Address does not exist', value: 'c-1', group: 'Problems' },
      { label: 'Dead addresses (CSV)', value: 'addresses', group: 'Files' },
    ],
  },
  actions: [
    {
      action: 'suppress',
      label: 'Suppress 25 addresses…',
      style: 'primary',
      target: 'answer-1',
      confirm: {
        title: 'Suppress?',
        text: 'mail.ru 9, Comcast 16. You can undo this.',
        yes: 'Suppress',
        no: 'Keep them',
      },
    },
  ],
  ...over,
});

test('many bounces: what to do, a table of the problems, and one row to press', () => {
  const { text, blocks } = accepted(many());
  expect(visibleText({ text, blocks })).toBe(
    [
      '📋 29 bounces, 2 problems',
      'Suppress 25 · Fix 4',
      '| # | Problem | Refused by |',
      '| ⛔ 25 | Address does not exist | mail.ru, Comcast, +2 |',
      '| 🔑 4 | No SPF, no DKIM | – |',
      '1 seen before',
    ].join('\n'),
  );
  expect(blocks.find(({ type }) => type === 'table')).toMatchObject({
    column_settings: [{ is_wrapped: false }, { is_wrapped: true }, { is_wrapped: false }],
  });
  expect(menusOf(blocks)[0]).toMatchObject({
    option_groups: [{ label: { text: 'Problems' } }, { label: { text: 'Files' } }],
  });
  expect(buttonsOf(blocks)).toMatchObject([{ text: { text: 'Suppress 25 addresses…' }, style: 'primary' }]);
  expect(text).toContain('\n⛔ 25 Address does not exist (mail.ru, Comcast, +2)\n');
});

test('where Slack takes no table, each row is a line', () => {
  expect(visibleText(accepted(many(), renderPlainly))).toContain(
    '⛔ 25 Address does not exist · mail.ru, Comcast, +2\n🔑 4 No SPF, no DKIM\n',
  );
});

test('hostile text in a cell or a choice stays text', () => {
  const hostile = '<!channel> <@U1> *bold* `code` :boom: <http://evil.example|click>';
  const shown = many({
    rows: [{ look: 'hard', count: 1, problem: hostile, refusedBy: hostile }],
    choose: {
      action: 'show',
      label: hostile,
      target: 'a',
      choices: [{ label: hostile, value: 'c', group: hostile }],
    },
    notes: [plain(hostile)],
  });
  for (const message of [accepted(shown), accepted(shown, renderPlainly)]) {
    expect(liveMentions(message)).toEqual([]);
    expect(JSON.stringify(message.blocks)).not.toContain('mrkdwn');
  }
});
