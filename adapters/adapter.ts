/** The contract of a way in. `app/main.ts` builds the desk and the queue, starts every adapter and stops them. */
import type { Logger } from 'pino';
import type { Desk } from '../src/desk.ts';
import type { Platform, Queue } from '../src/queue/index.ts';

export type AdapterContext = { readonly desk: Desk; readonly queue: Queue; readonly log: Logger };

/**
 * A way in. Its duties; the contract suite (`test/support/contract/`) holds it to them, but for when it acknowledges,
 * which each platform does in its own way and each adapter's own tests look at:
 *
 * What is heard
 * - A message goes to `queue.take`, its text without the platform's markup and escapes. The platform is told that we
 *   have it when that resolves, and not before; where it throws, the platform is to send it again.
 * - The same message has the same id each time it comes, and an edit of it the same id with another `edit`.
 * - An edit is a message: whatever was edited is taken again. A deletion goes to `desk.deleted`. A platform that has
 *   neither owes neither.
 * - Files that may hold a bounce are said to be there (`hasFiles`), and read in the connector's `open`. One that can't
 *   be read is told to whoever sent it, with the reason.
 *
 * What is asked
 * - A command is a question or a command of the desk's; only the one who typed it sees the answer.
 * - A press is `desk.action`, with the person, the place, and the message that carries the button (`ref`; null where
 *   one person alone sees it). A button with a question (`confirm`) asks it first, and a no changes nothing.
 * - A button of `FORM_OF`, a choice of the menu `more`, and `/bounces settings` open a form, which `desk.form` gives
 *   or refuses. What is filled in goes to `desk.submit`; what comes back as `wrong` is told to whoever filled it in,
 *   who can correct it.
 * - Of an outcome, `update` replaces the message that was pressed, `post` is for all, and only the one who pressed is
 *   told `notice` and handed `file`.
 * - What changes something (`desk.changes`) and each form that is handed in goes through `queue.press`, where the platform
 *   is told that we have it before it is done: it is saved first, and carried out by the desk with its key. The
 *   connector's `presses` carry out what a process died over, and tell whoever pressed.
 * - After `desk.action` and `desk.submit` the queue is nudged: what they made due goes out at once.
 *
 * What is shown
 * - The connector (`queue.connect`) delivers posts into the thread of their message, updates in place, and lines. It
 *   returns how it names a new post, so that a later update finds it. Where a delivery may have got through before
 *   (`again`), it looks before it posts.
 * - Every leaf of a reply is escaped as the platform does it, and nothing mentions anybody but `notify` of a reply.
 * - What doesn't fit goes: evidence first, then facts, never the verdict or the buttons.
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
  /** @returns how many wait for an answer that nothing but their connection brings; left out: none ever does */
  unanswered?(): number;
};

/** What a look at an adapter's set-up (`bounce-triage doctor NAME`) found: one sentence that says what to mend. */
export type Finding = { readonly tone: 'good' | 'note' | 'bad'; readonly text: string };
