import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { render, renderPlainly } from '../../../adapters/slack/render/index.ts';
import { CATEGORIES } from '../../../src/catalog/index.ts';
import type { Leaf, NoteReply, VerdictReply } from '../../../src/replies/index.ts';
import { plain } from '../../../src/replies/reply.ts';
import * as sample from '../../support/sample-replies.ts';
import { type Block, buttonsOf, checkBlocks, menusOf } from '../../support/slack/check-blocks.ts';
import { liveMentions, visibleText } from '../../support/slack/visible.ts';

const TEAM = 'slack:T1';
const HOME = { team: TEAM, url: 'https://standin.slack.com/' };

const verdict = (over: Partial<VerdictReply> = {}): VerdictReply =>
  sample.verdict({
    facts: [{ label: 'Recipient', value: [{ kind: 'code', text: 'no_body@example.com' }] }],
    evidence: '550 5.1.1 <no_body@example.com>: No such user',
    sources: [{ label: 'RFC 3463', url: 'https://www.rfc-editor.org/rfc/rfc3463' }],
    actions: [
      sample.button('suppress', 'case-1'),
      { ...sample.button('resolve', 'case-1'), confirm: 'Resolve it for everyone?' },
    ],
    ...over,
  });

/** The message as Slack would take it, or a failing test. */
const accepted = (
  reply: VerdictReply | NoteReply,
  draw = render,
): { text: string; blocks: readonly Block[] } => {
  const { text, blocks } = draw(reply, HOME);
  const checked = checkBlocks(JSON.parse(JSON.stringify(blocks)));
  if (!checked.ok) throw new Error(`${checked.error}: ${checked.messages.join(', ')}`);
  return { text, blocks: checked.blocks };
};

