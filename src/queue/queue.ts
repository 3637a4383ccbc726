/**
 * The mailroom: what comes in is written down before the platform is told that we have it, and handled once; what
 * is owed goes out, again and again until it has arrived, whichever process lives to do it.
 */
import { PostgresAdapter } from 'kysely';
import type { Logger } from 'pino';
import { inTime, isOutage, outageWords, type Store } from '../store/index.ts';
import { type Carrier, type Delivery, type Incoming, inboxId, type Platform } from './connector.ts';
import { createDelivering } from './delivering.ts';
import type { Handler } from './handler.ts';
import { type InboxRow, leaveFor, receive, renewInbox, takeLeft } from './inbox.ts';
import { MOST_ATTEMPTS, RENEWAL, waitAfter } from './lease.ts';
import { markDelivered, renew, takeDue } from './outbox.ts';
import { createCrew } from './workers.ts';

export type MailroomParts = {
  readonly store: Store;
  readonly desk: Handler;
  readonly log: Logger;
  readonly now: () => Date;
  /** Names this process among all that share the store. */
  readonly holder: string;
  /** Milliseconds between two looks for what others left; 1,000 where nothing else is said. */
  readonly every?: number;
};

export type Mailroom = {
  /** From now on this process opens and delivers for that platform. */
  connect(carrier: Carrier): void;
  /** Nothing more for that platform; resolves when what is under way has ended. */
  disconnect(platform: Platform): Promise<void>;
  /**
   * Writes an event down and begins to handle it. The platform may be told that we have it when this resolves.
   * It resolves within two seconds. While the store is down or slow, a bounce is answered without a case.
   * @throws where a mistake of ours kept it from being written down: the platform must send it again
   */
  take(incoming: Incoming): Promise<void>;
  /** Delivers now, in order, what the desk says is owed. Never rejects: what fails is tried again later. */
  send(owed: readonly Delivery[]): Promise<void>;
  /** An adapter delivered it by itself. @param ref the platform's id of the new message, or null */
  delivered(id: string, ref: string | null): Promise<void>;
  /** Something became due. */
  nudge(): void;
  /** Resolves when nothing is under way and nothing is due. */
  idle(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
};

/** Milliseconds that the store gets to write an event down: a platform wants to know within three seconds. */
const PATIENCE = 1500;

export function createMailroom(parts: MailroomParts): Mailroom {
  const { store, desk, log, holder } = parts;
  const now = (): number => parts.now().getTime();
  const lockRows = store.getExecutor().adapter instanceof PostgresAdapter;
  const carriers = new Map<Platform, Carrier>();
  /** They are given nothing new, but what is under way still goes out through them. */
  const leaving = new Map<Platform, Carrier>();
  const carrierFor = (platform: Platform): Carrier | undefined =>
    carriers.get(platform) ?? leaving.get(platform);
  const crew = createCrew(log);
  const opening = new Map<string, InboxRow>();
  const delivering = createDelivering({ store, desk, log, now, carrierFor, noteOutage });
  let timer: NodeJS.Timeout | null = null;
  let renewal: NodeJS.Timeout | null = null;

  async function handle(row: InboxRow): Promise<void> {
    const key = `${row.team} ${row.id}`;
    const carrier = carrierFor(row.platform as Platform);
    if (!carrier || opening.has(key)) return;
    opening.set(key, row);
    const place = { platform: carrier.name, team: row.team, channel: row.channel };
    try {
      const message = await carrier.open(row.payload);
      if (message === null) return await desk.dismiss({ id: row.id, place }, false);
      const { owed } = await desk.message(message);
      await delivering.send(owed);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (row.attempts >= MOST_ATTEMPTS && !isOutage(error)) {
        log.error({ why }, 'a message could not be handled and was given up');
        return await desk.dismiss({ id: row.id, place }, true);
      }
      log.error({ why, attempts: row.attempts }, 'a message could not be handled: later again');
      await leaveFor(store, row, waitAfter(row.attempts), now());
    } finally {
      opening.delete(key);
      nudge();
    }
  }

  /** Looks once for everything that is due. @returns whether there may be more */
  async function lookAround(): Promise<boolean> {
    const platforms = [...carriers.keys()];
    if (crew.free() === 0) return false;
    const left = await takeLeft(store, platforms, holder, crew.free(), now(), lockRows);
    for (const row of left) crew.add(() => handle(row));
    const due = await takeDue(store, platforms, holder, crew.free(), now(), lockRows);
    // Nobody waits for a slow one: whoever is done looks again.
    for (const row of due) crew.add(() => delivering.work(row).finally(nudge));
    return due.length > 0;
  }

  const round = crew.oneAtATime(async () => {
    try {
      while (await lookAround());
    } catch (error) {
      noteOutage(error, 'looking for what is due');
    }
  });

  const nudge = (): void => round();

  function noteOutage(error: unknown, what: string): void {
    if (!isOutage(error)) log.error({ err: error }, `${what} failed`);
    else log.warn({ why: outageWords(error) }, `${what} failed: tried again until the store is back`);
  }

  async function renewAll(): Promise<void> {
    await renew(store, delivering.inHand(), holder, now());
    for (const row of opening.values()) await renewInbox(store, row, holder, now());
  }

  /** The store is down: who asks is answered all the same, by this process, now or never. */
  async function answerUnsaved(incoming: Incoming): Promise<void> {
    const carrier = carriers.get(incoming.place.platform);
    const message = (await carrier?.open(incoming.payload)) ?? null;
    if (!carrier || message === null) return;
    for (const [i, reply] of (await desk.unsaved(message)).entries()) {
      await carrier.deliver({
        id: `${i}${Buffer.from(incoming.id).toString('hex').slice(-20)}`,
        place: incoming.place,
        messageId: incoming.id,
        again: false,
        what: { kind: 'post', reply },
      });
    }
  }

  return {
    connect(carrier) {
      carriers.set(carrier.name, carrier);
      nudge();
    },

    async disconnect(platform) {
      const carrier = carriers.get(platform);
      carriers.delete(platform);
      if (carrier) leaving.set(platform, carrier);
      await crew.idle();
      leaving.delete(platform);
    },

    async take(incoming) {
      if (!(await desk.isForUs(incoming))) return;
      const { place, payload } = incoming;
      const delivered = {
        id: inboxId(incoming),
        team: place.team,
        platform: place.platform,
        channel: place.channel,
      };
      const written = receive(store, delivered, payload, holder, now());
      try {
        if (!(await inTime(written, PATIENCE))) return;
      } catch (error) {
        if (!isOutage(error)) throw error;
        const why = outageWords(error);
        log.warn({ why }, 'a message could not be written down: it is answered without a case');
        // Where it is written down after all, it is answered already.
        written
          .then((isNew) => (isNew ? desk.dismiss({ id: delivered.id, place }, false) : undefined))
          .catch(() => undefined);
        crew.add(() => answerUnsaved(incoming));
        return;
      }
      crew.add(() => handle({ ...delivered, payload, attempts: 1, heardAt: now() }));
    },

    send: delivering.send,
    delivered: (id, ref) => markDelivered(store, id, ref, now()),
    nudge,

    async idle() {
      do {
        await crew.idle();
        nudge();
        await crew.idle();
      } while (crew.isBusy());
    },

    start() {
      timer ??= setInterval(nudge, parts.every ?? 1000);
      renewal ??= setInterval(() => {
        renewAll().catch((error: unknown) => noteOutage(error, 'holding on to work'));
      }, RENEWAL);
      nudge();
    },

    async stop() {
      if (timer) clearInterval(timer);
      if (renewal) clearInterval(renewal);
      timer = null;
      renewal = null;
      await crew.idle();
    },
  };
}
