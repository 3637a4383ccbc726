/** Whatever a reply holds: Slack takes it, and it reaches nobody. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderPlainly } from '../../../adapters/slack/render/index.ts';
import type { Card, Leaf, NoteReply } from '../../../src/replies/index.ts';
import { plain } from '../../../src/replies/reply.ts';
import { type Block, buttonsOf, characters, overflowOf } from '../../support/slack/check-blocks.ts';
import { accepted, card, drawn, TEAM } from '../../support/slack/drawn.ts';
import { liveMentions, visibleText } from '../../support/slack/visible.ts';

describe('hostile text', () => {
  const HOSTILE =
    '\u202e<!channel> <@U1> <!subteam^S1> <http://evil.example|click> *bold* _italic_ ~strike~ `code` ```fence``` :boom: > quote & &lt;!here&gt;';

  test('is shown as it is, and reaches nobody', () => {
    const message = {
      text: '',
      blocks: drawn(
        card({
          title: HOSTILE,
          badge: { kind: HOSTILE, whose: HOSTILE, address: null },
          facts: [plain(HOSTILE), [{ kind: 'code', text: HOSTILE }]],
          sentence: [
            ...plain(HOSTILE),
            { kind: 'link', label: HOSTILE, url: 'https://example.com/a|b>c' },
            { kind: 'link', label: 'trap', url: 'javascript:alert(1)' },
          ],
          question: plain(HOSTILE),
          steps: [plain(HOSTILE)],
          hint: plain(HOSTILE),
          state: plain(HOSTILE),
          check: {
            rows: [{ mark: '✗', text: plain(HOSTILE) }],
            cause: plain(HOSTILE),
            change: { label: plain(HOSTILE), record: HOSTILE },
          },
          more: [{ label: HOSTILE, value: 'claim' }],
        }),
      ),
    };
    expect(liveMentions(message)).toEqual([]);
    expect(visibleText(message).split('<!channel>').length).toBeGreaterThanOrEqual(12);
    expect(JSON.stringify(message.blocks)).not.toMatch(/"mrkdwn"[^}]*<http/);
    expect(JSON.stringify(message.blocks)).not.toContain('javascript:');
    // It would turn around what stands behind it.
    expect(JSON.stringify(message)).not.toContain('\u202e');
  });

  test('in a fact stands as code where its marks would act, and as text where they would not', () => {
    const fact = (text: string) => {
      const [context] = drawn(card({ facts: [plain(text)] })).filter((block) => block.type === 'context');
      return context?.elements[0]?.text;
    };
    expect(fact('user_name at *example*')).toBe('`user_name at *example*`');
    expect(fact('user_name at example')).toBe('user_name at example');
    expect(fact('example ~gone~ away')).toBe('`example ~gone~ away`');
    expect(fact('a `b` c')).toBe('`a ˋbˋ c`');
    expect(fact('> quoted')).toBe('`&gt; quoted`');
    expect(fact(':wave: 2001:db8::1')).toBe('`:wave: 2001:db8::1`');
    expect(fact('R&D wrote &lt;b&gt;')).toBe('R&amp;D wrote &amp;lt;b&amp;gt;');
    expect(fact('*R&D*')).toBe('`*R&amp;D*`');
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
  const label = fc.string({ maxLength: 200 }).map((text) => `b${text}`);
  const question = fc.string({ minLength: 1, maxLength: 400 });
  const button = fc.record({
    action: name,
    label,
    style: fc.constantFrom('primary' as const, 'danger' as const, 'plain' as const),
    target: fc.string({ maxLength: 80 }),
    confirm: fc.option(fc.record({ title: question, text: question, yes: question, no: question })),
  });
  const most = <T>(of: fc.Arbitrary<T>, count: number) => fc.array(of, { maxLength: count });
  const choice = fc.record({ label: label, value: fc.string({ minLength: 1, maxLength: 80 }) });
  const anyCard: fc.Arbitrary<Card> = fc.record({
    look: fc.constantFrom('hard' as const, 'unsure' as const, 'known' as const, 'settled' as const),
    title: words,
    badge: fc.record({ kind: words, whose: fc.option(words), address: fc.option(words) }),
    facts: most(line, 3),
    sentence: line,
    question: fc.option(line),
    usual: most(line, 4),
    steps: most(line, 3),
    check: fc.option(
      fc.record({
        rows: most(
          fc.record({ mark: fc.constantFrom('✓' as const, '✗' as const, '?' as const), text: line }),
          4,
        ),
        cause: fc.option(line),
        change: fc.option(fc.record({ label: line, record: words })),
      }),
    ),
    hint: fc.option(line),
    state: fc.option(line),
    actions: most(button, 3),
    more: most(fc.record({ label, value: fc.constantFrom('claim' as const, 'snooze' as const) }), 5),
    choose: fc.option(
      fc.record({
        action: fc.constant('show' as const),
        label,
        target: fc.string({ maxLength: 80 }),
        choices: most(choice, 25),
      }),
    ),
    caseId: fc.constant('c'),
    notify: fc.constant(null),
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

  const mentionsOursAlone = (message: { text: string; blocks: readonly Block[] }): void => {
    const found = new Set(liveMentions(message));
    expect(found.size === 0 || (found.size === 1 && found.has('@U1'))).toBe(true);
    expect(characters(message.blocks)).toBeLessThan(10_000);
  };

  test('a card is taken by Slack, keeps what can be pressed, and mentions nobody but our own people', () => {
    fc.assert(
      fc.property(anyCard, (shown) => {
        const blocks = drawn(shown);
        mentionsOursAlone({ text: '', blocks });
        expect(buttonsOf(blocks)).toHaveLength(shown.actions.length);
        expect(overflowOf(blocks)?.options ?? []).toHaveLength(shown.more.length);
      }),
      { numRuns: 200 },
    );
  });

  test('a note is taken by Slack, and mentions nobody but our own people', () => {
    fc.assert(
      fc.property(anyNote, (note) => {
        const message = accepted(note);
        expect(message.text.trim()).not.toBe('');
        expect(message.text.length).toBeLessThanOrEqual(600);
        mentionsOursAlone(message);
        accepted(note, renderPlainly);
      }),
      { numRuns: 100 },
    );
  });
});
