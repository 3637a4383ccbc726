/**
 * The queue: what comes in is written down before the platform is told that we have it, and handled once; what
 * is owed goes out, again and again until it has arrived, whichever process lives to do it.
 */
import type { Logger } from 'pino';
import { inTime, isOutage, outageWords, type Store } from '../store/index.ts';
import { type Connector, type Delivery, type Incoming, inboxId, type Platform } from './connector.ts';
import { createDelivering } from './delivering.ts';
import type { Handler } from './handler.ts';
import { type Connection, heardIn, heardUntil, noteHeard } from './heard.ts';
import { type InboxRow, leaveFor, receive, renewInbox, takeLeft } from './inbox.ts';
import { RENEWAL } from './lease.ts';
import { makeDue, renew, takeDue } from './outbox.ts';
import { type Copy, markDelivered, noteCopy } from './posted.ts';
import { type NewPress, takePresses } from './presses.ts';
import { createPressing, type Dealing } from './pressing.ts';
import { createRecovery } from './recovery.ts';
import { MOST_ATTEMPTS, waitAfter } from './retries.ts';
import { createWorkers } from './workers.ts';

export type QueueParts = {
  readonly store: Store;
  readonly handler: Handler;
  readonly log: Logger;
  readonly now: () => Date;
  /** Names this process among all that share the store. */
  readonly holder: string;
  /** Milliseconds between two looks for what others left; 1,000 by default. */
  readonly every?: number;
};

