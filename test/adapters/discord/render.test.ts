import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { render, renderNotice } from '../../../adapters/discord/render.ts';
import { CATEGORIES } from '../../../src/catalog/words.ts';
import type { Leaf, Line, Reply, VerdictReply } from '../../../src/replies/reply.ts';
import { checkMessage } from '../../support/discord/check-message.ts';
import { readMarkdown } from '../../support/discord/markdown.ts';
import { checkBody, OPENAPI } from '../../support/discord/openapi.ts';
import { textsOf } from '../../support/discord/rest-channels.ts';
import { buttonsOf, menusOf } from '../../support/discord/visible.ts';
import * as sample from '../../support/sample-replies.ts';
import { needing } from '../../support/shared.ts';

const TEAM = 'discord:42';
const refusal = sample.refusal(
  'No bounce found',
  'I looked for a reply code such as 550.',
  '/smtp 550 5.1.1',
);

type Json = Readonly<Record<string, unknown>>;
const json = (reply: Reply) =>
  JSON.parse(JSON.stringify(render(reply, TEAM))) as Json & { components: Json[] };
const textOf = (reply: Reply) =>
  textsOf(json(reply).components)
    .map((text) => readMarkdown(text).text)
    .join('\n');

const dmarc: VerdictReply = {
  ...sample.verdict({
    evidence: '550-5.7.26 Unauthenticated email from example.com is not accepted',
    meaning: [{ kind: 'text', text: 'The server knows no mailbox of this name.' }],
    steps: [
      [{ kind: 'text', text: 'Mark the address as suppressed.' }],
      [{ kind: 'text', text: 'Look where it came from.' }],
    ],
  }),
  category: 'authentication',
  title: 'DMARC failed for example.com',
  escalation: {
    control: 'DMARC',
    owner: [{ kind: 'text', text: 'Whoever edits the DNS of example.com' }],
    tell: [
      [{ kind: 'text', text: 'Gmail refuses our mail.' }],
      [
        { kind: 'text', text: 'Please look at ' },
        { kind: 'code', text: '_dmarc.example.com' },
      ],
    ],
  },
  related: [{ query: '5.7.1', title: 'Refused by policy' }],
};

describe('a verdict', () => {
  test('is one container in the colour of its category, read from top to bottom', () => {
    expect(textOf(dmarc).split('\n')).toEqual([
      '🔑 DMARC failed for example.com',
      'Hard bounce · suppress the address · do not retry',
      '550 5.1.1 from Gmail',
      'The server knows no mailbox of this name.',
      'Whose problem: The recipient address is dead.',
      'What to do now',
      '1. Mark the address as suppressed.',
      '2. Look where it came from.',
      'Escalate: DMARC',
      'Owner: Whoever edits the DNS of example.com',
      'Tell them:',
      'Gmail refuses our mail.',
      'Please look at _dmarc.example.com',
      'Recipient: sam@example.com',
      'The server’s own words',
      '550-5.7.26 Unauthenticated email from example.com is not accepted',
      'See also: 5.7.1 Refused by policy',
      'Sources: RFC 3463 (3.2)',
    ]);
    const [container] = json(dmarc).components;
    expect(container).toMatchObject({ type: 17, accent_color: 0x3498db });
    expect(buttonsOf(json(dmarc).components)).toEqual([
      { label: 'Mark suppressed', customId: 'bt:suppress:case-1', style: 1 },
      { label: 'Not a bounce', customId: 'bt:not-a-bounce:case-1', style: 2 },
      { label: 'Resolve', customId: 'bt?:resolve:case-1', style: 2 },
    ]);
    expect(
      new Set(CATEGORIES.map((category) => json({ ...dmarc, category }).components[0]?.accent_color)).size,
    ).toBe(8);
  });

  test('too long gives up evidence first, then facts, and never its title, badge, state or buttons', () => {
    const state: Line = [{ kind: 'text', text: 'Suppressed by Ann' }];
    const facts = Array.from({ length: 12 }, (_, index) => ({
      label: `Fact ${index}`,
      value: [{ kind: 'text' as const, text: 'f'.repeat(200) }],
    }));
    const step = (size: number): Line[] =>
      Array.from({ length: 3 }, () => [{ kind: 'text', text: 's'.repeat(size) }]);

    const roomy = textOf({ ...dmarc, state, facts, evidence: 'e'.repeat(1500) });
    expect(roomy).toContain('e'.repeat(100));
    expect(roomy).toContain('Fact 11');
    expect(roomy).not.toContain('e'.repeat(1500));

    const tight = textOf({ ...dmarc, state, facts, steps: step(350), evidence: 'e'.repeat(1500) });
    expect(tight).not.toContain('eeee');
    expect(tight).toContain('Fact 0');
    expect(tight).not.toContain('Fact 11');
    expect(tight).toContain('Tell them');

    const worst = textOf({
      ...dmarc,
      state,
      facts,
      steps: [...step(700), ...step(700)],
      evidence: 'e'.repeat(1500),
    });
    for (const kept of [dmarc.title, dmarc.badge, 'Suppressed by Ann']) expect(worst).toContain(kept);
    expect(buttonsOf(json({ ...dmarc, steps: step(700) }).components)).toHaveLength(3);
  });
});

