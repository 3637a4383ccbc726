/** A person's word on what a bounce is: the card is that one's from then on, and so is everything that counts it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { statsOf } from '../../src/cases/index.ts';
import { cardOf, type Form, textOf } from '../../src/replies/index.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';
import {
  ann,
  bob,
  connectPaper,
  guest,
  labels,
  note,
  type Paper,
  place,
  verdict,
  words,
} from '../support/paper.ts';
import { onBothStores } from '../support/stores.ts';

const UNCLEAR =
  '<lee@example.org>: host mx.example.org[192.0.2.9] said: 550 Requested action not taken: mailbox unavailable (in reply to RCPT TO command)';
const CLEAR =
  '<lee@example.org>: host mx.example.org[192.0.2.9] said: 550 5.1.1 <lee@example.org>: Recipient address rejected: User unknown (in reply to RCPT TO command)';
const NOW = Date.parse('2026-11-21T10:15:00Z');

onBothStores((newAddress) => {
  let bot: TestDesk;
  let paper: Paper;
  beforeEach(async () => {
    bot = await openDesk({ url: await newAddress() });
    paper = connectPaper(bot);
  });
  afterEach(() => bot.close());

  const say = async (target: string | null, what: string, kind: string | null, actor = ann) => {
    const form: Form['form'] = 'feedback';
    const chosen = (id: string) => [{ id, name: id }];
    const values = { what: chosen(what), ...(kind === null ? {} : { kind: chosen(kind) }) };
    const done = await bot.desk.submit({ form, target: target ?? '', actor, place, values, ref: null });
    await bot.queue.idle();
    return done;
  };
  test('what isn’t sure and is no dead address asks as well, where an answer says what it is', async () => {
    const { caseId } = await paper.paste(
      '<lee@example.org>: host mx.example.org[192.0.2.9] said: 550 5.7.1 Message could not be taken (in reply to end of DATA command)',
    );
    const asks = cardOf(paper.now(caseId));
    expect(textOf(asks.question ?? [])).toBe('Does a one-line mail without links get through?');
    expect(asks.actions.map(({ label, style }) => [label, style]).slice(0, 2)).toEqual([
      ['Yes: spam filter', 'plain'],
      ['Claim', 'plain'],
    ]);
    await paper.press(paper.now(caseId), 'Yes: spam filter');
    expect(paper.now(caseId).badge).toBe('Message content · as Ann said · keep it');
  });

  const byCategory = async () =>
    (await statsOf(bot.store, 'slack:T1', NOW, 7)).byCategory.map(({ id, count }) => [id, count]);

  test('what isn’t sure asks; "No: block" makes it the block’s card, as who pressed it said', async () => {
    const { caseId } = await paper.paste(UNCLEAR);
    expect(labels(paper.now(caseId)).slice(0, 2)).toEqual(['Yes: suppress…', 'No: block']);
    await paper.press(paper.now(caseId), 'No: block');
    const now = paper.now(caseId);
    expect(now.badge).toBe('Reputation · as Ann said · keep it');
    expect(cardOf(now)).toMatchObject({ look: 'policy', question: null });
    expect(labels(now)[0]).toBe('Claim');
    expect(labels(now)).not.toContain('Mark suppressed…');
    expect(paper.lines).toEqual(['Ann said what this is: sender reputation or policy.']);
    expect(await byCategory()).toEqual([['policy', 1]]);
    const [listed] = note(await bot.desk.command({ text: 'open', actor: ann, place })).body;
    expect(textOf(listed ?? [])).toContain('Refused by a local policy');

    await paper.press(now, 'Claim', bob);
    await paper.press(paper.now(caseId), 'Undo what was said');
    expect(paper.now(caseId).badge).toBe('Not sure · often a dead address · keep it for now');
    // Who claimed it, and when, is as it was.
    expect(textOf(paper.now(caseId).state ?? [])).toContain('Bob has it');
    expect(await byCategory()).toEqual([['hard', 1]]);
  });

  test('of a dead address the form says that it works, and nobody is suppressed any more', async () => {
    const { caseId } = await paper.paste(CLEAR);
    await say(caseId, 'alive', null, guest);
    expect(paper.now(caseId).badge).toContain('address is dead');
    await say(caseId, 'alive', null);
    expect(paper.now(caseId).badge).toBe('Refused · works, as Ann said · keep it');
    expect(cardOf(paper.now(caseId)).title).toBe('Refused, though the address works');
    expect(textOf(paper.now(caseId).details.history.at(-1) ?? [])).toMatch(
      /Ann said that the address works\.$/,
    );
    expect(labels(paper.now(caseId)).join()).not.toContain('uppress');
    // It was sure before, and says nothing new.
    await paper.write(CLEAR, { id: 'C1:again' });
    expect(textOf(cardOf(paper.now(caseId)).sentence)).not.toContain('leaves no doubt');
  });

  test('who names a kind and no reason is held to have named no reason', async () => {
    const { caseId } = await paper.paste(CLEAR);
    for (const [kind, title, badge] of [
      ['soft', 'A fault that passes', 'Soft bounce'],
      ['throttle', 'Too much mail at once', 'Sending too fast'],
      ['policy', 'It’s about the sender, not the address', 'Reputation'],
      ['authentication', 'Proof of the sender failed', 'Authentication'],
      ['content', 'Something in the message is refused', 'Message content'],
      ['configuration', 'A setting of ours is wrong', 'Our configuration'],
    ] as const) {
      await say(caseId, 'other-kind', kind);
      const now = paper.now(caseId);
      const { card, details } = now;
      expect([card.title, now.badge]).toEqual([title, `${badge} · as Ann said · keep it`]);
      const said = [...card.sentences, ...card.steps, card.hint ?? [], ...details.steps].map(textOf);
      const told = [...said, ...details.customers.map(({ text }) => text)].join('\n');
      expect(told).not.toMatch(
        /asked for a login|for spam|“not now”|local policy|SPF, DKIM or DMARC\. Owner/i,
      );
      const [listed] = note(await bot.desk.command({ text: 'open', actor: ann, place })).body;
      expect(textOf(listed ?? [])).toContain(title);
      const { byReason } = await statsOf(bot.store, 'slack:T1', NOW, 7);
      expect([await byCategory(), byReason]).toEqual([[[kind, 1]], []]);
    }
    await paper.press(paper.now(caseId), 'Undo what was said');
    expect(paper.now(caseId).badge).toContain('address is dead');
  });

  test('pressed on a card from before, "Mark suppressed" tells who said what it is, and suppresses nobody', async () => {
    const { caseId } = await paper.paste(CLEAR);
    const before = paper.now(caseId);
    for (const [what, kind, said] of [
      ['other-kind', 'soft', 'soft bounce'],
      ['other-kind', 'policy', 'sender reputation or policy'],
    ] as const) {
      await say(caseId, what, kind);
      const { notice, update } = await paper.press(before, 'Mark suppressed', bob);
      expect(notice).toMatch(
        new RegExp(`^Ann said at \\d\\d:\\d\\d \\(UTC\\) what this is: ${said}, no dead address\\.`),
      );
      expect(update).toMatchObject({ card: { badge: { whose: 'as Ann said' } } });
      expect(await bot.store.selectFrom('suppressions').selectAll().execute()).toEqual([]);
    }
  });

  test('suppressed already and pasted again, it says since when and by whom, and offers no suppressing', async () => {
    const { caseId } = await paper.paste(CLEAR);
    await paper.press(paper.now(caseId), 'Mark suppressed');
    await paper.write(CLEAR, { id: 'C1:again' });
    const now = paper.now(caseId);
    expect(textOf(now.state ?? [])).toMatch(/^(?:On the suppression list since .+, by|By) Ann/);
    expect(textOf(now.state ?? [])).not.toContain('Back after');
    expect(labels(now).join()).not.toContain('Mark suppressed');
  });

  test('an answer of ours handed back is no attempt and no case', async () => {
    const { caseId } = await paper.paste(CLEAR);
    const { kind, whose, address } = cardOf(paper.now(caseId)).badge;
    const [again] = await paper.write(
      `This address does not exist\n${kind} · ${whose} · ${address}\n${CLEAR}`,
      {
        id: 'C1:own',
        heard: 'asked',
      },
    );
    expect(again?.reply).toMatchObject({ kind: 'note', title: 'That is my own answer' });
    expect(await bot.store.selectFrom('cases').select('count').execute()).toEqual([{ count: 1 }]);
  });

  test('said to be dead, suppressing is offered and asks, together with others it is left out', async () => {
    const { caseId } = await paper.paste(UNCLEAR);
    await say(caseId, 'other-kind', 'hard');
    const [first] = cardOf(paper.now(caseId)).actions;
    expect(first).toMatchObject({ label: 'Mark suppressed…', style: 'primary' });
    expect(first?.confirm?.text).toContain('Ann said that it is dead.');
    expect(await bot.store.selectFrom('suppressions').selectAll().execute()).toEqual([]);
    await paper.press(paper.now(caseId), 'Mark suppressed…');
    expect(await bot.store.selectFrom('suppressions').select('address').execute()).toEqual([
      { address: 'lee@example.org' },
    ]);
    expect(await say(caseId, 'other-kind', 'policy')).toMatchObject({
      outcome: { notice: expect.stringContaining('Undo or reopen it') },
    });
  });

  test('said of one that was told with others, it is said of that one, and "Suppress all" leaves it out', async () => {
    const unclear = (name: string) => UNCLEAR.replace('lee@', `${name}@`);
    const { caseId } = await paper.paste(unclear('lee'));
    const all = verdict((await paper.write(['lee', 'max', 'nell'].map(unclear).join('\n'))).at(-1)?.reply);
    await paper.press(paper.now(caseId), 'No: block');
    expect(paper.now(caseId).badge).toContain('as Ann said');
    expect(paper.now(all.caseId).badge).toBe('Not sure · often a dead address · keep it for now');
    await paper.press(paper.now(all.caseId), 'Yes: suppress…');
    const listed = await bot.store.selectFrom('suppressions').select('address').orderBy('address').execute();
    expect(listed).toEqual([{ address: 'max@example.org' }, { address: 'nell@example.org' }]);
    expect(labels(paper.now(caseId))[0]).toBe('Claim');
  });

  test('surer words since that say otherwise are told', async () => {
    const { caseId } = await paper.paste(UNCLEAR);
    await paper.press(paper.now(caseId), 'No: block');
    const again = await paper.write(CLEAR);
    expect(textOf(cardOf(paper.now(caseId)).sentence)).toBe(
      'A bounce since leaves no doubt: “This address does not exist”.',
    );
    expect(again.map(({ reply }) => (reply.kind === 'note' ? words(reply) : '')).join()).toContain(
      'no doubt',
    );
    await paper.press(paper.now(caseId), 'Undo what was said');
    expect(labels(paper.now(caseId))[0]).toBe('Mark suppressed');
  });
});
