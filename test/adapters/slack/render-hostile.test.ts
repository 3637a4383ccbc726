/** Whatever a reply holds: Slack takes it, and it reaches nobody. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderPlainly } from '../../../adapters/slack/render/index.ts';
import { CATEGORIES } from '../../../src/catalog/index.ts';
import type { Leaf, NoteReply, VerdictReply } from '../../../src/replies/index.ts';
import { plain } from '../../../src/replies/reply.ts';
import { withCard } from '../../support/sample-replies.ts';
import { buttonsOf, characters } from '../../support/slack/check-blocks.ts';
import { accepted, TEAM, verdict } from '../../support/slack/drawn.ts';
import { liveMentions, visibleText } from '../../support/slack/visible.ts';

describe('hostile text', () => {
  const HOSTILE =
    '<!channel> <@U1> <!subteam^S1> <http://evil.example|click> *bold* _italic_ ~strike~ `code` ```fence``` :boom: > quote & &lt;!here&gt;';

  test('is shown as it is, and reaches nobody', () => {
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

  test('in a fact stands as code where its marks would act, and as text where they would not', () => {
    const fact = (text: string) => {
      const section = accepted(verdict({ facts: [{ label: 'Said', value: plain(text) }] })).blocks.find(
        (block) => block.type === 'section' && block.fields,
      );
      return section?.type === 'section' ? section.fields?.[0]?.text : undefined;
    };
    expect(fact('user_name at *example*')).toBe('*Said*\n`user_name at *example*`');
    expect(fact('user_name at example')).toBe('*Said*\nuser_name at example');
    expect(fact('example ~gone~ away')).toBe('*Said*\n`example ~gone~ away`');
    expect(fact('a `b` c')).toBe('*Said*\n`a ˋbˋ c`');
    expect(fact('> quoted')).toBe('*Said*\n`&gt; quoted`');
    expect(fact(':wave: 2001:db8::1')).toBe('*Said*\n`:wave: 2001:db8::1`');
    expect(fact('R&D wrote &lt;b&gt;')).toBe('*Said*\nR&amp;D wrote &amp;lt;b&amp;gt;');
    expect(fact('*R&D*')).toBe('*Said*\n`*R&amp;D*`');
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
  const question = fc.string({ minLength: 1, maxLength: 400 });
  const button = fc.record({
    action: name,
    label: fc.string({ minLength: 1, maxLength: 200 }).map((text) => `b${text}`),
    style: fc.constantFrom('primary' as const, 'danger' as const, 'plain' as const),
    target: fc.string({ maxLength: 80 }),
    confirm: fc.option(fc.record({ title: question, text: question, yes: question, no: question })),
  });
  const anyVerdict: fc.Arbitrary<VerdictReply> = fc
    .record({
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
    })
    .map(withCard);
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

  test('is taken by Slack, keeps its buttons, and mentions nobody but our own people', () => {
    fc.assert(
      fc.property(fc.oneof(anyVerdict, anyNote), (reply) => {
        const message = accepted(reply);
        expect(message.text.trim()).not.toBe('');
        expect(message.text.length).toBeLessThanOrEqual(3000);
        expect(characters(message.blocks)).toBeLessThan(10_000);
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