const text = fc.string({ maxLength: 900, unit: 'grapheme' });
const leaf: fc.Arbitrary<Leaf> = fc.oneof(
  fc.record({ kind: fc.constantFrom('text' as const, 'strong' as const, 'code' as const), text }),
  fc.record({ kind: fc.constant('link' as const), label: text, url: fc.oneof(fc.webUrl(), text) }),
  fc.record({
    kind: fc.constant('actor' as const),
    actor: fc.record({
      id: fc.oneof(
        fc.constant('4711'),
        text.map((id) => `x${id}`),
      ),
      name: text,
      team: text,
    }),
  }),
  fc.record({ kind: fc.constant('time' as const), at: fc.integer({ min: 0, max: 4e12 }) }),
  fc.record({
    kind: fc.constant('post' as const),
    label: text,
    channel: text,
    ref: fc.oneof(fc.constant('1:2'), text),
  }),
);
const line = fc.array(leaf, { maxLength: 4 });
const reply: fc.Arbitrary<Reply> = fc.oneof(
  fc.record({
    kind: fc.constant('verdict' as const),
    caseId: fc.constant('c'),
    category: fc.constantFrom(...CATEGORIES),
    title: text,
    badge: text,
    headline: line,
    meaning: line,
    whose: line,
    steps: fc.array(line, { maxLength: 8 }),
    escalation: fc.option(fc.record({ control: text, owner: line, tell: fc.array(line, { maxLength: 6 }) })),
    facts: fc.array(fc.record({ label: text, value: line }), { maxLength: 12 }),
    evidence: fc.option(fc.string({ maxLength: 9000 })),
    sources: fc.array(fc.record({ label: text, url: fc.webUrl() }), { maxLength: 6 }),
    related: fc.array(fc.record({ query: text, title: text }), { maxLength: 6 }),
    state: fc.option(line),
    actions: fc.array(
      fc.record({
        action: fc.constantFrom('suppress' as const, 'undo' as const, 'share' as const),
        label: fc.string({ minLength: 1, maxLength: 200 }),
        style: fc.constantFrom('primary' as const, 'danger' as const, 'plain' as const),
        target: fc.string({ minLength: 1, maxLength: 80 }),
        confirm: fc.option(text),
      }),
      { maxLength: 40 },
    ),
    menus: fc.array(
      fc.record({
        action: fc.constantFrom('snooze' as const, 'hand-over' as const),
        label: text,
        target: fc.string({ minLength: 1, maxLength: 80 }),
        choices: fc.oneof(
          fc.constant('people' as const),
          fc.uniqueArray(
            fc.record({
              label: fc.string({ minLength: 1, maxLength: 200 }),
              value: fc.string({ minLength: 1, maxLength: 100 }),
            }),
            { maxLength: 40, selector: ({ value }) => value },
          ),
        ),
      }),
      { maxLength: 3 },
    ),
  }),
  fc.record({
    kind: fc.constant('note' as const),
    tone: fc.constantFrom(
      'help' as const,
      'refusal' as const,
      'summary' as const,
      'repeat' as const,
      'list' as const,
    ),
    title: text,
    body: fc.array(line, { maxLength: 20 }),
    examples: fc.array(text, { maxLength: 10 }),
  }),
);

