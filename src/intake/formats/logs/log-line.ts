import type { Found } from '../../found.ts';
import type { Places } from '../../scan.ts';
import type { Format } from '../reader.ts';

/** What some logs tell on another line: recipients of qmail's deliveries, senders and hosts of a queue id. */
export type Memory = Map<string, string>;

/** One kind of log. Its gate is for the whole text: a log in which nothing failed needn't be read line by line. */
export type LogLine = Format & {
  /** Lines without this are not this kind's; a cheap look. */
  readonly line: RegExp;
  /**
   * @param line one line, without its end
   * @param memory kept from line to line
   * @param places what one scan of this line noted
   * @returns the refusals it tells; empty for successes and queue noise; null when the line is not of this kind
   */
  readonly read: (line: string, memory: Memory, places: Places) => readonly Found[] | null;
};
