import type { Found } from '../../found.ts';

/** What some logs tell on another line: recipients of qmail's deliveries, senders and hosts of a queue id. */
export type Memory = Map<string, string>;

/** One kind of log. Adding one is adding a file with one of these. */
export type LogLine = {
  readonly name: string;
  /** Lines without this are not this kind's; a cheap look. */
  readonly mark: RegExp;
  /**
   * @param line one line, without its end
   * @param memory kept from line to line
   * @returns the refusals it tells; empty for successes and queue noise; null when the line is not of this kind
   */
  readonly read: (line: string, memory: Memory) => readonly Found[] | null;
};
