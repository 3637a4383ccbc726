/** The pages that are open, and what is pushed to them: Server-Sent Events, one stream a browser. */
import type { SSEStreamingApi } from 'hono/streaming';
import type { Line } from '../../src/replies/index.ts';
import type { ReplyHere } from './shown.ts';

/** `key` names the card or the line: whoever gets the same one twice shows it once. */
export type PageEvent =
  /** A reply to the message `messageId` that its page may never have got; null: the bot's own, for `channel`. */
  | {
      readonly kind: 'post';
      readonly key: string;
      readonly messageId: string | null;
      readonly channel: string;
      readonly reply: ReplyHere;
    }
  /** How a card is to look from now on. */
  | { readonly kind: 'update'; readonly key: string; readonly reply: ReplyHere }
  /** What was done, below the message `messageId`. */
  | {
      readonly kind: 'line';
      readonly key: string;
      readonly messageId: string | null;
      readonly at: number;
      readonly line: Line;
    };

/** Milliseconds between two signs of life: less than what proxies and browsers take for silence. */
const SIGN_OF_LIFE = 15_000;
/** Milliseconds after which a page tries again when it has lost us. */
const COME_BACK = 1000;

export type OpenPages = {
  /** Keeps a page's stream open. Resolves when the page has gone, or when the streams are closed. */
  hold(stream: SSEStreamingApi): Promise<void>;
  /** @returns whether any page is open to see it */
  push(event: PageEvent): boolean;
  /** Ends all streams, and each that is opened later: a stream must not hold up stopping. */
  close(): void;
};

export function createOpenPages(): OpenPages {
  const pages = new Map<SSEStreamingApi, () => void>();
  let closed = false;

  return {
    async hold(stream) {
      await stream.write(`retry: ${COME_BACK}\n\n`);
      if (closed) return;
      const gone = new Promise<void>((resolve) => {
        pages.set(stream, resolve);
        stream.onAbort(resolve);
      });
      const signs = setInterval(() => void stream.write(': here\n\n'), SIGN_OF_LIFE);
      await gone;
      clearInterval(signs);
      pages.delete(stream);
    },

    push(event) {
      // A page that has just gone throws nothing: its stream takes the text, and its next one asks for all cases.
      for (const stream of pages.keys()) void stream.writeSSE({ data: JSON.stringify(event) });
      return pages.size > 0;
    },

    close() {
      closed = true;
      for (const end of pages.values()) end();
    },
  };
}
