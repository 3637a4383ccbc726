import { describe, expect, test } from 'vitest';
import { accepted } from '../../support/slack/drawn.ts';

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
