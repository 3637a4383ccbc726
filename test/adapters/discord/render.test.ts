import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyOf } from '../../../adapters/discord/body.ts';
import { renderCard } from '../../../adapters/discord/card.ts';
import { renderDetails } from '../../../adapters/discord/details.ts';
import { asEmbed } from '../../../adapters/discord/embed.ts';
import { render, renderNotice } from '../../../adapters/discord/render.ts';
import { CATEGORIES } from '../../../src/catalog/words.ts';
import type { Card, Details } from '../../../src/replies/card.ts';
import { FORMS } from '../../../src/replies/form.ts';
import type { Button, Leaf, Line, ManyReply, NoteReply, Reply } from '../../../src/replies/reply.ts';
import { ACTION_NAMES } from '../../../src/replies/reply.ts';
import { checkMessage } from '../../support/discord/check-message.ts';
import { readMarkdown } from '../../support/discord/markdown.ts';
import { checkBody, OPENAPI } from '../../support/discord/openapi.ts';
import { textsOf } from '../../support/discord/rest-channels.ts';
import { buttonsOf, menusOf } from '../../support/discord/visible.ts';
import * as sample from '../../support/sample-replies.ts';
import { needing } from '../../support/shared.ts';

const TEAM = 'discord:42';
const DIRECT = 'discord:dm:5';
const refusal = sample.refusal(
  'No bounce found',
  'I looked for a reply code such as 550.',
  '/smtp 550 5.1.1',
);

type Json = Readonly<Record<string, unknown>>;
type Shown = Json & { components: Json[] };
const asJson = (body: unknown) => JSON.parse(JSON.stringify(body)) as Shown;
const json = (reply: Reply) => asJson(render(reply, TEAM));
const read = ({ components }: Shown): string =>
  textsOf(components)
    .map((text) => readMarkdown(text).text)
    .join('\n');
/** A card on its own, as it stands in a message. */
const message = (card: Card, team = TEAM) => asJson(bodyOf(renderCard(card, team)));

const code = (text: string): Leaf => ({ kind: 'code', text });
const plain = (text: string): Leaf => ({ kind: 'text', text });
const strong = (text: string): Leaf => ({ kind: 'strong', text });
const plainButton = (action: Button['action'], label: string, style: Button['style'] = 'plain'): Button => ({
  action,
  label,
  style,
  target: 'case-1',
  confirm: null,
});

/** Gmail's 5.7.26, as the design draws it. */
const gmail: Card = {
  look: 'authentication',
  title: 'Gmail: neither SPF nor DKIM passed',
  badge: { kind: 'Authentication', whose: 'ours to fix', address: 'keep the address' },
  facts: [[code('550 5.7.26')], [plain('from '), code('example.com'), plain(' via '), code('192.0.2.5')]],
  sentence: [plain('Gmail wants at least one of the two. The recipient is fine.')],
  question: null,
  usual: [],
  steps: [
    [plain('Check DNS: I’ll name the record to change.')],
    [plain('Escalate that change to its owner.')],
    [plain('Resend once the check passes, not before.')],
  ],
  check: null,
  hint: [
    strong('Failed:'),
    plain(' SPF and DKIM. '),
    strong('Owner:'),
    plain(' whoever runs the DNS of '),
    code('example.com'),
    plain('. '),
    strong('Escalate'),
    plain(' has the message ready.'),
  ],
  state: null,
  actions: [
    plainButton('check', 'Check DNS now', 'primary'),
    plainButton('escalate', 'Escalate…'),
    plainButton('details', 'Details'),
  ],
  more: [
    { label: 'Claim', value: 'claim' },
    { label: 'Snooze…', value: 'snooze' },
    { label: 'Not a bounce, or wrong…', value: 'feedback' },
  ],
  choose: null,
  caseId: 'case-1',
  notify: null,
};

