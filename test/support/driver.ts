/** Drives one adapter as a user would, so that one contract suite can run on every platform. */
import type { Platform } from '../../src/queue/index.ts';
import type { TestDesk } from './desk.ts';

export type Driver = {
  readonly name: Platform;
  /** The name of a person who may only look, for `press`; null where the platform has no such people. */
  readonly guest: string | null;
  /** Connects the adapter to its stand-in; resolves when a user could type. After `stop` it is a restart. */
  start(core: Pick<TestDesk, 'desk' | 'queue'>): Promise<void>;
  stop(): Promise<void>;
  /** `/smtp QUERY`. @returns what the asker alone sees */
  ask(query: string): Promise<Shown>;
  /** `/bounces TEXT`. @returns what the asker alone sees */
  command(text: string): Promise<Shown>;
  /**
   * Posts a text in a channel that the bot reads along, with files where some are given.
   * @returns the replies in its thread; empty for silence, decided after the event was fully handled
   */
  paste(text: string, files?: readonly Attached[]): Promise<readonly Shown[]>;
  /**
   * Says a text to the bot below the text pasted last: in its thread, or in reply to it.
   * @returns what the bot says to that. Null where the platform has no threads
   */
  readonly below: ((text: string) => Promise<readonly Shown[]>) | null;
  /** From now on the platform does not let the bot read what was written before. Null where there are no threads. */
  readonly hide: (() => void) | null;
  /** Edits the text pasted last. Resolves when it is handled. Null where the platform lets nobody edit. */
  readonly edit: ((text: string) => Promise<void>) | null;
  /** Deletes the text pasted last. Resolves when it is handled. Null where the platform lets nobody delete. */
  readonly remove: (() => Promise<void>) | null;
  /** The platform delivers the text pasted last once more. Resolves when it is fully handled. */
  redeliver(): Promise<void>;
  /**
   * @returns everything of the bot's in the thread of the text pasted last, replies and lines, once nothing is
   *   owed any more
   */
  thread(): Promise<readonly Shown[]>;
  /**
   * Presses a button, `by` another person when named, and says yes where it asks first.
   * @returns the message as it is afterwards, read again
   */
  press(shown: Shown, label: string, by?: string): Promise<Shown>;
  /**
   * Presses *Details*. @returns what whoever pressed alone sees of it; what is in it can be pressed. Null where it
   * stands in the message, folded
   */
  readonly details: ((shown: Shown) => Promise<Shown>) | null;
  /** Presses a button that is answered to whoever presses alone, below the message. @returns that answer */
  aside(shown: Shown, label: string): Promise<Shown>;
  /** Presses a button and says no to what it asks. @returns the question; null: it asked nothing, and did it */
  sayNo(shown: Shown, label: string): Promise<string | null>;
  /** Chooses from the menu of this label. @returns the message as it is afterwards, read again */
  choose(shown: Shown, menu: string, choice: string): Promise<Shown>;
  /** Presses a button that opens a form, or chooses one from a menu. @param title of the form */
  openForm(
    shown: Shown,
    title: string,
    ...way: [button: string] | [menu: string, choice: string]
  ): Promise<OpenForm>;
  /** `/bounces settings`, typed by an admin. */
  openSettings(): Promise<OpenForm>;
  /** @returns the message as it is now, once nothing is owed any more */
  shown(ref: string): Promise<Shown>;
};

export type Attached = { readonly name: string; readonly type: string; readonly text: string };

/** A form that somebody has before them. */
export type OpenForm = {
  /** All that can be read in it, labels and what is in the fields. */
  readonly text: string;
  /**
   * Fills fields in, by their labels: a text, or the labels of what is chosen. All others stay as they are.
   * @returns all that whoever sent it was told, once everything is handled; '' where it was taken without a word
   */
  submit(values: Readonly<Record<string, string | readonly string[]>>): Promise<string>;
};

/** A message of the bot's as a user sees it. */
export type Shown = {
  /** The driver's own name for the message. */
  readonly ref: string;
  /** All visible text. */
  readonly text: string;
  /** The labels of its buttons, in order. */
  readonly buttons: readonly string[];
  /** Seen by the asker alone. */
  readonly private: boolean;
  /** What only the one who pressed was told. */
  readonly notice: string | null;
  /** Live mentions of people or groups found in it: none, unless an actor of ours is named. */
  readonly mentions: readonly string[];
};
