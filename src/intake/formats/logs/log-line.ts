import type { Found } from '../../found.ts';
import { stampOf } from '../../time/stamp.ts';
import type { Format } from '../reader.ts';
import { keyIn } from './by-host.ts';

/** What one line tells of a message or of a delivery whose outcome stands on another line. */
export type Told = {
  readonly recipient?: string | null;
  readonly sender?: string | null;
  readonly messageId?: string | null;
  readonly subject?: string | null;
  readonly queueId?: string | null;
  readonly remoteHost?: string | null;
  /** The sending server tries no more: what it put off has failed. */
  readonly isGivenUp?: true;
};

/** … and the server that wrote the line; null: it doesn't tell. */
export type ToldBy = Told & { readonly host: string | null };

/** What a log's lines tell, for other lines of it. */
export type Memory = {
  /** What a reader needs to remember from line to line: the names of columns. */
  readonly own: Map<string, string>;
  /** By the name that the lines have for a message or a delivery: a queue id (see `keyIn`), "delivery 5". */
  readonly told: Map<string, ToldBy>;
  /** The one that is read. */
  line: string;
};

export const newMemory = (): Memory => ({ own: new Map(), told: new Map(), line: '' });

/** Keeps what a line tells of a message or a delivery beside what others told of it. */
export function tell({ told, line }: Memory, name: string, what: Told): void {
  const host = stampOf(line)?.host ?? null;
  const key = name.includes(' ') ? name : keyIn(told, name, host);
  told.set(key, { ...told.get(key), ...what, host });
}

/** An outcome; of one that is `delivered` only the recipient and the message count. */
export type Logged = Found & {
  /** Nothing was tried: the server waits still, or gives up. What was said of the mail before holds. */
  readonly isUntried?: true;
  /** By what a message to this recipient is known again where no queue's id tells: there is none, or servers hand it on. */
  readonly knownBy?: string | null;
  /** Names under which other lines tell more of it, the surest first. */
  readonly of?: readonly string[];
};

/**
 * What the lines of a kind are sifted by where a whole log is read: nine in ten tell of no failure, and needn't be taken
 * apart. Lines that it doesn't know are looked at as any line is.
 */
export type Sieve = {
  /**
   * Sticky, from the start of a line to behind what says of which sort it is. Its groups are the id of the message, and
   * what a line begins with that tells of a recipient, that tells of the message, that ends it, and that tells of a
   * failure in any other way; none of the last four: the line tells nothing.
   */
  readonly head: RegExp;
  /** What a line about a recipient has whose mail arrived. */
  readonly delivered: string;
};

/** One kind of log. Its gate is for the whole text: a log in which nothing failed needn't be read line by line. */
export type LogLine = Format & {
  /** Lines without this are not this kind's; a cheap look. */
  readonly line: RegExp;
  readonly sieve?: Sieve;
  /**
   * @param line one line, without its end
   * @param memory kept from line to line
   * @returns the outcomes it tells, when and on which host being read from its head where they don't say; empty for
   * queue noise; null when the line is not of this kind
   */
  readonly read: (line: string, memory: Memory) => readonly Logged[] | null;
};
