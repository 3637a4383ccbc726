import { describe, expect, test } from 'vitest';
import { render, renderPlainly } from '../../../adapters/slack/render/index.ts';
import { plain } from '../../../src/replies/reply.ts';
import { buttonsOf, menusOf } from '../../support/slack/check-blocks.ts';
import { accepted, HOME, TEAM, verdict } from '../../support/slack/drawn.ts';
import { visibleText } from '../../support/slack/visible.ts';

describe('a verdict in Slack', () => {
  test('says what happened, what to do and what it rests on, in this order', () => {
    expect(visibleText(accepted(verdict()))).toBe(
      [
        '⛔ This address does not exist',
        '🟥 *Hard bounce · suppress the address · do not retry*\n`550 5.1.1` from Gmail',
        'The receiving server knows no mailbox of this name.\nWhose problem: The recipient address is dead.\nWhat to do now',
        '1. Mark the address as suppressed.\n2. Look where the address came from.',
        '*Recipient*\n`no_body@example.com`',
        'What the server said, and where this stands',
        '550 5.1.1 <no_body@example.com>: No such user',
        'Sources: RFC 3463',
      ].join('\n'),
    );
  });

  test('folds away what it rests on, where the workspace can show that', () => {
    const fold = accepted(verdict()).blocks.find(({ type }) => type === 'container');
    expect(fold).toMatchObject({ is_collapsible: true, default_collapsed: true });
    const plainer = accepted(verdict(), renderPlainly);
    expect(plainer.blocks.map(({ type }) => type)).not.toContain('container');
    expect(visibleText(plainer)).toContain(
      '550 5.1.1 <no_body@example.com>: No such user\nSources: RFC 3463',
    );
  });

  test('offers menus in a row of their own: what to choose, and people', () => {
    const [snooze, people] = menusOf(
      accepted(
        verdict({
          menus: [
            {
              action: 'snooze',
              label: 'Snooze…',
              target: 'case-1',
              choices: [{ label: '1 hour', value: '1h' }],
            },
            { action: 'hand-over', label: 'Hand over to…', target: 'case-1', choices: 'people' },
          ],
        }),
      ).blocks,
    );
    expect(snooze).toMatchObject({
      type: 'static_select',
      action_id: 'bt:snooze:1:case-1',
      placeholder: { text: 'Snooze…' },
      options: [{ text: { text: '1 hour' }, value: '1h' }],
    });
    expect(people).toMatchObject({ type: 'users_select', action_id: 'bt:hand-over:1:case-1' });
  });

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

  test('carries a text for notifications and screen readers', () => {
    expect(render(verdict(), HOME).text).toBe(
      [
        '⛔ This address does not exist – Hard bounce · suppress the address',
        '550 5.1.1 from Gmail',
        'The receiving server knows no mailbox of this name.',
        '1. Mark the address as suppressed.',
        '2. Look where the address came from.',
      ].join('\n'),
    );
  });

  test('says whom to escalate to, with words to forward in a quote', () => {
    const message = accepted(
      verdict({
        escalation: {
          control: 'DMARC alignment',
          owner: plain('Whoever edits the DNS of example.com.'),
          tell: [plain('Gmail refuses our mail.'), plain('Please publish the DKIM key.')],
        },
      }),
    );
    expect(message.blocks.filter(({ type }) => type === 'rich_text')[1]).toEqual({
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'Escalate (DMARC alignment) to: ', style: { bold: true } },
            { type: 'text', text: 'Whoever edits the DNS of example.com.' },
            { type: 'text', text: '\n' },
            { type: 'text', text: 'Tell them:' },
          ],
        },
        {
          type: 'rich_text_quote',
          elements: [
            { type: 'text', text: 'Gmail refuses our mail.' },
            { type: 'text', text: '\n' },
            { type: 'text', text: 'Please publish the DKIM key.' },
          ],
        },
      ],
    });
  });

  test('names who did it as a person of this workspace, at the reader’s own time', () => {
    const state = (team: string) =>
      accepted(
        verdict({
          state: [
            { kind: 'text', text: 'Marked suppressed by ' },
            { kind: 'actor', actor: { id: 'U1', name: 'Ann <!here>', team } },
            { kind: 'text', text: ', ' },
            { kind: 'time', at: Date.UTC(2026, 10, 21, 9, 30) },
          ],
        }),
      ).blocks.find((block) => block.type === 'section' && block.text?.text.startsWith('📌'));
    const when = '<!date^1795253400^{date_short_pretty} at {time}|2026-11-21 09:30 UTC>';
    expect(state(TEAM)).toMatchObject({ text: { text: `📌 Marked suppressed by <@U1>, ${when}` } });
    expect(state('discord:42')).toMatchObject({
      text: { text: `📌 Marked suppressed by Ann &lt;!here&gt;, ${when}` },
    });
  });

  test('asks before a button does what can’t be undone', () => {
    const [, resolve] = buttonsOf(accepted(verdict()).blocks);
    expect(resolve).toMatchObject({
      action_id: 'bt:resolve',
      value: 'case-1',
      confirm: { title: { text: 'Resolve?' }, text: { text: 'Resolve it for everyone?' } },
    });
  });

  test('gives up the evidence first, then the facts, and nothing else', () => {
    const long = verdict({
      meaning: plain('m'.repeat(3000)),
      steps: Array.from({ length: 12 }, () => plain('s'.repeat(500))),
      escalation: {
        control: 'DKIM',
        owner: plain('The DNS owner'),
        tell: Array.from({ length: 10 }, () => plain('t'.repeat(250))),
      },
      facts: Array.from({ length: 10 }, (_, n) => ({ label: `Fact ${n}`, value: plain('f'.repeat(200)) })),
      evidence: 'e'.repeat(9000),
    });
    const withFacts = visibleText(accepted(long));
    expect(withFacts).not.toContain('eeee');
    expect(withFacts).toContain('Fact 9');

    const longer = {
      ...long,
      facts: long.facts.map(({ label }) => ({ label, value: plain('f'.repeat(490)) })),
    };
    const bare = accepted(longer);
    expect(visibleText(bare)).not.toContain('Fact 9');
    expect(visibleText(bare)).toContain('Escalate (DKIM)');
    expect(visibleText(bare)).toContain('This address does not exist');
    expect(visibleText(bare)).toContain('Hard bounce');
    expect(buttonsOf(bare.blocks)).toHaveLength(2);
  });
});
