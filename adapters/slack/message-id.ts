/**
 * The name of a Slack message: "C1:1700000000.000100", and in a thread with the thread's first message behind it:
 * "C1:1700000001.000200:1700000000.000100". So whoever holds a name finds the thread, and can link to the message,
 * without a call to Slack. Both events of one message (message and app_mention) give the same name, and our own
 * messages are named alike.
 */
export type Spot = {
  readonly channel: string;
  readonly ts: string;
  /** The `ts` of the thread's first message; the message's own where it is not in a thread. */
  readonly thread: string;
};

/** @returns where an answer to the message belongs */
export const spotOf = (message: {
  channel: string;
  ts: string;
  thread_ts?: string | null | undefined;
}): Spot => ({
  channel: message.channel,
  ts: message.ts,
  thread: message.thread_ts ?? message.ts,
});

export const messageId = (spot: Spot): string =>
  spot.thread === spot.ts ? `${spot.channel}:${spot.ts}` : `${spot.channel}:${spot.ts}:${spot.thread}`;

/** @returns the spot, or null where the id is not one of ours */
export function spotFromId(id: string): Spot | null {
  const [channel, ts, thread] = id.split(':');
  return channel && ts && /^[CDG][A-Z0-9]+$/.test(channel) ? { channel, ts, thread: thread ?? ts } : null;
}

/**
 * @param url of the workspace: "https://example.slack.com/"
 * @returns the address that opens the message, made as chat.getPermalink makes it
 */
export function permalink({ channel, ts, thread }: Spot, url: string): string {
  const address = `${url.replace(/\/?$/, '/')}archives/${channel}/p${ts.replace('.', '')}`;
  return thread === ts ? address : `${address}?thread_ts=${thread}&cid=${channel}`;
}
