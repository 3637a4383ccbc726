/** What a large message tells beside its bounces is written down ahead of its answer, portion by portion. */
import { notePortion, portionsOf, type Told } from '../cases/index.ts';
import { isSettled, type Message } from '../queue/index.ts';
import { transaction } from '../store/index.ts';
import type { Context } from './context.ts';
import { tellChanged } from './filing.ts';

/**
 * Each portion is a transaction of its own, so that what others say, press or ask comes in between. Whoever is interrupted
 * begins anew: what is written down already changes nothing, and the message isn't settled before the last of it.
 * @returns what is left to be filed with the answer
 */
export async function noteAhead(
  context: Context,
  delivered: { readonly team: string; readonly id: string },
  { place }: Pick<Message, 'place'>,
  told: Told,
  now: number,
): Promise<Told> {
  const { store } = context;
  const portions = await portionsOf(told, now);
  // Whoever asks about a message that was answered tells nothing new.
  if (portions.length === 0 || (await isSettled(store, delivered))) return told;
  for (const portion of portions) {
    await transaction(store, async (tx) =>
      tellChanged(context, tx, place, await notePortion(tx, place.team, portion, now), now),
    );
  }
  return { ...told, deliveries: [], messages: [] };
}
