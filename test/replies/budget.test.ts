/**
 * Every answer of the catalog fits a phone: filled with long facts, at most 11 lines below the badge and 90 words. What
 * must not go (title, badge, first step, hint, buttons) is there.
 */
import { describe, expect, test } from 'vitest';
import { corrected } from '../../src/cases/correction.ts';
import { type Case, correctionTo, type Dossier, namedKind } from '../../src/cases/index.ts';
import { type Entry, openCatalog, SAID_KINDS, type SaidKind } from '../../src/catalog/index.ts';
import { createJudge, type Diagnosis } from '../../src/diagnosis/index.ts';
import { read } from '../../src/intake/index.ts';
import { fitted, linesOf, MOST_LINES, MOST_WORDS, wordsOf } from '../../src/replies/budget.ts';
import { cardOf, type VerdictReply } from '../../src/replies/index.ts';
import { verdictReply } from '../../src/replies/verdict.ts';

const { catalog } = await openCatalog({
  folder: new URL('../../catalog', import.meta.url).pathname,
  own: null,
});
const judge = createJudge(catalog);
const LONG = {
  recipient: 'bartholomew.featherstonehaugh@customers.wonderful-tea-house.example',
  sourceIp: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
  remoteHost: 'eur05-gateway-4.mail.protection.wonderful-tea-house.example',
  senderDomain: 'newsletter.wonderful-coffee-roasters.example',
};
const ann = { id: 'U1', name: 'Ann-Kathrin von Hohenberg', team: 'slack:T1' };
const bartholomew = { ...ann, name: 'Bartholomäusmaximilian Featherstonehaugh' };
const NOW = Date.parse('2026-11-21T10:15:00Z');

/** A verdict by this entry, on a bounce with long names in every place. */
function longVerdict(entry: Entry, diagnosis: Diagnosis, certainty: Diagnosis['certainty']): Diagnosis {
  const permanence = entry.reply[0]?.startsWith('4') ? 'temporary' : 'permanent';
  return {
    ...diagnosis,
    bounce: { ...diagnosis.bounce, ...LONG, enhancedCode: diagnosis.bounce.enhancedCode ?? '5.7.509' },
    ...{ entry, reason: entry.reason, provider: entry.provider, control: entry.control },
    ...{ blocklist: entry.blocklist, permanence, certainty, evidence: 'provider', also: [] },
    category: entry.category[permanence],
    suppress: certainty !== 'unsure' && entry.suppress[permanence],
    retry: entry.retry[permanence],
    otherwise:
      certainty === 'sure'
        ? null
        : { reason: 'policy-violation', ask: 'Does your other mail to this domain get through?' },
  };
}

/** Claimed by somebody with a long name, and escalated by another case of its problem. */
function handledBy(diagnosis: Diagnosis): Dossier {
  const { reason, category, bounce } = diagnosis;
  const handled: Case = {
    ...{
      id: 'c-0123456789abcdef',
      team: 'slack:T1',
      key: 'sender|x',
      side: 'sender',
      reason,
      category,
      provider: diagnosis.provider,
      mixed: false,
      refusals: [],
      corrected: null,
      bounce,
    },
    ...{
      recipients: [LONG.recipient, 'x@example.com'],
      owner: ann,
      count: 1_234,
      version: 0,
      expired: false,
    },
    ...{ firstAt: NOW - 9e6, lastAt: NOW, arrivedSince: null, heardAt: NOW, parts: [], shownAs: [] },
    status: { kind: 'claimed', by: ann, at: NOW },
  };
  return {
    ...{ case: handled, asOf: NOW, past: null, arrivedAt: null, suppressed: null, forgotten: 0, lasting: [] },
    ...{
      patience: { hours: 72, times: 5 },
      note: null,
      changes: [],
      cameBack: { from: 'resolved', by: ann },
    },
  };
}

const { bounces } = await read('550 5.1.1 <a@example.com>: User unknown', { asked: true });
const sample = judge.diagnose(bounces[0] as (typeof bounces)[number]);
const replyTo = (
  entry: Entry,
  certainty: Diagnosis['certainty'],
  said: SaidKind | null = null,
): VerdictReply => {
  const read = longVerdict(entry, sample, certainty);
  if (said === null) return verdictReply(read, catalog, handledBy(read));
  const correction = correctionTo(read, namedKind(catalog, read, said), bartholomew, NOW);
  const diagnosis = corrected(catalog, read, correction);
  const dossier = handledBy(diagnosis);
  return verdictReply(diagnosis, catalog, {
    ...dossier,
    case: { ...dossier.case, corrected: correction },
  });
};
/** A card asks nothing that none of its buttons answers. */
const ANSWERS: readonly string[] = ['suppress', 'say-other'];
/** A card keeps to its room, and what must not go is there. */
function expectFits({ card }: VerdictReply, id: string): void {
  const { sentence, state, ...shown } = fitted(card);
  const kept = { ...shown, sentences: [sentence], state: state ? [state] : [] };
  expect(linesOf(kept), id).toBeLessThanOrEqual(MOST_LINES);
  expect(wordsOf(kept), id).toBeLessThanOrEqual(MOST_WORDS);
  expect(shown).toMatchObject({ title: card.title, badge: card.badge, actions: card.actions });
  expect(shown.steps.length, id).toBeGreaterThanOrEqual(Math.min(1, card.steps.length));
  expect(shown.hint === null).toBe(card.hint === null);
  if (shown.question !== null) {
    expect(
      shown.actions.map(({ action }) => action).some((one) => ANSWERS.includes(one)),
      id,
    ).toBe(true);
  }
  const { kind, whose, address } = shown.badge;
  expect([kind, whose, address].join('').length, id).toBeLessThanOrEqual(46);
  expect(shown.title.length, id).toBeLessThanOrEqual(55);
  expect(shown.more.length).toBeLessThanOrEqual(5);
  expect(shown.actions.map(({ label }) => label).join('').length, id).toBeLessThanOrEqual(30);
}

describe('every entry of the catalog', () => {
  test.each(['sure', 'likely', 'unsure'] as const)('whose verdict is %s', (certainty) => {
    for (const entry of catalog.entries) {
      expectFits(replyTo(entry, certainty), entry.id);
    }
  });

  test.each(SAID_KINDS)('that a person said is %s', (kind) => {
    for (const entry of catalog.entries) expectFits(replyTo(entry, 'unsure', kind), entry.id);
  });
});

test('what is given up goes in the order in which it is least missed', () => {
  const entry = catalog.entries.find(({ category }) => category.permanent === 'authentication') as Entry;
  const { card } = replyTo(entry, 'sure');
  const long = [{ kind: 'text' as const, text: 'Neither of the two long lines of this step has room here.' }];
  const full = { ...card, facts: [long, long, long], steps: [long, long, long] };
  const { facts, steps, hint } = cardOf({ ...replyTo(entry, 'sure'), card: full });
  expect([facts.length, steps.length, hint === null]).toEqual([2, 1, false]);
});
