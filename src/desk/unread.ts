import { enqueue, settle } from '../queue/index.ts';
import { transaction } from '../store/index.ts';
import type { Context } from './context.ts';
import type { Unread } from './contract.ts';

/** Owes the channel a word of what stays unread. Asked again for the same absence, it does nothing. */
export async function tellUnread(
  { store, now }: Context,
  { place, since, messages, more, hours }: Unread,
): Promise<void> {
  const at = now().getTime();
  await transaction(store, async (tx) => {
    if (!(await settle(tx, { ...place, id: `away:${place.channel}:${since}` }, at))) return;
    const body = { show: 'away', messages, more, hours } as const;
    await enqueue(tx, [{ kind: 'post', body, messageId: null, ...place }], null, at);
  });
}
