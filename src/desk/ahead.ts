/**
 * What a message tells beside its bounces: what arrived, and who sent what. Of a large one it takes several times the
 * memory of its files, so it is written down as they are read, portion by portion, ahead of the answer.
 */
import { type Beside, besideOf, isLarge, notePortion, portionsOf, type Told } from '../cases/index.ts';
import type { Explained } from '../diagnosis/index.ts';
import { isSettled, type Message } from '../queue/index.ts';
import { LONG_PATIENCE, transaction } from '../store/index.ts';
import type { Context } from './context.ts';
import { tellChanged } from './filing.ts';

type Kept = Pick<Told, 'deliveries' | 'messages'>;

/** Takes what each part of a message tells beside its bounces. */
export type Taking = {
  /** @returns the reading without it */
  take(reading: Explained): Promise<Explained>;
  /** @returns how many mails arrived by what was taken, and when the last one did, in ISO 8601; null: none */
  arrived(): { readonly mails: number; readonly last: string | null } | null;
  /** @returns what is left of it, to be filed with the answer */
  rest(): Promise<Kept>;
};

/** @returns what keeps all of it: where nothing can be written down, and of what is little */
export function keepBeside(): Taking & { isMuch(): boolean } {
  let kept: Kept = { deliveries: [], messages: [] };
  let mails = 0;
  let last: string | null = null;
  return {
    async take(reading) {
      const { deliveries, messages } = reading;
      kept = {
        deliveries: kept.deliveries.concat(deliveries),
        messages: kept.messages.concat(messages),
      };
      mails += deliveries.length;
      for (const { time } of deliveries) if (time !== null && (last === null || time > last)) last = time;
      return { ...reading, deliveries: [], messages: [] };
    },
    arrived: () => (mails === 0 ? null : { mails, last }),
    isMuch: () => isLarge({ ...kept, diagnoses: [] }),
    async rest() {
      const rest = kept;
      kept = { deliveries: [], messages: [] };
      return rest;
    },
  };
}

/** Rows that are held at most before they are written down: sorted together, they touch the fewer pages of the indexes. */
const MOST_HELD = 20_000;

/**
 * Each portion is a transaction of its own, so that what others say, press or ask comes in between. Whoever is interrupted
 * begins anew: what is written down already changes nothing, and the message isn't settled before its answer is owed.
 * @param at when the message was heard, in milliseconds since 1970
 * @returns what writes down what is much, large messages one after the other
 */
export function noteAhead(
  context: Context,
  delivered: { readonly team: string; readonly id: string },
  { place }: Pick<Message, 'place'>,
  at: number,
): Taking {
  const { store, now } = context;
  const kept = keepBeside();
  let held: Beside = { arrived: [], named: [] };

  async function hold(): Promise<void> {
    const { arrived, named } = await besideOf(await kept.rest(), at);
    held = { arrived: held.arrived.concat(arrived), named: held.named.concat(named) };
  }

  const write = (some: Beside): Promise<void> =>
    context.oneByOne(async () => {
      // Whoever asks about a message that was answered tells nothing new.
      if (await isSettled(store, delivered)) return;
      // Read before the transactions: a spike may escalate in one.
      await context.fingerprint();
      for (const portion of await portionsOf(some)) {
        const moment = now().getTime();
        await transaction(
          store,
          async (tx) =>
            tellChanged(context, tx, place, await notePortion(tx, place.team, portion, moment), moment),
          LONG_PATIENCE,
        );
      }
    });

  async function writeHeld(most: number): Promise<void> {
    if (held.arrived.length + held.named.length <= most) return;
    const some = held;
    held = { arrived: [], named: [] };
    await write(some);
  }

  return {
    arrived: kept.arrived,
    async take(reading) {
      const others = await kept.take(reading);
      if (kept.isMuch()) await hold();
      await writeHeld(MOST_HELD);
      return others;
    },
    async rest() {
      await writeHeld(0);
      return kept.rest();
    },
  };
}
