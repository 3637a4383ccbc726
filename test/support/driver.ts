/** Drives one adapter as a user would, so that one contract suite can run on every platform. */
import type { TestDesk } from './desk.ts';

export type Driver = {
  readonly name: 'slack' | 'discord' | 'web';
  /** Connects the adapter to its stand-in; resolves when a user could type. */
  start(core: Pick<TestDesk, 'desk' | 'mailroom'>): Promise<void>;
  stop(): Promise<void>;
  /** `/smtp QUERY`. @returns what the asker alone sees */
  ask(query: string): Promise<Shown>;
  /**
   * Posts a text in a channel that the bot reads along.
   * @returns the replies in its thread; empty for silence, decided after the event was fully handled
   */
  paste(text: string): Promise<readonly Shown[]>;
  /** Presses a button, `by` another person when named. @returns the message as it stands afterwards, read anew */
  press(shown: Shown, label: string, by?: string): Promise<Shown>;
  /** @returns the message as it stands now */
  shown(ref: string): Promise<Shown>;
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
