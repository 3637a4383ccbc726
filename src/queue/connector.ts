/** What the queue asks of an adapter, and what it hands over. */
import type { Platform } from '../platform.ts';
import type { Line, Reply } from '../replies/index.ts';
import type { PressKey } from './presses.ts';

export type { Platform };

/**
 * `watching`: the bot read along. `mentioned`: a mention or a direct message.
 * `asked`: somebody used "Explain this bounce" on it. What is not asked and holds no bounce gets no answer.
 */
export const HEARD = ['watching', 'mentioned', 'asked'] as const;

/** Where something was said. `channel` is the adapter's own id; the core only stores and returns it. */
export type Place = {
  readonly platform: Platform;
  /** "slack:T0123", "discord:42", "web:local": cases and suppressions belong to a team. */
  readonly team: string;
  readonly channel: string;
};

/**
 * Bytes of one message's files that are fetched and read: what people attach is far below. The first file counts
 * whatever it has, the others while they fit.
 */
export const MOST_OF_MESSAGE = 16 * 1024 * 1024;

/** Something written in a channel that may hold a bounce. */
export type Message = {
  /** Unique in the team and the same when the platform sends the event again: "C1:1700000000.000100". */
  readonly id: string;
  /** Plain text: the adapter has undone its platform's markup and escapes. */
  readonly text: string;
  /** What is attached to it and may hold a bounce, as bytes. */
  readonly files: readonly { readonly name: string | null; readonly bytes: Uint8Array }[];
  /** What is attached to it and can't be read; the answer says so. `why` goes on after "was not read:". */
  readonly unread?: readonly { readonly name: string | null; readonly why: string }[];
  /** How many more files there are, which weren't fetched for want of room; left out: none. */
  readonly unfetched?: number;
  readonly heard: (typeof HEARD)[number];
  /** The platform's id of the bot that wrote it; null: a person did. */
  readonly bot: string | null;
  /** Tells this edit of the message from its other edits; null: it stands as it was written. */
  readonly edit: string | null;
  readonly place: Place;
  /** Left out: it stands alone, or the platform has no threads. */
  readonly about?: About;
};

/** What a message may be about that says little itself: the first one of its thread, or the one that it replies to. */
export type About = {
  /** As it was or would be heard. */
  readonly id: string;
  /**
   * Fetches it, which costs a call of the platform's: to be asked once, and only where it isn't known.
   * @returns `refused` where the platform doesn't show it to us, `gone` where it was deleted
   * @throws what may be otherwise in a while
   */
  read(): Promise<Pick<Message, 'text' | 'files' | 'unread' | 'unfetched' | 'bot'> | 'refused' | 'gone'>;
};

/** @returns what the inbox knows a message by: each of its edits is handled for itself */
export const inboxId = ({ id, edit }: Pick<Message, 'id' | 'edit'>): string =>
  edit === null ? id : `${id}~${edit}`;

/** What an event brought, before the whole message is made of it. */
export type Incoming = Omit<Message, 'files' | 'unread' | 'unfetched' | 'about'> & {
  /** Whether it has files that may hold a bounce. They are fetched later. */
  readonly hasFiles: boolean;
  /** What the adapter makes the message of, perhaps in another process: anything that JSON can hold. */
  readonly payload: unknown;
};

/** One thing that we owe a platform. */
export type Delivery = {
  /** The same at each attempt: letters and digits, at most 25 (Discord's nonce). */
  readonly id: string;
  readonly place: Place;
  /** The message that it answers, in whose thread it belongs; null: the channel itself. */
  readonly messageId: string | null;
  /** An earlier attempt may have got through: look before posting it again. */
  readonly again: boolean;
  readonly what:
    | { readonly kind: 'post'; readonly reply: Reply }
    /** Our message `ref` is to look like this from now on. */
    | { readonly kind: 'update'; readonly ref: string; readonly reply: Reply }
    /** A short line in the thread. */
    | { readonly kind: 'line'; readonly line: Line }
    /** Of delivery `of` only our message `ref` is to stay: an attempt that had no answer may have made another one. */
    | { readonly kind: 'single'; readonly of: string; readonly ref: string };
};

/** An adapter as the queue sees it. */
export type Connector = {
  readonly name: Platform;
  /**
   * Makes the message of what was written down: fetches its files.
   * @returns null where there is nothing to handle any more
   * @throws what may be otherwise in a while; it is tried again
   */
  open(payload: unknown): Promise<Message | null>;
  /**
   * @returns the platform's id of a new message, as buttons and updates name it later; null where there is none
   * @throws Undeliverable where trying again can't help, Unanswered, Unreached, RetryLater, else what may be otherwise
   *   in a while
   */
  deliver(delivery: Delivery): Promise<string | null>;
  /** Left out: the platform's presses are not put by. */
  readonly presses?: Presses;
};

/** What is done with presses that another process saved, and did not live to carry out or to tell. */
export type Presses = {
  /**
   * Has the desk do what was pressed.
   * @param payload as it was given to the queue
   * @param key what the desk carries it out once by
   * @throws Undeliverable where nobody can any more, else what may be otherwise in a while
   */
  carryOut(payload: unknown, key: PressKey): Promise<void>;
  /**
   * Tells whoever pressed, alone where that can still be done, else where they pressed.
   * @throws Undeliverable where they can't be reached, else what may be otherwise in a while
   */
  tell(payload: unknown, key: PressKey, words: string): Promise<void>;
};

/** The channel is gone, the bot was removed from it, the message was deleted: nobody will ever see this. */
export class Undeliverable extends Error {
  override readonly name = 'Undeliverable';
}

/** The platform gave no answer, and may have done it all the same, or do it yet. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}

/** The platform was not reached: it can't have done it. */
export class Unreached extends Error {
  override readonly name = 'Unreached';
}

/** The platform says when to come again; nothing was done. */
export class RetryLater extends Error {
  override readonly name = 'ComeAgain';
  /** Milliseconds. */
  readonly wait: number;
  constructor(wait: number) {
    super(`The platform asks to wait for ${Math.ceil(wait / 1000)} s.`);
    this.wait = wait;
  }
}
