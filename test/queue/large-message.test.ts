/** A large log is written down in portions: whoever dies between two of them leaves nothing half done. */
import { expect, test } from 'vitest';
import type { Store } from '../../src/store/index.ts';
import { openDesk } from '../support/desk.ts';
import { connectPaper, place } from '../support/paper.ts';
import { arrived, attempt, queued } from '../support/postfix-log.ts';
import { onBothStores } from '../support/stores.ts';

const put = attempt({
  time: '09:00:00',
  id: '7E0001',
  to: 'user1@example.com',
  words: '452 4.2.2 Mailbox full',
});
const ours = attempt({
  time: '09:00:01',
  id: '7E0002',
  to: 'ann@example.net',
  words: '550 5.7.1 Message rejected as spam by Content Filtering',
});
const dead = ['ann', 'bob', 'cid'].map((name, i) =>
  attempt({ time: '10:00:00', id: `7F000${i}`, to: `${name}@example.org`, words: '550 5.1.1 User unknown' }),
);
/** What was put off before arrives, and it turns out who sent what was refused before. */
const log = [
  queued({ time: '08:59:00', id: '7E0002', from: 'news@example.com' }),
  ...Array.from({ length: 1200 }, (_, i) => {
    const id = `7E${i.toString(16).padStart(4, '0').toUpperCase()}`;
    return arrived({ time: '10:05:00', id: i === 2 ? '7E9999' : id, to: `user${i}@example.com` });
  }),
  ...dead,
].join('\n');

/** All that is remembered, without the ids that are made anew each time. */
async function memoryOf(store: Store): Promise<unknown> {
  const attempts = await store
    .selectFrom('attempts')
    .innerJoin('cases', 'cases.id', 'attempts.case_id')
    .select(['attempts.id', 'attempts.counts', 'attempts.message_id', 'cases.key', 'cases.count'])
    .select(['cases.status', 'cases.last_at'])
    .orderBy('attempts.id')
    .execute();
  const told = await store
    .selectFrom('case_messages')
    .select(['message_id', 'told', 'known', 'addresses'])
    .orderBy('message_id')
    .orderBy('part')
    .execute();
  const reached = await store.selectFrom('deliveries').selectAll().orderBy('address').execute();
  const arrivals = await store.selectFrom('arrivals').selectAll().orderBy('id').execute();
  const senders = await store.selectFrom('mailings').select(['id', 'sender']).orderBy('id').execute();
  return { attempts, told, reached, arrivals, senders };
}

onBothStores((newAddress) => {
  test('who comes after it answers once, and remembers what one who lives would', async () => {
    let today = new Date('2026-11-21T12:00:00Z');
    const now = () => today;
    const event = { id: 'C1:9', text: log, heard: 'watching', bot: null, edit: null, place } as const;

    const alive = await openDesk({ url: await newAddress(), now });
    const there = connectPaper(alive);
    await there.write(`${put}\n${ours}`, { id: 'C1:1' });
    await there.write(log, { id: event.id });
    const expected = await memoryOf(alive.store);
    await alive.close();

    const url = await newAddress();
    const bot = await openDesk({ url, now });
    const paper = connectPaper(bot);
    await paper.write(`${put}\n${ours}`, { id: 'C1:1' });
    const dying = await openDesk({ url, now });
    dying.queue.connect({
      name: 'slack',
      open: async () => ({ ...event, files: [] }),
      deliver: async () => expect.unreachable('it dies before'),
    });
    await dying.queue.take({ ...event, hasFiles: false, payload: event.id });
    const begun = bot.store.selectFrom('deliveries').select('address').limit(1);
    while ((await begun.executeTakeFirst()) === undefined) await new Promise(setImmediate);
    await dying.store.destroy();
    expect(await memoryOf(bot.store)).not.toEqual(expected);

    // The platform sends it again, to no avail: it is in hand, until the hold of the dead one runs out.
    await paper.write(log, { id: event.id });
    expect(paper.posts).toHaveLength(1);
    today = new Date(today.getTime() + 30_000);
    await bot.queue.idle();
    expect(paper.posts.map(({ messageId }) => messageId)).toEqual(
      there.posts.map(({ messageId }) => messageId),
    );
    expect(paper.posts.map(({ reply }) => reply.kind)).toEqual(there.posts.map(({ reply }) => reply.kind));
    expect(await memoryOf(bot.store)).toEqual(expected);
    await bot.close();
  });
});
