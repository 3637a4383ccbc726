import type { Logger } from 'pino';

/** One Ctrl+C may come twice: from the terminal, and passed on by npm or by the Node that started this one. */
const SAME = 300;
/** Milliseconds that stopping may take; what runs services kills them soon after. */
const PATIENCE = 10_000;

/** What stopping did not wait for, counted. */
export type Left = { readonly messages: number; readonly unanswered: number };

const CUT =
  'stopped before all was done: messages that were saved are handled after the next start; what was unanswered in the web chat was not, and an open page says so and sends it again';

export type Stopping = {
  /** Finishes what is under way. */
  readonly stop: () => Promise<void>;
  /** @returns what is under way yet: saved messages, and requests of the web chat */
  readonly left: () => Left;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  /** Whether another process of ours started this one, and it is to end with that one. */
  readonly isShard: boolean;
};

/**
 * Stops once, cleanly, with status 0. A second signal, or 10 seconds without an end, ends it at once: the log says what
 * was left. Status 1 is a stop that failed.
 */
export function stopOnSignal({ stop, left, log, isShard }: Stopping): void {
  let stoppingSince: number | null = null;
  const cut = (): void => {
    log.warn(left(), CUT);
    process.exit(0);
  };
  const onSignal = (): void => {
    if (stoppingSince !== null) {
      if (performance.now() - stoppingSince > SAME) cut();
      return;
    }
    stoppingSince = performance.now();
    setTimeout(cut, PATIENCE).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  // The one that started this process is gone.
  if (isShard) process.on('disconnect', onSignal);
}
