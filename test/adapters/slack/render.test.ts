import { describe, expect, test } from 'vitest';
import { render } from '../../../adapters/slack/render/index.ts';
import { verdict } from '../../support/sample-replies.ts';
import { accepted, card, HOME } from '../../support/slack/drawn.ts';

describe('a note in Slack', () => {
  test('links to our own messages, in a thread or not', () => {
    const note = (ref: string) =>
      JSON.stringify(
        accepted({
          kind: 'note',
          tone: 'repeat',
          title: 'Known already',
          body: [[{ kind: 'post', label: 'the first answer', channel: 'C1', ref }]],
          examples: [],
        }).blocks,
      );
    expect(note('C1:1700000000.000100')).toContain(
      '"url":"https://standin.slack.com/archives/C1/p1700000000000100"',
    );
    expect(note('C1:1700000001.000200:1700000000.000100')).toContain(
      '/archives/C1/p1700000001000200?thread_ts=1700000000.000100&cid=C1"',
    );
    expect(note('a Discord message')).not.toContain('http');
  });
});

test('a card carries a text for notifications and screen readers, the verdict first', () => {
  const { sentence, state: _, caseId, notify, ...shown } = card();
  const { text } = render(verdict({ card: { ...shown, sentences: [sentence], state: [] } }), HOME);
  expect(text).toBe(
    [
      '🔑 Gmail: neither SPF nor DKIM passed – Authentication · ours to fix · keep the address',
      '550 5.7.26 · from example.com via 192.0.2.5',
      'Gmail wants at least one of the two. The recipient is fine.',
      '1. Check DNS: I’ll name the record to change.',
      '2. Escalate that change to its owner.',
      '3. Resend once the check passes, not before.',
      'Failed: SPF and DKIM.',
    ].join('\n'),
  );
});
