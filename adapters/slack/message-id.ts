/**
 * The desk's name for a Slack message: "C1:1700000000.000100", and in a thread with the thread's first message
 * behind it: "C1:1700000001.000200:1700000000.000100". So an answer that was never posted finds its thread again
 * without a call to Slack. Both events of one message (message and app_mention) give the same id.
 */
export type Spot = {
  readonly channel: string;
  readonly ts: string;
  /** The `ts` of the thread's first message; the message's own where it is not in a thread. */
  readonly thread: string;
};

/** @returns where an answer to the message belongs */
export const spotOf = (message: { channel: string; ts: string; thread_ts?: string | undefined }): Spot => ({
  channel: message.channel,
  ts: message.ts,
  thread: message.thread_ts ?? message.ts,
});

export const messageId = (spot: Spot): string =>
  spot.thread === spot.ts ? `${spot.channel}:${spot.ts}` : `${spot.channel}:${spot.ts}:${spot.thread}`;

/** @returns the spot, or null where the id is not one of ours */
export const spotFromId = (id: string): Spot | null => {
  const [channel, ts, thread] = id.split(':');
  return channel && ts ? { channel, ts, thread: thread ?? ts } : null;
};
