/** Messages that are edited or deleted after they were answered. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { textOf } from '../../src/replies/index.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';
import { connectPaper, type Paper, place, verdict } from '../support/paper.ts';

const DEAD = (name: string) => `550 5.1.1 <${name}@example.com>: Recipient address rejected: User unknown`;

let bot: TestDesk;
let paper: Paper;
let edits = 0;
beforeEach(async () => {
  bot = await openDesk();
  paper = connectPaper(bot);
});
afterEach(() => bot.close());

const edit = (text: string, id = 'C1:1') => paper.write(text, { id, edit: `${++edits}` });
const titles = () =>
  paper.posts.map(({ reply }) =>
    verdict(reply)
      .facts.find(({ label }) => label === 'To')
      ?.value.map((leaf) => 'text' in leaf && leaf.text)
      .join(''),
  );

test('a talk that becomes a bounce is answered', async () => {
  await paper.write('Look at this:', { id: 'C1:1' });
  await edit(DEAD('ann'));
  expect(titles()).toEqual(['ann@example.com']);
});

test('an edit that leaves the bounce as it is changes nothing', async () => {
  await paper.write(DEAD('ann'), { id: 'C1:1' });
  expect(await edit(`${DEAD('ann')}\n\n(edited a typo)`)).toEqual([]);
  expect(titles()).toEqual(['ann@example.com']);
  expect(await bot.store.selectFrom('attempts').select('address').execute()).toHaveLength(1);
});

test('another bounce takes the place of the first, in the same answer; what was told before is taken back', async () => {
  const first = await paper.paste(DEAD('ann'), { id: 'C1:1' });
  expect(await edit(DEAD('bob'))).toEqual([]);
  expect(titles()).toEqual(['bob@example.com']);
  const cases = await bot.store.selectFrom('cases').select(['id', 'status', 'count']).execute();
  expect(cases.find(({ id }) => id === first.caseId)).toMatchObject({ status: 'dismissed', count: 0 });
  expect(cases).toHaveLength(2);
});

test('the same address, but now its mailbox is full: the answer says that it is to be kept', async () => {
  const dead = await paper.paste('550 5.1.1 <ann@example.com>: User unknown', { id: 'C1:1' });
  expect(dead.badge).toContain('suppress it');
  expect(await edit('452 4.2.2 <ann@example.com>: Mailbox full')).toEqual([]);
  const [post] = paper.posts;
  expect(paper.posts).toHaveLength(1);
  expect(verdict(post?.reply).badge).toContain('keep the address');
  expect(verdict(post?.reply).headline).not.toBe(dead.headline);
  const cases = await bot.store
    .selectFrom('cases')
    .select(['reason', 'category', 'count'])
    .where('status', '!=', 'dismissed')
    .execute();
  expect(cases).toEqual([{ reason: 'mailbox-full', category: 'soft', count: 1 }]);
});

test('a bounce that is edited away is not a bounce any more', async () => {
  await paper.write(DEAD('ann'), { id: 'C1:1' });
  expect(await edit('Never mind.')).toEqual([]);
  expect(textOf(verdict(paper.posts[0]?.reply).state ?? [])).toContain('By Bounce Triage');
});

test.each([
  ['another bounce: the answer is of that', DEAD('bob'), 'bob@example.com', null],
  ['none: the answer says so', 'Never mind.', null, 'By Bounce Triage'],
])('edited while its answer is being posted, to %s', async (_, text, to, state) => {
  const { deliver } = paper.connector;
  const posting = Promise.withResolvers<void>();
  const edited = Promise.withResolvers<void>();
  bot.queue.connect({
    ...paper.connector,
    async deliver(delivery) {
      const ref = await deliver(delivery);
      if (delivery.what.kind === 'post') {
        posting.resolve();
        await edited.promise;
      }
      return ref;
    },
  });
  const writing = paper.write(DEAD('ann'), { id: 'C1:1' });
  await posting.promise;
  const editing = edit(text);
  await vi.waitFor(async () => {
    const [owed] = await bot.store.selectFrom('outbox').select('body').where('kind', '=', 'post').execute();
    expect(owed?.body).toContain('instead');
  });
  edited.resolve();
  await Promise.all([writing, editing]);
  await bot.queue.idle();
  expect(paper.posts).toHaveLength(1);
  if (to !== null) expect(titles()).toEqual([to]);
  const shown = textOf(verdict(paper.posts[0]?.reply).state ?? []);
  if (state === null) expect(shown).not.toContain('By Bounce Triage');
  else expect(shown).toContain(state);
});

test('a case that others tell of as well stays', async () => {
  const { caseId } = await paper.paste(DEAD('ann'), { id: 'C1:1' });
  await paper.write(DEAD('ann'), { id: 'C2:1', place: { ...place, channel: 'C2' } });
  await edit('Never mind.');
  expect(
    await bot.store
      .selectFrom('cases')
      .select(['status', 'count'])
      .where('id', '=', caseId ?? '')
      .execute(),
  ).toEqual([{ status: 'open', count: 1 }]);
});

test('a deleted message: its answer says so, and goes on saying so', async () => {
  const { caseId } = await paper.paste(DEAD('ann'), { id: 'C1:1' });
  await bot.desk.deleted({ id: 'C1:1', place });
  await bot.queue.idle();
  expect(textOf(paper.now(caseId).state ?? [])).toBe('The message that this answers was deleted.');
  await paper.press(paper.now(caseId), 'Resolve');
  expect(textOf(paper.now(caseId).state ?? [])).toMatch(/deleted\..*By Ann/);
});