export type Queue = {
  /** From now on this process opens and delivers for that platform. */
  connect(connector: Connector): void;
  /**
   * Nothing more for that platform; resolves when what is under way has ended. Messages with files that wait for their turn
   * are given back: another process, or the next one, begins with them at once.
   */
  disconnect(platform: Platform): Promise<void>;
  /**
   * Writes an event down and begins to handle it. The platform may be told that we have it when this resolves.
   * It resolves within two seconds. While the store is down or slow, a bounce is answered without a case. Whether the
   * message is for us at all is asked here, of the handler.
   * @param isUnwanted whether an answer would be out of place: asked only where the message is for us
   * @throws where a mistake of ours kept it from being written down: the platform must send it again
   */
  take(incoming: Incoming, isUnwanted?: () => Promise<boolean>): Promise<void>;
  /**
   * Writes down what somebody pressed, typed or filled in that changes something, within 1.5 s; then the platform is told
   * that we have it, and the desk carries it out. What a process dies over, another one carries out.
   * @throws what `dealing` throws
   */
  press(press: NewPress, dealing: Dealing): Promise<void>;
  /** Delivers now, in order, what the handler says is owed. Never rejects: what fails is tried again later. */
  send(owed: readonly Delivery[]): Promise<void>;
  /** An adapter delivered it by itself. @param ref the platform's id of the new message, or null */
  delivered(id: string, ref: string | null): Promise<void>;
  /** An adapter showed a case to one person, in a message that it can change later: it is kept up to date. */
  copied(copy: Copy): Promise<void>;
  /** @returns until when a connection has heard everything, milliseconds since 1970; null: it never heard anything */
  heardUntil(connection: Connection): Promise<number | null>;
  /** @returns where something was heard in teams between these two, what was written in last first */
  heardIn(teams: readonly [string, string]): ReturnType<typeof heardIn>;
  /** Everything up to now was heard. */
  noteHeard(connection: Connection): Promise<void>;
  /** A platform is connected, perhaps again: what waits for it is due. Never rejects. */
  connected(platform: Platform): void;
  /** Something became due. */
  nudge(): void;
  /** Resolves when nothing is under way and nothing is due. */
  idle(): Promise<void>;
  /** @returns what this process has begun and not ended, counted */
  unfinished(): Unfinished;
  /** Gives back the messages that are under way, as the process ends over them. Never rejects. */
  giveBack(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
};

/** All but the last are saved, and are finished by whichever process comes next. */
export type Unfinished = {
  /** Messages that are being read, or wait for it. */
  readonly messages: number;
  readonly presses: number;
  /** What is on its way to its platform. */
  readonly deliveries: number;
  /** Messages that the store could not take: they are answered by this process or by none. */
  readonly unsaved: number;
};

/** Pieces of work that are done at once: short messages, presses, what goes out. */
const MOST_AT_ONCE = 16;
/** Messages with files that are fetched and read at once: 16 MB each, 64 MB together. */
const MOST_WITH_FILES = 4;
/** Characters from which on a text waits among the files. */
const LONG = 192 * 1024;

/** Milliseconds that the store gets to write an event down: a platform wants to know within three seconds. */
const PATIENCE = 1500;
/** Milliseconds after that in which it may have written it down after all: then it is handled as any other. */
const LATER = 2000;

export function createQueue(parts: QueueParts): Queue {
  const { store, handler, log, holder } = parts;
  const now = (): number => parts.now().getTime();
  const connectors = new Map<Platform, Connector>();
  /** They are given nothing new, but what is under way still goes out through them. */
  const leaving = new Map<Platform, Connector>();
  const connectorFor = (platform: Platform): Connector | undefined =>
    connectors.get(platform) ?? leaving.get(platform);
  const workers = createWorkers(log, MOST_AT_ONCE);
  /** For messages with files, and those that nobody knows yet: what they bring is held in memory while they are read. */
  const carriers = createWorkers(log, MOST_WITH_FILES);
  const opening = new Map<string, InboxRow>();
  let unsaved = 0;
  const recovery = createRecovery(async (platform) => {
    await makeDue(store, platform, now());
    nudge();
  }, now);
  const delivering = createDelivering({ store, handler, log, now, connectorFor, noteOutage, recovery });
  const pressing = createPressing({ store, log, now, holder, connectorFor, noteOutage });
  let timer: NodeJS.Timeout | null = null;
  let renewal: NodeJS.Timeout | null = null;

  /** @param carries whether it brings much. While it waits it is held, so that nobody takes it as left behind */
  function begin(row: InboxRow, carries: boolean): void {
    const key = `${row.team} ${row.id}`;
    if (opening.has(key)) return;
    opening.set(key, row);
    const work = (): Promise<void> =>
      (carries && !connectors.has(row.platform as Platform) ? leave(row, 0) : handle(row)).finally(() => {
        opening.delete(key);
        nudge();
      });
    if (carries) carriers.add(work, `${row.team} ${row.channel}`);
    else workers.add(work);
  }

  const leave = (row: InboxRow, wait: number): Promise<void> => leaveFor(store, row, wait, now());

  async function handle(row: InboxRow): Promise<void> {
    const connector = connectorFor(row.platform as Platform);
    if (!connector) return;
    const place = { platform: connector.name, team: row.team, channel: row.channel };
    try {
      // Nothing here holds the message: its files take much, and are needed only until they are read.
      const answer = await connector
        .open(row.payload)
        .then((message) => (message === null ? null : handler.message(message)));
      if (answer === null) return await handler.dismiss({ id: row.id, place }, false);
      await delivering.send(answer.deliveries);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (row.attempts >= MOST_ATTEMPTS && !isOutage(error)) {
        log.error({ why }, 'a message could not be handled and was given up');
        return await handler.dismiss({ id: row.id, place }, true);
      }
      log.error({ why, attempts: row.attempts }, 'a message could not be handled: later again');
      await leave(row, waitAfter(row.attempts));
    }
  }

  /** Looks once for everything that is due. @returns whether there may be more */
  async function lookAround(): Promise<boolean> {
    const platforms = [...connectors.keys()];
    if (workers.free() === 0) return false;
    const taking = () => ({ platforms, holder, most: workers.free(), now: now() });
    const most = carriers.free();
    const left = most > 0 ? await takeLeft(store, { ...taking(), most }) : [];
    for (const row of left) begin(row, true);
    const pressed = await takePresses(store, taking());
    for (const row of pressed) workers.add(() => pressing.workOn(row).finally(nudge));
    const due = await takeDue(store, taking());
    // Nobody waits for a slow one: whoever is done looks again.
    for (const row of due) workers.add(() => delivering.work(row).finally(nudge));
    return due.length > 0;
  }

  const round = workers.oneAtATime(async () => {
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

  function connected(platform: Platform): void {
    workers.add(() => recovery.connected(platform).catch((error: unknown) => noteOutage(error, platform)));
  }

  const isBusy = (): boolean => workers.isBusy() || carriers.isBusy();

  async function idle(): Promise<void> {
    while (isBusy()) await Promise.all([workers.idle(), carriers.idle()]);
  }

  async function renewAll(): Promise<void> {
    await renew(store, delivering.inHand(), holder, now());
    await pressing.renew();
    for (const row of opening.values()) await renewInbox(store, row, holder, now());
  }

  /** The platform was told that we have it, and the store had not taken it by then. */
  async function beginLate(
    written: Promise<boolean>,
    row: InboxRow,
    incoming: Incoming,
    carries: boolean,
  ): Promise<void> {
    unsaved += 1;
    const answer = (): Promise<void> =>
      answerUnsaved(incoming).finally(() => {
        unsaved -= 1;
      });
    try {
      if (await inTime(written, LATER)) begin(row, carries);
      unsaved -= 1;
    } catch (error) {
      const why = isOutage(error) ? outageWords(error) : String(error);
      log.warn({ why }, 'a message could not be written down: it is answered without a case');
      // Where it is written down still later, it is answered already.
      written
        .then((isNew) => (isNew ? handler.dismiss({ id: row.id, place: incoming.place }, false) : undefined))
        .catch(() => undefined);
      if (carries) carriers.add(answer, `${row.team} ${row.channel}`);
      else await answer();
    }
  }

  /** The store is down: who asks is answered all the same, by this process, now or never. */
  async function answerUnsaved(incoming: Incoming): Promise<void> {
    const connector = connectorFor(incoming.place.platform);
    const message = (await connector?.open(incoming.payload)) ?? null;
    if (!connector || message === null) return;
    for (const [i, reply] of (await handler.unsaved(message)).entries()) {
      await connector.deliver({
        id: `${i}${Buffer.from(incoming.id).toString('hex').slice(-20)}`,
        place: incoming.place,
        messageId: incoming.id,
        again: false,
        what: { kind: 'post', reply },
      });
    }
  }

  return {
    connect(connector) {
      connectors.set(connector.name, connector);
      connected(connector.name);
      nudge();
    },
    connected,

    async disconnect(platform) {
      const connector = connectors.get(platform);
      connectors.delete(platform);
      if (connector) leaving.set(platform, connector);
      await idle();
      leaving.delete(platform);
    },

    async take(incoming, isUnwanted = async () => false) {
      if (!(await handler.isForUs(incoming)) || (await isUnwanted())) return;
      const { place, payload } = incoming;
      const carries = incoming.hasFiles || incoming.text.length > LONG;
      const delivered = {
        id: inboxId(incoming),
        team: place.team,
        platform: place.platform,
        channel: place.channel,
      };
      const row = { ...delivered, payload, attempts: 1, heardAt: now() };
      const written = receive(store, delivered, payload, holder, now());
      try {
        if (!(await inTime(written, PATIENCE))) return;
      } catch (error) {
        if (!isOutage(error)) throw error;
        workers.add(() => beginLate(written, row, incoming, carries));
        return;
      }
      begin(row, carries);
    },

    press: pressing.press,
    send: delivering.send,
    delivered: (id, ref) => markDelivered(store, id, ref, now()),
    async copied(copy) {
      await noteCopy(store, copy, now());
      nudge();
    },
    heardUntil: (connection) => heardUntil(store, connection),
    heardIn: (teams) => heardIn(store, teams),
    noteHeard: (connection) => noteHeard(store, connection, now()),
    nudge,

    async idle() {
      do {
        await idle();
        nudge();
        await idle();
      } while (isBusy());
    },

    unfinished: () => ({
      messages: opening.size,
      presses: pressing.inHand(),
      deliveries: delivering.inHand().length,
      unsaved,
    }),

    async giveBack() {
      const all = [...opening.values()].map((row) => leave(row, 0));
      await Promise.all(all).catch((error: unknown) => noteOutage(error, 'giving messages back'));
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
      await idle();
    },
  };
}
