/**
 * Exit statuses: a bounce was found (or the question answered), none was, the command was used wrongly, it failed,
 * not all could be read, and Ctrl+C (128 and the signal's number, as shells have it).
 */
export const EXIT = { found: 0, none: 1, usage: 2, failed: 3, part: 4, interrupted: 130 } as const;

/** The command line can't be understood. The message says why; where the help is, is added to it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** The command whose help to read: "" is that of all; null, the command that was called. */
  readonly topic: string | null;

  constructor(message: string, topic: string | null = null) {
    super(message);
    this.topic = topic;
  }
}
