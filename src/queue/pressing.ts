/** Presses: saved before they are acknowledged, carried out once, whichever process lives to do it. */
import type { Logger } from 'pino';
import { inTime, isOutage, outageWords, type Store } from '../store/index.ts';
import { type Connector, type Platform, Undeliverable } from './connector.ts';
import {
  dropPress,
  leavePress,
  type NewPress,
  notePressTold,
  type PressKey,
  type PressRow,
  renewPress,
  wordsOf,
  writePress,
} from './presses.ts';
import { MOST_ATTEMPTS, waitAfter } from './retries.ts';

/** How a press is dealt with on its platform, by the process that heard it. */
export type Dealing = {
  /**
   * Tells the platform that we have it.
   * @param again it was delivered before, and nothing else follows
   * @returns false where the platform has given the press up: then nothing is done
   */
  acknowledge(again: boolean): Promise<boolean>;
  /** Tells the platform that we have it, and whoever pressed that nothing came of it. */
  refuse(words: string): Promise<unknown>;
  /**
   * Has the desk carry it out, and shows what came of it.
   * @returns false where it failed and whoever pressed was told so: then it is not tried again
   */
  work(): Promise<boolean>;
};

type Parts = {
  readonly store: Store;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly holder: string;
  readonly connectorFor: (platform: Platform) => Connector | undefined;
  readonly noteOutage: (error: unknown, what: string) => void;
};

/** Milliseconds that the store gets to write a press down: a platform wants to know within three seconds. */
const PATIENCE = 1500;

const notSaved = (why: string): string => `Not saved, nothing changed: ${why}. Please press again.`;

export function createPressing({ store, log, now, holder, connectorFor, noteOutage }: Parts) {
  /** What this process works on, to be renewed. */
  const inHand = new Map<string, PressKey>();
  const keyOf = ({ team, id }: PressKey): string => `${team} ${id}`;

  /** @returns `new`, `known` where it was delivered before, else why it could not be written down */
  async function save(press: NewPress): Promise<'new' | 'known' | { readonly why: string }> {
    const written = writePress(store, press, holder, now());
    try {
      return (await inTime(written, PATIENCE)) ? 'new' : 'known';
    } catch (error) {
      const why = isOutage(error) ? outageWords(error) : 'the fault is on our side';
      log.warn({ why: isOutage(error) ? why : String(error) }, 'a press could not be written down');
      // Where it is written down after all, its presser was told otherwise.
      written.then((isNew) => (isNew ? dropPress(store, press, now()) : undefined)).catch(() => undefined);
      return { why };
    }
  }

  const tried = (work: Promise<unknown>): Promise<unknown> =>
    work.catch((error: unknown) => noteOutage(error, 'noting what came of a press'));

  /** @returns whether its presser has been told */
  async function resume({ payload, isDone, ...press }: PressRow): Promise<boolean> {
    const presses = connectorFor(press.platform as Platform)?.presses;
    if (presses === undefined) throw new Error('nobody here carries out presses of that platform');
    if (!isDone) await presses.carryOut(payload, press);
    const words = await wordsOf(store, press);
    if (words === null) return false;
    await presses.tell(payload, press, words);
    return true;
  }

  return {
    /**
     * Saves a press within 1.5 s, acknowledges it, and has it carried out; where it can't be saved, says so instead. One
     * that was delivered before is acknowledged and nothing else.
     * @throws what `dealing` throws
     */
    async press(press: NewPress, dealing: Dealing): Promise<void> {
      inHand.set(keyOf(press), press);
      try {
        const saved = await save(press);
        if (typeof saved !== 'string') return void (await dealing.refuse(notSaved(saved.why)));
        const isWanted = await dealing.acknowledge(saved === 'known');
        if (saved === 'known') return;
        // What the desk could not do for now is not done yet, and stays.
        if (isWanted && (await dealing.work())) await tried(notePressTold(store, press));
        else await tried(dropPress(store, press, now()));
      } finally {
        inHand.delete(keyOf(press));
      }
    },

    /** One whose process died, or that could not be done before. Never rejects. */
    async workOn(row: PressRow): Promise<void> {
      if (inHand.has(keyOf(row))) return;
      inHand.set(keyOf(row), row);
      try {
        if (await resume(row)) await notePressTold(store, row);
        else await leavePress(store, row, waitAfter(row.attempts), now());
      } catch (error) {
        await failed(row, error).catch((worse: unknown) => noteOutage(worse, 'a press'));
      } finally {
        inHand.delete(keyOf(row));
      }
    },

    inHand: (): number => inHand.size,

    async renew(): Promise<void> {
      for (const key of inHand.values()) await renewPress(store, key, holder, now());
    },
  };

  async function failed(row: PressRow, error: unknown): Promise<void> {
    const why = error instanceof Error ? error.message : String(error);
    if (error instanceof Undeliverable || (row.attempts >= MOST_ATTEMPTS && !isOutage(error))) {
      log.error({ why }, 'a press was given up');
      return dropPress(store, row, now());
    }
    log.warn({ why, attempts: row.attempts }, 'a press could not be carried out or told: later again');
    await leavePress(store, row, waitAfter(row.attempts), now());
  }
}