test('whatever a reply holds, Discord takes it and nobody is rung', () => {
  fc.assert(
    fc.property(reply, (one) => {
      const body = json(one);
      checkMessage(body, 'create');
      expect(body.allowed_mentions).toEqual({ parse: [] });
      const alive = textsOf(body.components).flatMap((source) => readMarkdown(source).mentions);
      expect(alive.filter((mention) => mention !== '<@4711>')).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('menus: choices by name, people by Discord’s own menu; a message of ours is a link that jumps', () => {
  const menus: VerdictReply['menus'] = [
    { action: 'snooze', label: 'Snooze…', target: 'case-1', choices: [{ label: '1 hour', value: '1h' }] },
    { action: 'hand-over', label: 'Hand over to…', target: 'case-1', choices: 'people' },
  ];
  const facts = [
    { label: 'First', value: [{ kind: 'post', label: 'there', channel: '7', ref: '8:9' }] as const },
  ];
  const shown = json({ ...dmarc, menus, facts }).components;
  expect(menusOf(shown)).toEqual([
    { label: 'Snooze…', customId: 'bt#:snooze:case-1', type: 3, options: [{ label: '1 hour', value: '1h' }] },
    { label: 'Hand over to…', customId: 'bt#:hand-over:case-1', type: 5, options: [] },
  ]);
  expect(JSON.stringify(shown)).toContain('[there](https://discord.com/channels/42/8/9)');
  const alone = render({ ...dmarc, menus, facts }, 'discord:dm:5');
  expect(menusOf(JSON.parse(JSON.stringify(alone.components)))).toHaveLength(1);
  expect(JSON.stringify(alone)).toContain('(https://discord.com/channels/@me/8/9)');
});

test('a role that an admin configured is told, by its id alone; nothing else that is written rings', () => {
  const told = render({ ...dmarc, notify: { kind: 'group', id: '77', name: '@everyone' } }, TEAM);
  expect(told.components[0]).toEqual({ type: 10, content: '<@&77>' });
  expect(told.allowed_mentions).toEqual({ parse: [], roles: ['77'] });
  checkMessage(JSON.parse(JSON.stringify(told)), 'create');
  const strange = render({ ...dmarc, notify: { kind: 'group', id: '@everyone', name: 'x' } }, TEAM);
  expect([strange.components.length, strange.allowed_mentions]).toEqual([1, { parse: [] }]);
});

test('a notice is a sentence, escaped', () => {
  const [display] = json(refusal).components;
  expect(display).toMatchObject({ type: 17 });
  expect(renderNotice('**Ann** was first').components).toEqual([
    { type: 10, content: '\\*\\*Ann\\*\\* was first' },
  ]);
});

test('whatever a reply holds fits Discord’s own OpenAPI document', needing(OPENAPI), () => {
  const bodyOf = (one: Reply) => ({ ...json(one), nonce: '00abc', enforce_nonce: true });
  fc.assert(
    fc.property(reply, (one) => {
      expect(checkBody('POST', '/channels/1/messages', bodyOf(one))).toBeNull();
      expect(checkBody('PATCH', '/channels/1/messages/2', json(one))).toBeNull();
    }),
    { numRuns: 100 },
  );
  expect(checkBody('POST', '/channels/1/messages', { ...json(dmarc), flags: 'many' })).toContain('flags');
});
