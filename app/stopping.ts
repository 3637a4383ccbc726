import type { Logger } from 'pino';
import type { Unfinished } from '../src/queue/index.ts';

/** One Ctrl+C may come twice: from the terminal, and passed on by npm or by the Node that started this one. */
const SAME = 300;
/** Milliseconds that stopping may take: what runs services, Docker for one, kills them ten seconds after the signal. */
const PATIENCE = 7_500;
/** Milliseconds of it that the process which started others waits longer than they do. */
const FOR_SHARDS = 500;
/** Milliseconds for giving back what is saved: the store may be what stopping waits for. */
const GIVING_BACK = 500;

/** What stopping did not wait for, counted. */
export type Left = Unfinished & {
  /** Requests of the web chat. */
  readonly unanswered: number;
};

const CUT =
  'stopped before all was done: messages, presses and deliveries that were saved are done after the next start; what was unsaved is not, nor what was unanswered in the web chat: an open page says so and sends it again';

export type Stopping = {
  /** Finishes what is under way. */
  readonly stop: () => Promise<void>;
  /** Lets whoever comes next begin at once with the saved messages that are under way. */
  readonly giveBack: () => Promise<void>;
  /** @returns what is under way yet */
  readonly left: () => Left;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  /** Whether another process of ours started this one, and it is to end with that one. */
  readonly isShard: boolean;
};

/**
 * Stops once, cleanly, with status 0. A second signal, or 8 seconds without an end, ends it at once: the log says what
 * was left. Status 1 is a stop that failed.
 */
export function stopOnSignal({ stop, giveBack, left, log, isShard }: Stopping): void {
  let stoppingSince: number | null = null;
  let isCut = false;
  const cut = async (): Promise<void> => {
    if (isCut) return;
    isCut = true;
    log.warn(left(), CUT);
    setTimeout(() => process.exit(0), GIVING_BACK);
    await giveBack();
    process.exit(0);
  };
  const onSignal = (): void => {
    if (stoppingSince !== null) {
      if (performance.now() - stoppingSince > SAME) void cut();
      return;
    }
    stoppingSince = performance.now();
    setTimeout(() => void cut(), isShard ? PATIENCE : PATIENCE + FOR_SHARDS).unref();
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
