/** Brings what is owed to its platform, and does what is due. */
import type { Logger } from 'pino';
import type { Store } from '../store/index.ts';
import {
  type Connector,
  type Delivery,
  type Platform,
  RetryLater,
  Unanswered,
  Undeliverable,
  Unreached,
} from './connector.ts';
import type { Handler } from './handler.ts';
import { isChore } from './job.ts';
import { enqueue, giveUp, type OutboxRow, putOff } from './outbox.ts';
import { markDelivered } from './posted.ts';
import { createRecent } from './recent.ts';
import type { Recovery } from './recovery.ts';
import { GIVE_UP_AFTER, LATE_ENOUGH, SECOND_LOOK, waitAfter } from './retries.ts';

type Parts = {
  readonly store: Store;
  readonly handler: Pick<Handler, 'deliveryOf' | 'chore'>;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly connectorFor: (platform: Platform) => Connector | undefined;
  readonly noteOutage: (error: unknown, what: string) => void;
  readonly recovery: Recovery;
};

/** Not what the platform says of this one delivery. */
const isTrouble = (error: unknown): boolean =>
  !(error instanceof Undeliverable) && !(error instanceof RetryLater);

export function createDelivering({ store, handler, log, now, connectorFor, noteOutage, recovery }: Parts) {
  /** What this process works on, to be renewed. */
  const inHand = new Set<string>();
  /** What failed before it reached its platform: there is nothing to look for when it comes again. */
  const unsent = createRecent();
  /** What had no answer: when it has arrived, another one of it may come yet. */
  const unanswered = createRecent();
  /** What this process has tried. Of what comes again and isn't here, another one, which died, may have had no answer. */
  const tried = createRecent();

  /** @returns whether it is over with: it went out, or never will */
  async function deliver(delivery: Delivery, attempts: number, madeAt: number): Promise<boolean> {
    const connector = connectorFor(delivery.place.platform);
    if (!connector) return false;
    const { id, place, what } = delivery;
    const again = delivery.again && !unsent.take(id);
    if (again && !tried.take(id)) unanswered.add(id);
    inHand.add(id);
    try {
      const ref = await connector.deliver({ ...delivery, again });
      await markDelivered(store, id, ref, now());
      if (unanswered.take(id) && ref !== null) await lookOnceMore(delivery, ref);
      await recovery.succeeded(place.platform);
      return true;
    } catch (error) {
      tried.add(id);
      if (isTrouble(error)) recovery.failed(place.platform);
      if (!again && (error instanceof RetryLater || error instanceof Unreached)) unsent.add(id);
      const mayBeDone = error instanceof Unanswered && (what.kind === 'post' || what.kind === 'line');
      if (mayBeDone) unanswered.add(id);
      return await failed(id, error, attempts, madeAt, mayBeDone);
    } finally {
      inHand.delete(id);
    }
  }

  const lookOnceMore = ({ id: of, place, messageId }: Delivery, ref: string): Promise<unknown> =>
    enqueue(
      store,
      [{ kind: 'single', body: { of, ref }, ...place, messageId, due: now() + SECOND_LOOK }],
      null,
      now(),
    );

  /** @returns whether it was given up */
  async function failed(
    id: string,
    error: unknown,
    attempts: number,
    madeAt: number,
    mayBeDone = false,
  ): Promise<boolean> {
    const why = error instanceof Error ? error.message : String(error);
    if (error instanceof Undeliverable || now() - madeAt > GIVE_UP_AFTER) {
      log.warn({ why }, 'something owed was given up');
      await giveUp(store, id, why, now());
      return true;
    }
    const usual = error instanceof RetryLater ? error.wait : waitAfter(attempts);
    const wait = mayBeDone ? Math.max(usual, LATE_ENOUGH) : usual;
    log.warn({ why, seconds: Math.ceil(wait / 1000) }, 'something owed could not be delivered: later again');
    await putOff(store, id, wait, now(), mayBeDone);
    return false;
  }

  async function workOnDelivery(row: OutboxRow): Promise<void> {
    const delivery = await handler.deliveryOf(row);
    if (delivery === null) return giveUp(store, row.id, 'it is owed no more', now());
    await deliver(delivery, row.attempts, Date.parse(row.made_at));
  }

  async function workOnChore(row: OutboxRow): Promise<void> {
    inHand.add(row.id);
    try {
      await handler.chore(row);
      await markDelivered(store, row.id, null, now());
    } finally {
      inHand.delete(row.id);
    }
  }

  return {
    inHand: (): readonly string[] => [...inHand],

    /** Never rejects: what fails is tried again later. */
    async work(row: OutboxRow): Promise<void> {
      try {
        await (isChore(row.kind) ? workOnChore(row) : workOnDelivery(row));
      } catch (error) {
        await failed(row.id, error, row.attempts, Date.parse(row.made_at)).catch((worse: unknown) =>
          noteOutage(worse, 'something owed'),
        );
      }
    },

    /** In their order: where one is put off, those behind it wait for it. Never rejects. */
    async send(owed: readonly Delivery[]): Promise<void> {
      try {
        for (const [i, delivery] of owed.entries()) {
          if (await deliver(delivery, 1, now())) continue;
          for (const { id } of owed.slice(i + 1)) await putOff(store, id, 0, now());
          return;
        }
      } catch (error) {
        noteOutage(error, 'a delivery');
      }
    },
  };
}
