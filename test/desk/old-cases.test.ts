/** A case whose texts were removed for their age: its buttons still answer, and what comes back is a new case. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expireIfDue } from '../../src/cases/index.ts';
import { textOf } from '../../src/replies/index.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';
import { connectPaper, labels, type Paper } from '../support/paper.ts';
import { onBothStores } from '../support/stores.ts';

const USER_UNKNOWN = '550 5.1.1 <user@example.com>: Recipient address rejected: User unknown';

onBothStores((newAddress) => {
  let bot: TestDesk;
  let paper: Paper;
  let today: Date;
  beforeEach(async () => {
    today = new Date('2026-01-10T10:15:00Z');
    bot = await openDesk({ url: await newAddress(), now: () => today });
    paper = connectPaper(bot);
  });
  afterEach(() => bot.close());

  const halfAYearLater = async () => {
    today = new Date('2026-07-20T10:15:00Z');
    await expireIfDue(bot.store, today, 180, new AbortController().signal);
  };

  test('its buttons still answer, in place', async () => {
    const { caseId } = await paper.paste(USER_UNKNOWN);
    await halfAYearLater();
    const outcome = await paper.press(paper.now(caseId), 'Resolve');
    expect(outcome.notice).toBeNull();
    await bot.queue.idle();
    expect(textOf(paper.now(caseId).state ?? [])).toBe('By Ann, 2026-07-20 10:15');
    expect(labels(paper.now(caseId))).toEqual(['Reopen', 'Not a bounce, or wrong…']);
    expect(JSON.stringify(await bot.store.selectFrom('cases').selectAll().execute())).not.toContain(
      'user@example.com',
    );
  });

  test('it is still judged as its words were, although only its codes are left', async () => {
    const { caseId, badge } = await paper.paste(
      '550 5.1.1 Message rejected: the SPF check failed for example.org',
    );
    expect(badge).toContain('auth failure');
    await halfAYearLater();
    await paper.press(paper.now(caseId), 'Claim');
    expect(paper.now(caseId).badge).toBe(badge);
    expect(labels(paper.now(caseId))).not.toContain('Mark suppressed');
  });

  test('its address can not be suppressed any more, as nobody knows it', async () => {
    const { caseId } = await paper.paste(USER_UNKNOWN);
    await halfAYearLater();
    const { notice } = await paper.press(paper.now(caseId), 'Mark suppressed');
    expect(notice).toBe(
      'The addresses of this case were removed because it is old. Paste the bounce again to open a new one.',
    );
    expect(await bot.store.selectFrom('suppressions').selectAll().execute()).toEqual([]);
  });

  test('the same bounce again is a new case, explained in full', async () => {
    const old = await paper.paste(USER_UNKNOWN);
    await halfAYearLater();
    const fresh = await paper.paste(USER_UNKNOWN);
    expect(fresh.caseId).not.toBe(old.caseId);
    expect(fresh.headline).toBe(old.headline);
  });
});
