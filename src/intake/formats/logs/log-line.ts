import type { Found } from '../../found.ts';
import type { Places } from '../../scan.ts';
import type { Format } from '../reader.ts';

/** What one line tells of a message or of a delivery whose outcome stands on another line. */
export type Told = {
  readonly recipient?: string | null;
  readonly sender?: string | null;
  readonly messageId?: string | null;
  readonly subject?: string | null;
  readonly queueId?: string | null;
  readonly remoteHost?: string | null;
  /** The line, whose head names the server. */
  readonly line?: string;
};

/** What a log's lines tell, for other lines of it. */
export type Memory = {
  /** What a reader needs to remember from line to line: the names of columns. */
  readonly own: Map<string, string>;
  /** By the name that the lines have for a message or a delivery: a queue id, "delivery 5". */
  readonly told: Map<string, Told>;
  /** The one that is read. */
  line: string;
};

/** Keeps what a line tells of a message or a delivery beside what others told of it. */
export function tell({ told, line }: Memory, name: string, what: Told): void {
  told.set(name, { ...told.get(name), ...what, line });
}

/** An outcome; of one that is `delivered` only the recipient and the message count. */
export type Logged = Found & {
  /** Names under which other lines tell more of it, the surest first. */
  readonly of?: readonly string[];
};

/** One kind of log. Its gate is for the whole text: a log in which nothing failed needn't be read line by line. */
export type LogLine = Format & {
  /** Lines without this are not this kind's; a cheap look. */
  readonly line: RegExp;
  /**
   * @param line one line, without its end
   * @param memory kept from line to line
   * @param places what one scan of this line noted
   * @returns the outcomes it tells, when and on which host being read from its head where they don't say; empty for
   * queue noise; null when the line is not of this kind
   */
  readonly read: (line: string, memory: Memory, places: Places) => readonly Logged[] | null;
};
