/** Who holds a piece of work. A process that stood still for too long and lost it does not get it back by renewing. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { receive, renewInbox, takeLeft } from '../../src/queue/inbox.ts';
import { LEASE } from '../../src/queue/lease.ts';
import { enqueue, renew, takeDue } from '../../src/queue/outbox.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { onBothStores } from '../support/stores.ts';

const START = Date.parse('2026-11-21T10:15:00Z');
const message = { team: 'slack:T1', id: 'C1:1700000000.000100', platform: 'slack', channel: 'C1' };
const owed = {
  kind: 'post',
  body: { show: 'help' },
  team: 'slack:T1',
  platform: 'slack',
  channel: 'C1',
  messageId: message.id,
} as const;

onBothStores((newAddress) => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(await newAddress());
  });
  afterEach(() => store.destroy());

  const taking = (holder: string, now: number) => ({ platforms: ['slack'], holder, most: 10, now });
  const left = (holder: string, at: number) => takeLeft(store, taking(holder, at));
  const due = (holder: string, at: number) => takeDue(store, taking(holder, at));

  test('a message is held on to by renewing, as long as nobody else took it over', async () => {
    await receive(store, message, 'payload', 'first', START);
    const renewed = START + LEASE - 1000;
    await renewInbox(store, message, 'first', renewed);
    expect(await left('second', START + LEASE)).toEqual([]);
    const lost = renewed + LEASE;
    expect(await left('second', lost)).toMatchObject([{ id: message.id }]);
    await renewInbox(store, message, 'first', lost + 5000);
    expect(await left('third', lost + LEASE)).toMatchObject([{ id: message.id }]);
  });

  test('what is owed is held on to by renewing, as long as nobody else took it over', async () => {
    const [row] = await enqueue(store, [owed], 'first', START);
    const ids = [row?.id ?? ''];
    const renewed = START + LEASE - 1000;
    await renew(store, ids, 'first', renewed);
    expect(await due('second', START + LEASE)).toEqual([]);
    const lost = renewed + LEASE;
    expect(await due('second', lost)).toMatchObject([{ id: row?.id, lease_by: 'second' }]);
    await renew(store, ids, 'first', lost + 5000);
    expect(await due('third', lost + LEASE)).toMatchObject([{ id: row?.id, lease_by: 'third' }]);
  });
});