describe('a card', () => {
  test('is one container in the colour of its look, read from top to bottom, with one row and More…', () => {
    const shown = message(gmail);
    const [container] = shown.components;
    expect(container).toMatchObject({ type: 17, accent_color: 0x3498db });
    expect(textsOf(shown.components)).toEqual([
      '## 🔑 Gmail: neither SPF nor DKIM passed\n**Authentication** · ours to fix · keep the address\n-# `550 5.7.26` · from `example.com` via `192.0.2.5`',
      'Gmail wants at least one of the two. The recipient is fine.\n1. Check DNS: I’ll name the record to change.\n2. Escalate that change to its owner.\n3. Resend once the check passes, not before.\n> **Failed:** SPF and DKIM. **Owner:** whoever runs the DNS of `example.com`. **Escalate** has the message ready.',
    ]);
    expect(buttonsOf(shown.components)).toEqual([
      { label: 'Check DNS now', customId: 'bt:check:case-1', style: 1 },
      { label: 'Escalate…', customId: 'bt:escalate:case-1', style: 2 },
      { label: 'Details', customId: 'bt:details:case-1', style: 2 },
    ]);
    expect(menusOf(shown.components)).toEqual([
      { label: 'More…', customId: 'bt#:more:case-1', type: 3, options: gmail.more },
    ]);
    const colours = CATEGORIES.map((look) => message({ ...gmail, look }).components[0]?.accent_color);
    expect(new Set(colours).size).toBe(8);
  });

  test('asks its question in bold, lists what is usual, and gives a step that is alone no number', () => {
    const asked = message({
      ...gmail,
      look: 'unsure',
      question: [plain('Does your other mail to '), code('example.org'), plain(' get through?')],
      usual: [[plain('Gmail '), code('4.7.28'), plain(': unusual rate')]],
      steps: [[plain('Wait.')]],
      hint: null,
    });
    expect(textsOf(asked.components)[1]).toBe(
      'Gmail wants at least one of the two. The recipient is fine.\n**Does your other mail to `example.org` get through?**\n- Gmail `4.7.28`: unusual rate\nWait.',
    );
  });

  test('shows what a check found, and the record whole, to be copied', () => {
    const record = 'v=spf1 ip4:192.0.2.5 include:_spf.google.com ~all';
    const checked = message({
      ...gmail,
      sentence: [],
      steps: [],
      check: {
        rows: [
          { mark: '✗', text: [plain('SPF: the record leaves out '), code('192.0.2.5')] },
          { mark: '?', text: [plain('TLS: no answer')] },
        ],
        cause: [strong('Likely cause:'), plain(' a new server that SPF doesn’t know.')],
        change: { label: [plain('New TXT of '), code('example.com'), plain(':')], record },
      },
      hint: null,
      state: [plain('Checked 10:42')],
    });
    expect(textsOf(checked.components).slice(1)).toEqual([
      `✗ SPF: the record leaves out \`192.0.2.5\`\n? TLS: no answer\n**Likely cause:** a new server that SPF doesn’t know. New TXT of \`example.com\`:\n\`\`\`\n${record}\n\`\`\``,
      '-# Checked 10:42',
    ]);
  });

  test('that is settled or known already is less loud', () => {
    const done = message({ ...gmail, look: 'settled', title: 'Suppressed: sam@example.com' });
    expect(textsOf(done.components)[0]).toMatch(/^### ✅ Suppressed: sam@example\.com\n/);
  });

  test('has in a direct message nothing that takes a team', () => {
    const more = [...gmail.more, { label: 'Resolve', value: 'resolve' as const }];
    const alone = message(
      { ...gmail, actions: [plainButton('claim', 'Claim'), ...gmail.actions], more },
      DIRECT,
    );
    expect(buttonsOf(alone.components).map(({ label }) => label)).not.toContain('Claim');
    expect(menusOf(alone.components)[0]?.options.map(({ value }) => value)).toEqual([
      'snooze',
      'feedback',
      'resolve',
    ]);
  });

  test('a message of ours is a link that jumps, in a server and in direct messages', () => {
    const state: Line = [{ kind: 'post', label: 'there', channel: '7', ref: '8:9' }];
    expect(JSON.stringify(message({ ...gmail, state }))).toContain(
      '[there](https://discord.com/channels/42/8/9)',
    );
    expect(JSON.stringify(message({ ...gmail, state }, DIRECT))).toContain(
      '(https://discord.com/channels/@me/8/9)',
    );
  });

  test('a select of more than it holds keeps its last group, and says how many are left', () => {
    const choices = [
      ...Array.from({ length: 40 }, (_, n) => ({ label: `Problem ${n}`, value: `p${n}` })),
      { label: 'Dead addresses (CSV)', value: 'dead', group: 'Files' },
      { label: 'All addresses (CSV)', value: 'all', group: 'Files' },
    ];
    const choose = { action: 'show' as const, label: 'Show a problem…', target: 'case-1', choices };
    const [menu] = menusOf(message({ ...gmail, choose }).components);
    expect(menu?.label).toBe('Show a problem… (without 17 more)');
    expect(menu?.options).toHaveLength(25);
    expect(menu?.options.slice(-3)).toEqual([
      { label: 'Problem 22', value: 'p22' },
      { label: 'Dead addresses (CSV)', value: 'dead', description: 'Files' },
      { label: 'All addresses (CSV)', value: 'all', description: 'Files' },
    ]);
  });
});

test('many bounces are one message: what to do, a line a problem, one select, one button', () => {
  const many: ManyReply = {
    kind: 'many',
    target: 'bundle-1',
    title: '46 bounces, 9 problems',
    todo: 'Suppress 25 · Fix 17 · Wait for 4',
    rows: [
      { look: 'hard', count: 25, problem: 'Address does not exist', refusedBy: 'mail.ru, Comcast, +2' },
      { look: 'unsure', count: 1200, problem: 'Refused, no reason', refusedBy: '' },
    ],
    notes: [[plain('4 more problems, 9 bounces')]],
    state: [plain('1 suppressed by Ann')],
    choose: {
      action: 'show',
      label: 'Show a problem…',
      target: 'bundle-1',
      choices: [{ label: '25 · Address does not exist', value: 'case-1' }],
    },
    actions: [plainButton('suppress', 'Suppress 25 addresses…', 'primary')],
  };
  const shown = json(many);
  expect(textsOf(shown.components)).toEqual([
    [
      '## 📋 46 bounces, 9 problems',
      '**Suppress** 25 · **Fix** 17 · **Wait** for 4',
      '⛔ **25** Address does not exist · mail.ru, Comcast, +2',
      '❓ **1,200** Refused, no reason',
      '4 more problems, 9 bounces',
      '-# 1 suppressed by Ann',
    ].join('\n'),
  ]);
  expect(menusOf(shown.components)).toMatchObject([
    { label: 'Show a problem…', customId: 'bt#:show:bundle-1' },
  ]);
  expect(buttonsOf(shown.components).map(({ label }) => label)).toEqual(['Suppress 25 addresses…']);
});

describe('details', () => {
  const details: Details = {
    title: 'Gmail: neither SPF nor DKIM passed',
    said: '550-5.7.26 Unauthenticated email from example.com is not accepted',
    facts: [{ label: 'Mail', value: [plain('“Your November invoice”')] }],
    steps: [[plain('Check DNS.')], [plain('Escalate.')]],
    dns: [{ label: '✗ SPF', value: [plain('leaves out '), code('192.0.2.5')] }],
    history: [[plain('Ann claimed it')]],
    sources: [{ label: 'RFC 3463 (3.2)', url: 'https://www.rfc-editor.org/rfc/rfc3463#section-3.2' }],
    actions: [plainButton('ticket', 'Ticket (Markdown)')],
    customers: [],
  };

  test('hold everything, from what the server said to the sources, with their buttons', () => {
    const shown = asJson(renderDetails(details, TEAM));
    expect(read(shown).split('\n')).toEqual([
      'Gmail: neither SPF nor DKIM passed',
      'The server said',
      '550-5.7.26 Unauthenticated email from example.com is not accepted',
      'Mail: “Your November invoice”',
      'All steps',
      '1. Check DNS.',
      '2. Escalate.',
      'DNS',
      '✗ SPF: leaves out 192.0.2.5',
      'History',
      'Ann claimed it',
      'Sources: RFC 3463 (3.2)',
    ]);
    expect(buttonsOf(shown.components).map(({ label }) => label)).toEqual(['Ticket (Markdown)']);
  });

  test('say what there is no room for', () => {
    const long = (count: number): Line[] => Array.from({ length: count }, () => [plain('s'.repeat(300))]);
    const shown = read(
      asJson(renderDetails({ ...details, said: 'e'.repeat(1500), steps: long(10), history: long(4) }, TEAM)),
    );
    expect(shown).toContain('10. sss');
    expect(shown).toMatch(
      /No room here for: the end of what the server said, the end of the history, sources\.$/,
    );
    expect(read(asJson(renderDetails({ ...details, said: 'e'.repeat(3800) }, TEAM)))).toMatch(
      /No room here for: the end of what the server said\.$/,
    );
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
const lines = fc.array(line, { maxLength: 12 });
const target = fc.string({ minLength: 1, maxLength: 80 });
const button: fc.Arbitrary<Button> = fc.record({
  action: fc.constantFrom('suppress' as const, 'undo' as const, 'share' as const, 'details' as const),
  label: fc.string({ minLength: 1, maxLength: 200 }),
  style: fc.constantFrom('primary' as const, 'danger' as const, 'plain' as const),
  target,
  confirm: fc.option(fc.record({ title: text, text, yes: text, no: text })),
});
const choose = fc.record({
  action: fc.constant('show' as const),
  label: text,
  target,
  choices: fc.uniqueArray(
    fc.record(
      {
        label: fc.string({ minLength: 1, maxLength: 200 }),
        value: fc.string({ minLength: 1, maxLength: 100 }),
        group: fc.constantFrom('Problems', 'Files'),
      },
      { requiredKeys: ['label', 'value'] },
    ),
    { maxLength: 40, selector: ({ value }) => value },
  ),
});
const fact = fc.record({ label: text, value: line });
const card: fc.Arbitrary<Card> = fc.record({
  look: fc.constantFrom(...CATEGORIES, 'unsure', 'incident', 'known', 'settled'),
  title: text,
  badge: fc.record({ kind: text, whose: fc.option(text), address: fc.option(text) }),
  facts: fc.array(line, { maxLength: 3 }),
  sentence: line,
  question: fc.option(line),
  usual: fc.array(line, { maxLength: 4 }),
  steps: fc.array(line, { maxLength: 3 }),
  check: fc.option(
    fc.record({
      rows: fc.array(fc.record({ mark: fc.constantFrom('✓', '✗', '?'), text: line }), { maxLength: 4 }),
      cause: fc.option(line),
      change: fc.option(fc.record({ label: line, record: fc.string({ maxLength: 2500 }) })),
    }),
  ),
  hint: fc.option(line),
  state: fc.option(line),
  actions: fc.array(button, { maxLength: 3 }),
  more: fc.uniqueArray(
    fc.record({
      label: fc.string({ minLength: 1, maxLength: 200 }),
      value: fc.constantFrom(...ACTION_NAMES, ...FORMS),
    }),
    { maxLength: 5, selector: ({ value }) => value },
  ),
  choose: fc.option(choose),
  caseId: fc.option(fc.constant('c')),
  notify: fc.constant(null),
});
const details: fc.Arbitrary<Details> = fc.record({
  title: text,
  said: fc.option(fc.string({ maxLength: 9000 })),
  facts: fc.array(fact, { maxLength: 20 }),
  steps: lines,
  dns: fc.array(fact, { maxLength: 12 }),
  history: lines,
  sources: fc.array(fc.record({ label: text, url: fc.webUrl() }), { maxLength: 6 }),
  actions: fc.array(button, { maxLength: 5 }),
  customers: fc.constant([]),
});
const many: fc.Arbitrary<ManyReply> = fc.record({
  kind: fc.constant('many'),
  target,
  title: text,
  todo: text,
  rows: fc.array(
    fc.record({
      look: fc.constantFrom(...CATEGORIES, 'unsure' as const, 'incident' as const),
      count: fc.nat(),
      problem: text,
      refusedBy: text,
    }),
    { maxLength: 10 },
  ),
  notes: lines,
  state: fc.option(line),
  choose: fc.option(choose),
  actions: fc.array(button, { maxLength: 2 }),
});
const note: fc.Arbitrary<NoteReply> = fc.record({
  kind: fc.constant('note'),
  tone: fc.constantFrom('help', 'refusal', 'summary', 'repeat', 'list'),
  title: text,
  body: fc.array(line, { maxLength: 20 }),
  examples: fc.array(text, { maxLength: 10 }),
  actions: fc.array(button, { maxLength: 2 }),
});
/** All that is ever sent. */
const sent: fc.Arbitrary<Shown> = fc.oneof(
  card.map((one) => message(one)),
  details.map((one) => asJson(renderDetails(one, TEAM))),
  many.map(json),
  note.map(json),
);

test('whatever an answer holds, Discord takes it and nobody is rung', () => {
  fc.assert(
    fc.property(sent, (body) => {
      checkMessage(body, 'create');
      expect(body.allowed_mentions).toEqual({ parse: [] });
      const alive = textsOf(body.components).flatMap((source) => readMarkdown(source).mentions);
      expect(alive.filter((mention) => mention !== '<@4711>')).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

test('where Discord refuses components, the same stands in one embed, with the rows below', () => {
  const embedded = asEmbed(bodyOf(renderCard(gmail, TEAM)));
  expect(embedded.embeds).toEqual([
    { description: textsOf(message(gmail).components).join('\n'), color: 0x3498db },
  ]);
  expect(embedded.components.map(({ components }) => components.length)).toEqual([3, 1]);
});

test('a role that an admin configured is told, by its id alone; nothing else that is written rings', () => {
  const told = render({ ...sample.verdict(), notify: { kind: 'group', id: '77', name: '@everyone' } }, TEAM);
  expect(told.components[0]).toEqual({ type: 10, content: '<@&77>' });
  expect(told.allowed_mentions).toEqual({ parse: [], roles: ['77'] });
  checkMessage(JSON.parse(JSON.stringify(told)), 'create');
  const strange = render(
    { ...sample.verdict(), notify: { kind: 'group', id: '@everyone', name: 'x' } },
    TEAM,
  );
  expect([strange.components.length, strange.allowed_mentions]).toEqual([1, { parse: [] }]);
});

test('a notice is a sentence, escaped', () => {
  const [display] = json(refusal).components;
  expect(display).toMatchObject({ type: 17 });
  expect(renderNotice('**Ann** was first').components).toEqual([
    { type: 10, content: '\\*\\*Ann\\*\\* was first' },
  ]);
});

test('whatever an answer holds fits Discord’s own OpenAPI document', needing(OPENAPI), () => {
  fc.assert(
    fc.property(sent, (body) => {
      const posted = { ...body, nonce: '00abc', enforce_nonce: true };
      expect(checkBody('POST', '/channels/1/messages', posted)).toBeNull();
      expect(checkBody('PATCH', '/channels/1/messages/2', body)).toBeNull();
    }),
    { numRuns: 100 },
  );
  expect(checkBody('POST', '/channels/1/messages', { ...message(gmail), flags: 'many' })).toContain('flags');
});
