/** The contract of a way in. `app/main.ts` builds the desk and the queue, starts every adapter and stops them. */
import type { Logger } from 'pino';
import type { Desk } from '../src/desk.ts';
import type { Platform, Queue } from '../src/queue/index.ts';

export type AdapterContext = { readonly desk: Desk; readonly queue: Queue; readonly log: Logger };

/**
 * What people write goes to `queue.take`, which writes it down; the queue then asks the adapter's connector
 * (`queue.connect`) to make the whole message of it and to deliver what is owed: posts, updates, lines in a
 * thread. Who types a command or presses a button waits for an answer: that is asked of the desk directly.
 */
export type Adapter = {
  readonly name: Platform;
  /**
   * Resolves when it is connected and listening, its connector known to the queue.
   * @throws an error whose message says in plain words what to change (token, intent, port)
   */
  start(): Promise<void>;
  /** Takes nothing new, finishes what is under way, closes its connections. */
  stop(): Promise<void>;
};

/** What a look at an adapter's set-up (`bounce-triage doctor NAME`) found: one sentence that says what to mend. */
export type Finding = { readonly tone: 'good' | 'note' | 'bad'; readonly text: string };