describe('a verdict in Slack', () => {
  it('says what happened, what to do and what it rests on, in this order', () => {
    expect(visibleText(accepted(verdict()))).toBe(
      [
        '⛔ This address does not exist',
        '*Hard bounce · suppress the address · do not retry*\n`550 5.1.1` from Gmail',
        'The receiving server knows no mailbox of this name.\nWhose problem: The recipient address is dead.\nWhat to do now',
        '1. Mark the address as suppressed.\n2. Look where the address came from.',
        '*Recipient*\n`no_body@example.com`',
        'What the server said, and where this stands',
        '550 5.1.1 <no_body@example.com>: No such user',
        'Sources: RFC 3463',
      ].join('\n'),
    );
  });

  it('folds away what it rests on, where the workspace can show that', () => {
    const fold = accepted(verdict()).blocks.find(({ type }) => type === 'container');
    expect(fold).toMatchObject({ is_collapsible: true, default_collapsed: true });
    const plainer = accepted(verdict(), renderPlainly);
    expect(plainer.blocks.map(({ type }) => type)).not.toContain('container');
    expect(visibleText(plainer)).toContain(
      '550 5.1.1 <no_body@example.com>: No such user\nSources: RFC 3463',
    );
  });

  it('offers menus in a row of their own: what to choose, and people', () => {
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
    expect(people).toMatchObject({ type: 'users_select', action_id: 'bt:hand-over:2:case-1' });
  });

  it('links to our own messages, in a thread or not', () => {
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

  it('carries a text for notifications and screen readers', () => {
    expect(render(verdict(), HOME).text).toBe(
      [
        '⛔ This address does not exist – Hard bounce · suppress the address · do not retry',
        '550 5.1.1 from Gmail',
        'The receiving server knows no mailbox of this name.',
        'The recipient address is dead.',
        '1. Mark the address as suppressed.',
        '2. Look where the address came from.',
      ].join('\n'),
    );
  });

  it('says whom to escalate to, with words to forward in a quote', () => {
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

  it('names who did it as a person of this workspace, at the reader’s own time', () => {
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

  it('asks before a button does what can’t be undone', () => {
    const [, resolve] = buttonsOf(accepted(verdict()).blocks);
    expect(resolve).toMatchObject({
      action_id: 'bt:resolve',
      value: 'case-1',
      confirm: { title: { text: 'Resolve?' }, text: { text: 'Resolve it for everyone?' } },
    });
  });

  it('gives up the evidence first, then the facts, and nothing else', () => {
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

describe('hostile text', () => {
  const HOSTILE =
    '<!channel> <@U1> <!subteam^S1> <http://evil.example|click> *bold* _italic_ ~strike~ `code` ```fence``` :boom: > quote & &lt;!here&gt;';

  it('is shown as it is, and reaches nobody', () => {
    const message = accepted(
      verdict({
        title: HOSTILE,
        badge: HOSTILE,
        headline: plain(HOSTILE),
        meaning: plain(HOSTILE),
        facts: [{ label: 'Said', value: plain(HOSTILE) }],
        evidence: HOSTILE,
        sources: [
          { label: HOSTILE, url: 'https://example.com/a|b>c' },
          { label: 'trap', url: 'javascript:alert(1)' },
        ],
      }),
    );
    expect(liveMentions(message)).toEqual([]);
    expect(visibleText(message).split('<!channel>').length).toBeGreaterThanOrEqual(6);
    const parsed = message.blocks
      .flatMap((block) => (block.type === 'container' ? block.child_blocks : [block]))
      .filter(({ type }) => type === 'section' || type === 'context');
    const links = JSON.stringify(parsed).match(/<http[^|>]*/g);
    expect(links).toEqual(['<https://example.com/a%7Cb%3Ec']);
    expect(JSON.stringify(message.blocks)).not.toContain('javascript:');
  });

  it('in a fact stands as code where its marks would act, and as text where they would not', () => {
    const fact = (text: string) => {
      const section = accepted(verdict({ facts: [{ label: 'Said', value: plain(text) }] })).blocks.find(
        (block) => block.type === 'section' && block.fields,
      );
      return section?.type === 'section' ? section.fields?.[0]?.text : undefined;
    };
    expect(fact('user_name at *example*')).toBe('*Said*\n`user_name at *example*`');
    expect(fact('user_name at example')).toBe('*Said*\nuser_name at example');
    expect(fact('a `b` c')).toBe('*Said*\n`a ˋbˋ c`');
    expect(fact('> quoted')).toBe('*Said*\n`&gt; quoted`');
    expect(fact(':wave: 2001:db8::1')).toBe('*Said*\n`:wave: 2001:db8::1`');
  });
});

describe('every reply there can be', () => {
  const words = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 4000 }),
    fc.constantFrom(
      '<!channel>',
      '<@U1>',
      '&&&&&&',
      '<'.repeat(3000),
      '`'.repeat(50),
      '*a* _b_',
      '',
      ' ',
      '\n\n',
    ),
  );
  const url = fc.oneof(
    fc.webUrl(),
    fc.constantFrom('javascript:x', '', 'https://', 'https://x.example/|>'),
    words,
  );
  const leaf: fc.Arbitrary<Leaf> = fc.oneof(
    fc.record({ kind: fc.constantFrom('text' as const, 'strong' as const, 'code' as const), text: words }),
    fc.record({ kind: fc.constant('link' as const), label: words, url }),
    fc.record({
      kind: fc.constant('actor' as const),
      actor: fc.record({
        id: fc.constantFrom('U1', '1234', '><'),
        name: words,
        team: fc.constantFrom(TEAM, 'web:local'),
      }),
    }),
    fc.record({ kind: fc.constant('time' as const), at: fc.integer({ min: 1_000, max: 4e12 }) }),
    fc.record({
      kind: fc.constant('post' as const),
      label: words,
      channel: fc.constant('C1'),
      ref: fc.oneof(words, fc.constant('C1:1700000000.000100')),
    }),
  );
  const line = fc.array(leaf, { maxLength: 6 });
  const lines = fc.array(line, { maxLength: 20 });
  const name = fc.constantFrom('suppress' as const, 'undo' as const, 'share' as const);
  const button = fc.record({
    action: name,
    label: fc.string({ minLength: 1, maxLength: 200 }).map((text) => `b${text}`),
    style: fc.constantFrom('primary' as const, 'danger' as const, 'plain' as const),
    target: fc.string({ maxLength: 80 }),
    confirm: fc.option(fc.string({ minLength: 1, maxLength: 400 })),
  });
  const anyVerdict: fc.Arbitrary<VerdictReply> = fc.record({
    kind: fc.constant('verdict' as const),
    caseId: fc.constant('c'),
    category: fc.constantFrom(...CATEGORIES),
    title: words,
    badge: words,
    headline: line,
    meaning: line,
    whose: line,
    steps: lines,
    escalation: fc.option(fc.record({ control: words, owner: line, tell: lines })),
    facts: fc.array(fc.record({ label: words, value: line }), { maxLength: 15 }),
    evidence: fc.option(words),
    sources: fc.array(fc.record({ label: words, url }), { maxLength: 12 }),
    related: fc.array(fc.record({ query: words, title: words }), { maxLength: 8 }),
    state: fc.option(line),
    actions: fc.array(button, { maxLength: 6 }),
    menus: fc.constantFrom([], [
      { action: 'hand-over', label: 'Hand…', target: 'c', choices: 'people' },
    ] as const),
  });
  const anyNote: fc.Arbitrary<NoteReply> = fc.record({
    kind: fc.constant('note' as const),
    tone: fc.constantFrom(
      'help' as const,
      'refusal' as const,
      'summary' as const,
      'repeat' as const,
      'list' as const,
    ),
    title: words,
    body: lines,
    examples: fc.array(words, { maxLength: 15 }),
  });

  it('is taken by Slack, keeps its buttons, and mentions nobody but our own people', () => {
    fc.assert(
      fc.property(fc.oneof(anyVerdict, anyNote), (reply) => {
        const message = accepted(reply);
        expect(message.text.trim()).not.toBe('');
        expect(message.text.length).toBeLessThanOrEqual(3000);
        accepted(reply, renderPlainly);
        expect(new Set(liveMentions(message))).toSatisfy(
          (found: Set<string>) => found.size === 0 || (found.size === 1 && found.has('@U1')),
        );
        if (reply.kind === 'verdict') expect(buttonsOf(message.blocks)).toHaveLength(reply.actions.length);
      }),
      { numRuns: 300 },
    );
  });
});
