/** Nobody is suppressed for what is our own fault, whichever way somebody tries it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { itself } from '../../src/audit/index.ts';
import { applyTransition, type Transition } from '../../src/cases/index.ts';
import { openCatalog } from '../../src/catalog/index.ts';
import type { Submitted } from '../../src/desk.ts';
import { createJudge } from '../../src/diagnosis/index.ts';
import { cardOf, textOf } from '../../src/replies/index.ts';
import { transaction } from '../../src/store/index.ts';
import { openFingerprint } from '../../src/suppressions/index.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';
import { ann, connectPaper, labels, note, type Paper, place, seen, words } from '../support/paper.ts';
import { onBothStores } from '../support/stores.ts';

const SPF = '550 5.7.1 <ann@example.com> SPF check failed: 192.0.2.5 is not allowed to send for example.org';
const DEAD = '550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown';
const UNSURE = '550 5.0.0 <ann@example.com>: Requested action not taken: mailbox unavailable';
const FULL = '452 4.2.2 <ann@example.com>: mailbox full';
/** The recipient's own rules refuse us: its case is the address's, and it is no dead address. */
const FILTERED = '550 5.7.1 <ann@example.com>: Message rejected by recipient policy filter';
const NO_REASON = 'This bounce is no reason to suppress an address.';

const { catalog } = await openCatalog({
  folder: new URL('../../catalog', import.meta.url).pathname,
  own: null,
});
const knowledge = { catalog, diagnose: createJudge(catalog).diagnose };

