/** What people do with a case, who may, and what everybody sees of it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { setRules } from '../../src/cases/index.ts';
import { textOf } from '../../src/replies/index.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';
import {
  admin,
  ann,
  bob,
  connectPaper,
  eve,
  guest,
  labels,
  type Paper,
  place,
  verdict,
} from '../support/paper.ts';
import { onBothStores } from '../support/stores.ts';

const USER_UNKNOWN = '550 5.1.1 <user@example.com>: Recipient address rejected: User unknown';
const LISTED =
  '554 5.7.1 Service unavailable; Client host [192.0.2.5] blocked using zen.spamhaus.org (in reply to RCPT TO <user@example.com>)';
const SATURDAY = new Date('2026-11-21T10:15:00Z');

onBothStores((newAddress) => {
  let bot: TestDesk;
  let paper: Paper;
  let today: Date;
  beforeEach(async () => {
    today = SATURDAY;
    bot = await openDesk({ url: await newAddress(), now: () => today });
    paper = connectPaper(bot);
  });
  afterEach(() => bot.close());

  const stateOf = (caseId: string | null): string | null => {
    const { state } = paper.now(caseId);
    return state && textOf(state);
  };
  const suppressed = () =>
    bot.store.selectFrom('suppressions').select(['team', 'address', 'reason']).execute();
  const audit = () =>
    bot.store
      .selectFrom('audit')
      .select(['action', 'by'])
      .where('address', 'is', null)
      .orderBy('id')
      .execute();

  describe('what is done is seen in place, and by one line in the thread', () => {
    test('claim, hand over, release', async () => {
      const { caseId } = await paper.paste(LISTED);
      await paper.press(paper.now(caseId), 'Claim');
      expect(stateOf(caseId)).toBe('👤 Ann has it since 2026-11-21 10:15');
      expect(labels(paper.now(caseId))).toContain('Release');
      await paper.press(paper.now(caseId), 'Hand over…', ann, bob);
      expect(stateOf(caseId)).toBe('👤 Bob has it since 2026-11-21 10:15');
      await paper.press(paper.now(caseId), 'Release', bob);
      expect(stateOf(caseId)).toBeNull();
      expect(paper.lines).toEqual([
        'Ann claimed this.',
        'Ann handed this over to Bob.',
        'Bob released this: nobody looks after it now.',
      ]);
    });

    test('escalate, resolve, reopen', async () => {
      const { caseId } = await paper.paste(LISTED);
      await paper.press(paper.now(caseId), 'Escalate…');
      expect(stateOf(caseId)).toBe('Ann escalated it, 2026-11-21 10:15');
      await paper.press(paper.now(caseId), 'Resolve', bob);
      expect(labels(paper.now(caseId))).toEqual(['Reopen', 'Not a bounce, or wrong…', 'Text for customers…']);
      await paper.press(paper.now(caseId), 'Reopen');
      expect(labels(paper.now(caseId))).toContain('Resolve');
      expect(paper.lines).toEqual(['Ann escalated this.', 'Bob resolved this.', 'Ann reopened this.']);
    });

    test('in every conversation that shows the case', async () => {
      const { caseId } = await paper.paste(USER_UNKNOWN);
      await paper.write(USER_UNKNOWN, { place: { ...place, channel: 'C2' } });
      await paper.press(paper.now(caseId), 'Claim');
      expect(paper.posts.map(({ reply }) => textOf(verdict(reply).state ?? []))).toEqual([
        '👤 Ann has it since 2026-11-21 10:15',
        '👤 Ann has it since 2026-11-21 10:15',
      ]);
      expect(paper.lines).toEqual(['Ann claimed this.']);
    });
  });

  describe('snooze', () => {
    test.each([
      ['1h', '2026-11-21T11:15:00Z'],
      ['24h', '2026-11-22T10:15:00Z'],
    ])('%s says until when, and comes back by itself', async (choice, until) => {
      const { caseId } = await paper.paste(LISTED);
      await paper.press(paper.now(caseId), 'Snooze…', ann, choice);
      expect(stateOf(caseId)).toBe(`Snoozed until ${until.slice(0, 16).replace('T', ' ')} by Ann`);
      today = new Date(Date.parse(until) - 1000);
      await bot.queue.idle();
      expect(stateOf(caseId)).toContain('Snoozed');
      today = new Date(until);
      await bot.queue.idle();
      expect(stateOf(caseId)).toBeNull();
      expect(paper.lines.at(-1)).toBe('The snooze is over: this is open again.');
    });

    test('ended by hand, or begun anew, does not come back at the first time', async () => {
      const { caseId } = await paper.paste(LISTED);
      await paper.press(paper.now(caseId), 'Snooze…', ann, '1h');
      await paper.press(paper.now(caseId), 'Snooze…', bob, '24h');
      today = new Date('2026-11-21T12:00:00Z');
      await bot.queue.idle();
      expect(stateOf(caseId)).toContain('Snoozed until 2026-11-22');
      await paper.press(paper.now(caseId), 'Wake now');
      expect(stateOf(caseId)).toBeNull();
      today = new Date('2026-11-23T12:00:00Z');
      await bot.queue.idle();
      expect(paper.lines.filter((line) => line.includes('over'))).toEqual([]);
    });
  });

  describe('suppressing', () => {
    test('writes down who, when and why; Undo takes it back, and the case is as it was', async () => {
      const { caseId } = await paper.paste(USER_UNKNOWN);
      await paper.press(paper.now(caseId), 'Claim', bob);
      const { notice } = await paper.press(paper.now(caseId), 'Mark suppressed');
      expect(notice).toBeNull();
      expect(stateOf(caseId)).toBe('By Ann, 2026-11-21 10:15 · here ✓');
      expect(await suppressed()).toEqual([
        { team: 'slack:T1', address: 'user@example.com', reason: 'user-unknown' },
      ]);
      await paper.press(paper.now(caseId), 'Undo', bob);
      expect(stateOf(caseId)).toBe('👤 Bob has it since 2026-11-21 10:15');
      expect(await suppressed()).toEqual([]);
      expect((await audit()).map(({ action, by }) => [action, JSON.parse(by).name])).toEqual([
        ['claim', 'Bob'],
        ['suppress', 'Ann'],
        ['undo', 'Bob'],
      ]);
    });

    test('what is our own fault is refused, whatever button was forged', async () => {
      const { caseId } = await paper.paste(LISTED);
      const forged = { action: 'suppress', target: caseId ?? '', choice: null, person: null } as const;
      expect(await bot.desk.action({ ...forged, actor: ann, place, ref: null })).toMatchObject({
        update: null,
        notice: 'This bounce is no reason to suppress an address.',
      });
      expect(await suppressed()).toEqual([]);
    });

    test('a soft bounce offers to wait, and no suppression', async () => {
      const reply = await paper.paste('452 4.2.2 <user@example.com>: mailbox full');
      expect(reply.actions[0]).toMatchObject({ label: 'Snooze 24 hours', style: 'plain' });
      expect(labels(reply).filter((label) => label.includes('uppress'))).toEqual([]);
    });

    test('a case does not take an address off the list that somebody else put there', async () => {
      const two = await paper.paste([USER_UNKNOWN, USER_UNKNOWN.replace('user@', 'other@')].join('\n\n'));
      const one = await paper.paste(USER_UNKNOWN.replace('user@', 'third@'));
      await paper.press(one, 'Mark suppressed');
      await paper.press(two, 'Suppress all 2…');
      await paper.press(paper.now(two.caseId), 'Undo');
      expect(await suppressed()).toMatchObject([{ address: 'third@example.com' }]);
    });
  });

  test('a hundred people press at once: one effect, and 99 are told who was first', async () => {
    const { caseId } = await paper.paste(USER_UNKNOWN);
    const reply = paper.now(caseId);
    const crowd = Array.from({ length: 100 }, (_, i) => ({ ...ann, id: `U1${i}`, name: `Ann ${i}` }));
    const outcomes = await Promise.all(crowd.map((one) => paper.press(reply, 'Mark suppressed', one)));
    const late = outcomes.filter(({ notice }) => notice !== null);
    expect(late).toHaveLength(99);
    expect(new Set(late.map(({ notice }) => notice)).size).toBe(1);
    expect(late[0]?.notice).toMatch(/^Somebody was first: By Ann \d+, .*here ✓/);
    expect(await audit()).toHaveLength(1);
    expect(paper.lines).toHaveLength(1);
  });

  describe('who may', () => {
    const tries = async (by: typeof ann): Promise<string | null> => {
      const { caseId } = await paper.paste(`550 5.1.1 <${Math.random()}@example.com>: User unknown`);
      return (await paper.press(paper.now(caseId), 'Resolve', by)).notice;
    };

    test('members may triage, guests may only look, admins may all, as long as nothing is configured', async () => {
      expect(await tries(ann)).toBeNull();
      expect(await tries(admin)).toBeNull();
      expect(await tries(guest)).toBe(
        'Guests can look, but not act. Any member of this workspace can do that; ask one of them.',
      );
    });

    test('the addresses of a case are handed only to those who may act on them', async () => {
      const two = '550 5.1.1 <ann@example.com>: User unknown\n550 5.1.1 <bob@example.com>: User unknown';
      const { caseId } = await paper.paste(two);
      expect(await paper.press(paper.now(caseId), 'Addresses (CSV)', guest)).toMatchObject({
        file: null,
        notice: 'Guests can look, but not act. Any member of this workspace can do that; ask one of them.',
      });
      const { file } = await paper.press(paper.now(caseId), 'Addresses (CSV)', ann);
      expect(file?.content).toContain('"bob@example.com"');
    });

    test('where a team names its triagers, the refusal says who could do it', async () => {
      const rules = {
        triagers: [{ id: 'S1', name: '@email-ops' }],
        admins: [{ id: 'S2', name: '@mail-admins' }],
      };
      await setRules(bot.store, 'slack:T1', rules, { by: admin, place, at: today });
      expect(await tries(ann)).toBe(
        'Only @email-ops, an admin of this workspace or @mail-admins can do that. You can look at everything; ask one of them to do it.',
      );
      expect(await tries({ ...ann, groups: ['S1'] })).toBeNull();
      expect(await tries({ ...guest, groups: ['S1'] })).toBeNull();
    });

    test('another team can neither press nor see', async () => {
      const { caseId } = await paper.paste(USER_UNKNOWN);
      expect(await paper.press(paper.now(caseId), 'Mark suppressed', eve)).toMatchObject({
        update: null,
        notice: expect.stringContaining('no longer'),
      });
      expect(await bot.desk.show(caseId ?? '', eve.team)).toBeNull();
      expect(await suppressed()).toEqual([]);
    });
  });
});
