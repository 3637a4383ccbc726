/** The answer card as Slack draws it: `answer.md` of the project has the pictures. */
import { describe, expect, test } from 'vitest';
import type { Card, Line } from '../../../src/replies/index.ts';
import { plain } from '../../../src/replies/reply.ts';
import { buttonsOf, menusOf, overflowOf } from '../../support/slack/check-blocks.ts';
import { card, drawn, TEAM } from '../../support/slack/drawn.ts';
import { visibleText } from '../../support/slack/visible.ts';

const seen = (shown: Card): string => visibleText({ text: '', blocks: drawn(shown) });
const types = (shown: Card): readonly string[] => drawn(shown).map(({ type }) => type);

describe('a card in Slack', () => {
  test('says what, whose, which one and what to do, in this order, with one sign', () => {
    expect(seen(card())).toBe(
      [
        '🔑 Gmail: neither SPF nor DKIM passed',
        '*Authentication* · ours to fix · keep the address',
        '`550 5.7.26` · from `example.com` via `192.0.2.5`',
        'Gmail wants at least one of the two. The recipient is fine.',
        '1. Check DNS: I’ll name the record to change.',
        '2. Escalate that change to its owner.',
        '3. Resend once the check passes, not before.',
        'Failed: SPF and DKIM.',
      ].join('\n'),
    );
    expect(types(card())).toEqual(['header', 'section', 'context', 'rich_text', 'rich_text', 'actions']);
  });

  test('has one row to press: what one should do first, and the rest behind ⋯', () => {
    const blocks = drawn(card());
    expect(buttonsOf(blocks).map(({ text, style }) => [text.text, style])).toEqual([
      ['Check DNS now', 'primary'],
      ['Escalate…', undefined],
      ['Details', undefined],
    ]);
    expect(overflowOf(blocks)).toMatchObject({
      action_id: 'bt:more:1:case-1',
      options: [
        { text: { text: 'Claim' }, value: 'claim' },
        { text: { text: 'Snooze…' }, value: 'snooze' },
      ],
    });
    expect(overflowOf(drawn(card({ more: [] })))).toBeUndefined();
  });

  test('gives one step alone no number, and asks in bold what the reader can answer', () => {
    const question: Line = [
      ...plain('Does your other mail to '),
      { kind: 'code', text: 'example.org' },
      ...plain(' get through?'),
    ];
    const shown = card({ look: 'unsure', steps: [plain('Ask the recipient.')], question, hint: null });
    expect(seen(shown)).toMatch(/\nDoes your other mail to example\.org get through\?\nAsk the recipient\.$/);
    expect(JSON.stringify(drawn(shown))).toContain(
      '{"type":"text","text":"Does your other mail to ","style":{"bold":true}}',
    );
  });

  test('shows what DNS said in place of the steps, and the record so that it can be copied', () => {
    const record = 'v=spf1 ip4:192.0.2.5 include:_spf.google.com ~all';
    const shown = card({
      sentence: [],
      steps: [],
      hint: null,
      check: {
        rows: [
          { mark: '✗', text: [...plain('SPF: the record leaves out '), { kind: 'code', text: '192.0.2.5' }] },
          { mark: '✓', text: plain('DMARC, reverse DNS, 8 blocklists') },
        ],
        cause: plain('Fixing SPF is enough.'),
        change: { label: plain('New TXT of example.com:'), record },
      },
      state: plain('Checked 10:42 · owner: DNS of example.com'),
    });
    expect(seen(shown).split('\n').slice(3)).toEqual([
      '✗ SPF: the record leaves out 192.0.2.5',
      '✓ DMARC, reverse DNS, 8 blocklists',
      'Fixing SPF is enough. New TXT of example.com:',
      record,
      'Checked 10:42 · owner: DNS of example.com',
    ]);
    expect(JSON.stringify(drawn(shown))).toContain(
      `{"type":"rich_text_preformatted","elements":[{"type":"text","text":"${record}"}]}`,
    );
  });

  test('is three lines once it is settled', () => {
    const settled = card({
      look: 'settled',
      title: 'Suppressed: sam@example.com',
      badge: { kind: 'This address does not exist', whose: null, address: null },
      facts: [],
      sentence: [],
      steps: [],
      hint: null,
      state: plain('By Ann, 10:15 · here ✓'),
      more: [],
    });
    expect(seen(settled)).toBe(
      '✅ *Suppressed: sam@example.com*\nThis address does not exist\nBy Ann, 10:15 · here ✓',
    );
    expect(types(settled)).toEqual(['section', 'context', 'actions']);
  });

  test('lists what is usual and offers the rest in one select, by groups where there are some', () => {
    const shown = card({
      steps: [],
      hint: null,
      usual: [[...plain('Gmail '), { kind: 'code', text: '4.7.28' }, ...plain(': unusual rate')]],
      choose: {
        action: 'show',
        label: 'Show one…',
        target: '421',
        choices: [
          { label: 'Yahoo TSS04', value: 'TSS04', group: 'Providers' },
          { label: '4.3.2', value: '4.3.2' },
        ],
      },
    });
    expect(seen(shown)).toContain('\n• Gmail 4.7.28: unusual rate');
    expect(menusOf(drawn(shown))[0]).toMatchObject({
      action_id: 'bt:show:1:421',
      option_groups: [
        { label: { text: 'Providers' }, options: [{ text: { text: 'Yahoo TSS04' }, value: 'TSS04' }] },
        { label: { text: 'Show one…' }, options: [{ value: '4.3.2' }] },
      ],
    });
  });

  test('names who did it as a person of this workspace, at the reader’s own time', () => {
    const state = (team: string) =>
      drawn(
        card({
          state: [
            { kind: 'actor', actor: { id: 'U1', name: 'Ann <!here>', team } },
            ...plain(' has it since '),
            { kind: 'time', at: Date.UTC(2026, 10, 21, 9, 30) },
          ],
        }),
      ).at(-2);
    const when = '<!date^1795253400^{date_short_pretty} at {time}|2026-11-21 09:30 UTC>';
    expect(state(TEAM)).toMatchObject({ elements: [{ text: `<@U1> has it since ${when}` }] });
    expect(state('discord:42')).toMatchObject({
      elements: [{ text: `Ann &lt;!here&gt; has it since ${when}` }],
    });
  });
});