onBothStores((newAddress) => {
  let bot: TestDesk;
  let paper: Paper;
  let clock: number;
  beforeEach(async () => {
    clock = Date.parse('2026-11-21T10:15:00Z');
    bot = await openDesk({ url: await newAddress(), now: () => new Date(clock) });
    paper = connectPaper(bot);
  });
  afterEach(() => bot.close());

  const suppressed = async () =>
    (await bot.store.selectFrom('suppressions').select('address').orderBy('address').execute()).map(
      ({ address }) => address,
    );
  const choose = (caseId: string | null, addresses: readonly string[]): Promise<Submitted> =>
    bot.desk.submit({
      form: 'choose',
      target: caseId ?? '',
      actor: ann,
      place,
      ref: null,
      values: { addresses: addresses.map((id) => ({ id, name: id })) },
    });
  const noticeOf = (submitted: Submitted) => submitted.kind === 'done' && submitted.outcome.notice;
  const pressSuppress = (caseId: string | null) =>
    bot.desk.action({
      action: 'suppress',
      target: caseId ?? '',
      choice: null,
      person: null,
      actor: ann,
      place,
      ref: null,
    });
  /** What another process, or a mistake of ours, could ask of the core. */
  const apply = async (caseId: string | null, transition: Transition) => {
    const fingerprint = await openFingerprint(bot.store, null, new Date());
    const origin = { by: ann, at: new Date('2026-11-21T10:15:00Z'), place: null };
    return transaction(bot.store, (tx) =>
      applyTransition(tx, caseId ?? '', transition, origin, { fingerprint, knowledge }),
    );
  };
  const audited = async () =>
    (await bot.store.selectFrom('audit').select('action').orderBy('id').execute()).map(
      ({ action }) => action,
    );

  describe('our own fault', () => {
    test('has no button, and a forged press is refused in a sentence', async () => {
      const reply = await paper.paste(SPF);
      expect(labels(reply)).not.toContain('Mark suppressed');
      expect(await pressSuppress(reply.caseId)).toMatchObject({ update: null, notice: NO_REASON });
      expect(await suppressed()).toEqual([]);
      expect(paper.now(reply.caseId).state).toBeNull();
    });

    test('opens no form, and a form that is submitted all the same suppresses nobody', async () => {
      const { caseId } = await paper.paste(SPF);
      const opened = await bot.desk.form({ form: 'choose', target: caseId ?? '', actor: ann, place });
      expect(opened).toEqual({ kind: 'refusal', why: NO_REASON });
      expect(noticeOf(await choose(caseId, ['ann@example.com']))).toBe(NO_REASON);
      expect(await suppressed()).toEqual([]);
    });

    test('of many addresses at once suppresses none of them', async () => {
      const many = ['ann', 'bob', 'cy'].map((name) => SPF.replace('ann@', `${name}@`)).join('\n\n');
      const reply = await paper.paste(many);
      expect(labels(reply).filter((label) => label.startsWith('Suppress'))).toEqual([]);
      expect((await pressSuppress(reply.caseId)).notice).toBe(NO_REASON);
      expect(noticeOf(await choose(reply.caseId, ['ann@example.com', 'bob@example.com']))).toBe(NO_REASON);
      expect(await suppressed()).toEqual([]);
    });

    test('is refused by the core itself, and leaves no trace in the audit log', async () => {
      const { caseId } = await paper.paste(SPF);
      expect(await apply(caseId, { do: 'suppress' })).toMatchObject({
        auditId: null,
        refusal: { kind: 'no-ground' },
      });
      const some = { do: 'suppress-some', addresses: ['ann@example.com'] } as const;
      expect(await apply(caseId, some)).toMatchObject({ auditId: null, refusal: { kind: 'no-ground' } });
      expect(await suppressed()).toEqual([]);
      expect(await audited()).toEqual([]);
    });
  });

  describe('what is not sure asks', () => {
    test('at the button, and says what would tell; who says yes suppresses', async () => {
      const reply = await paper.paste(UNSURE);
      expect(reply.badge).toBe('Not sure · often a dead address · keep it for now');
      expect(textOf(cardOf(reply).question ?? [])).toBe('Does your other mail to example.com get through?');
      const button = reply.actions.find(({ action }) => action === 'suppress');
      expect(button).toMatchObject({
        label: 'Yes: suppress…',
        style: 'plain',
        confirm: { title: 'Suppress ann@example.com?', yes: 'Suppress', no: 'Keep it' },
      });
      await pressSuppress(reply.caseId);
      expect(await suppressed()).toEqual(['ann@example.com']);
    });

    test('in the command, and in the form', async () => {
      const { caseId } = await paper.paste(UNSURE);
      const answer = await bot.desk.command({
        text: 'suppress ann@example.com she left',
        actor: ann,
        place,
      });
      expect(words(note(answer))).toContain('It isn’t sure that the address is dead.');
      expect(await suppressed()).toEqual([]);
      const opened = await bot.desk.form({ form: 'choose', target: caseId ?? '', actor: ann, place });
      expect(opened).toMatchObject({
        form: { intro: [[{ text: expect.stringContaining('not sure that it is dead') }]] },
      });
    });

    test('and never goes with the others of its paste that are sure', async () => {
      const others = ['bob', 'cy'].map((who) => DEAD.replace('ann@', `${who}@`));
      const [answer] = await paper.write([UNSURE, ...others].join('\n\n'));
      const cards = await paper.openAll(answer?.reply);
      const sure = cards.find((card) => seen(card).badge.startsWith('Hard bounce'));
      await pressSuppress(sure?.caseId ?? null);
      expect(await suppressed()).toEqual(['bob@example.com', 'cy@example.com']);
    });
  });

  describe('one of many that dies later', () => {
    const toThree = (text: string) => ['ann', 'bob', 'cy'].map((who) => text.replace('ann@', `${who}@`));

    test.each([
      ['our SPF', SPF],
      ["the recipients' own filters", FILTERED],
    ])('takes nobody along who was refused for %s', async (_, text) => {
      const shared = await paper.paste(toThree(text).join('\n\n'));
      const dead = await paper.paste(DEAD);
      expect(dead.caseId).not.toBe(shared.caseId);
      expect(labels(dead)).toContain('Mark suppressed');
      await pressSuppress(dead.caseId);
      expect(await suppressed()).toEqual(['ann@example.com']);
      expect(paper.now(shared.caseId).title).toBe(shared.title);
      expect(await pressSuppress(shared.caseId)).toMatchObject({ notice: NO_REASON });
      expect(await suppressed()).toEqual(['ann@example.com']);
    });

    test('is kept where it bounced again since for another reason, whatever an old form says', async () => {
      const { caseId } = await paper.paste(toThree(DEAD).join('\n\n'));
      clock += 60_000;
      await paper.paste(FILTERED);
      const kept =
        'ann@example.com bounced again since, for another reason: its last bounce is no reason to suppress it. Nothing was changed.';
      expect(noticeOf(await choose(caseId, ['ann@example.com']))).toBe(kept);
      expect(noticeOf(await choose(caseId, ['ann@example.com', 'bob@example.com']))).toBe(kept);
      expect(await suppressed()).toEqual([]);
      expect(labels(paper.now(caseId))).toContain('Suppress all 2…');
      await pressSuppress(caseId);
      expect(await suppressed()).toEqual(['bob@example.com', 'cy@example.com']);
    });

    const counts = async () =>
      (await bot.store.selectFrom('cases').select('count').orderBy('key').execute()).map(
        ({ count }) => count,
      );

    test('is shown with the others where the same is the matter with all of them', async () => {
      await paper.paste(toThree(DEAD).join('\n\n'));
      clock += 24 * 60 * 60_000;
      const [again] = await paper.write(DEAD);
      expect(again?.reply.kind).toBe('note');
      expect(await counts()).toEqual([2, 1, 1]);
      await paper.write(DEAD);
      expect(await counts()).toEqual([2, 1, 1]);
    });
  });

  test('whom only a message named that was edited away is not taken along', async () => {
    const gone = (who: string) => `550 5.1.2 <${who}@nowhere.example>: Host or domain name not found`;
    const first = await paper.paste(gone('ann'));
    const id = 'C1:edited';
    await paper.write(gone('bob'), { id });
    await paper.write('sorry, that was another paste', { id, edit: '1' });
    await pressSuppress(first.caseId);
    expect(await suppressed()).toEqual(['ann@nowhere.example']);
  });

  test('Undo takes back the last step alone', async () => {
    const { caseId } = await paper.paste(
      ['ann', 'bob'].map((who) => DEAD.replace('ann@', `${who}@`)).join('\n\n'),
    );
    await choose(caseId, ['ann@example.com']);
    clock += 60_000;
    await choose(caseId, ['bob@example.com']);
    expect(await suppressed()).toEqual(['ann@example.com', 'bob@example.com']);
    await bot.desk.action({
      action: 'undo',
      target: caseId ?? '',
      choice: null,
      person: null,
      actor: ann,
      place,
      ref: null,
    });
    expect(await suppressed()).toEqual(['ann@example.com']);
  });

  describe('a verdict that changes', () => {
    test('while a form is open: it is refused as things are when it is submitted', async () => {
      const { caseId } = await paper.paste(DEAD);
      const opened = await bot.desk.form({ form: 'choose', target: caseId ?? '', actor: ann, place });
      expect(opened.kind).toBe('form');
      const again = await paper.write(FILTERED);
      expect(again.map(({ reply }) => reply.kind === 'verdict' && reply.caseId)).toEqual([caseId]);
      expect(noticeOf(await choose(caseId, ['ann@example.com']))).toBe(NO_REASON);
      expect(await suppressed()).toEqual([]);
    });

    test('under an old button: it is refused, and the button is gone', async () => {
      const { caseId } = await paper.paste(DEAD);
      await paper.write(FILTERED);
      expect((await pressSuppress(caseId)).notice).toBe(NO_REASON);
      expect(labels(paper.now(caseId))).not.toContain('Mark suppressed');
      expect(await suppressed()).toEqual([]);
    });

    test('after it was undone: it can not be done anew', async () => {
      const { caseId } = await paper.paste(DEAD);
      await paper.press(paper.now(caseId), 'Mark suppressed');
      await paper.press(paper.now(caseId), 'Undo');
      await paper.write(FILTERED);
      expect((await pressSuppress(caseId)).notice).toBe(NO_REASON);
      expect(await suppressed()).toEqual([]);
    });
  });

  test.each([
    ['a dead address', DEAD],
    ['a full mailbox', FULL],
  ])('%s may be suppressed, by the button or the form', async (_, text) => {
    const { caseId } = await paper.paste(text);
    expect(noticeOf(await choose(caseId, ['Ann@Example.com']))).toBeNull();
    expect(await suppressed()).toEqual(['ann@example.com']);
    expect((await pressSuppress(caseId)).notice).toBe('You did that already.');
  });

  test("addresses that are none of the case's are refused at the field, and by the core", async () => {
    const { caseId } = await paper.paste(DEAD);
    const strange = ['ann@example.com', 'boss@example.org'];
    expect(await choose(caseId, strange)).toEqual({
      kind: 'wrong',
      errors: { addresses: "boss@example.org is not one of this case's addresses." },
    });
    expect(await choose(caseId, [])).toEqual({
      kind: 'wrong',
      errors: { addresses: 'Choose at least one address.' },
    });
    expect(await apply(caseId, { do: 'suppress-some', addresses: strange })).toMatchObject({
      refusal: { kind: 'stranger', address: 'boss@example.org' },
    });
    expect(await suppressed()).toEqual([]);
  });

  test('a bounce that names nobody suppresses nobody', async () => {
    const { caseId } = await paper.paste('550 5.1.1 User unknown', { heard: 'asked' });
    expect(await apply(caseId, { do: 'suppress' })).toMatchObject({ refusal: { kind: 'no-address' } });
  });

  test.each([
    'xxx@example.com',
    'j***@example.com',
  ])('nor does one whose name was blotted out: %s', async (address) => {
    const { caseId } = await paper.paste(`550 5.1.1 <${address}>: User unknown`, { heard: 'asked' });
    expect(await apply(caseId, { do: 'suppress' })).toMatchObject({ refusal: { kind: 'no-address' } });
  });

  describe('an address that is named by hand', () => {
    const command = async (text: string) => note(await bot.desk.command({ text, actor: ann, place }));

    test('needs no bounce', async () => {
      expect((await command('suppress new@example.com she asked')).title).toBe(
        'new@example.com is suppressed now',
      );
    });

    test('is asked about where its last bounce says to keep it; "anyway" is a yes', async () => {
      await paper.paste(SPF);
      const question = await command('suppress ann@example.com user-unknown she left');
      expect(question.title).toBe('Not done yet: the last verdict on ann@example.com is to keep it');
      expect(words(question)).toContain('SPF');
      expect(question.examples).toEqual(['/bounces suppress ann@example.com anyway REMARK']);
      expect(await suppressed()).toEqual([]);
      const yes = await command('suppress ann@example.com anyway user-unknown she left');
      expect(yes.title).toBe('ann@example.com is suppressed now');
      expect(words(yes)).toContain('Why: this address does not exist.');
      expect(words(yes)).toContain('Evidence: she left');
    });

    test('is not asked about where its last bounce says that it is dead, or was no bounce', async () => {
      await paper.paste(DEAD);
      expect((await command('suppress ann@example.com')).title).toBe('ann@example.com is suppressed now');
      const other = await paper.paste(SPF.replace('ann@', 'bob@').replace('example.org', 'example.net'));
      await paper.press(other, 'Not a bounce, or wrong…');
      expect((await command('suppress bob@example.com')).title).toBe('bob@example.com is suppressed now');
    });

    test('is asked about by the verdict of its own team alone', async () => {
      await paper.paste(SPF);
      const eve = { ...ann, team: 'slack:T2' };
      const reply = await bot.desk.command({ text: 'suppress ann@example.com', actor: eve, place });
      expect(note(reply).title).toBe('ann@example.com is suppressed now');
    });

    test('is asked about although another team saw it die since', async () => {
      await paper.paste(SPF);
      clock += 60_000;
      await paper.write(DEAD, { place: { ...place, team: 'slack:T2' } });
      const reply = await bot.desk.command({ text: 'suppress ann@example.com', actor: ann, place });
      expect(note(reply).title).not.toContain('is suppressed now');
      expect(await suppressed()).toEqual([]);
    });
  });

  test('what happens by itself suppresses nobody', async () => {
    const { caseId } = await paper.paste(SPF);
    const origin = { by: itself(ann.team), at: new Date(), place: null };
    const means = { fingerprint: await openFingerprint(bot.store, null, new Date()), knowledge };
    const applied = await applyTransition(bot.store, caseId ?? '', { do: 'suppress' }, origin, means);
    expect(applied?.refusal).toEqual({ kind: 'no-ground' });
  });
});
