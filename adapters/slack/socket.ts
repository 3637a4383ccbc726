import { SocketModeClient } from '@slack/socket-mode';
import type { Logger } from 'pino';
import { z } from 'zod';
import { apiUrlOf, type SlackConfig } from './config.ts';
import { sdkLog } from './sdk-log.ts';
import { explainStartError, isTokenRefusal, tokenRefusal } from './start-errors.ts';
import { inWords } from './web-client.ts';

/** One thing that Slack sends, as the SDK hands it on. */
export type Envelope = {
  readonly ack: (response?: unknown) => Promise<void>;
  readonly envelope_id: string;
  readonly type: string;
  readonly body: Record<string, unknown>;
};

export type Socket = {
  /**
   * @param hear gets everything that Slack sends, over whichever connection
   * @throws in plain words where the token is refused; what may pass is tried until it works
   */
  connect(hear: (envelope: Envelope) => void): Promise<void>;
  disconnect(): Promise<void>;
};

/** Milliseconds: a Slack that does not answer our goodbye is not waited for (the SDK would wait 30 s). */
const GOODBYE = 2_000;
/** Milliseconds that a connection stays after its successor is up: what came over it is acknowledged over it. */
const HANDING_OVER = 3_000;

/**
 * A connection that does two things otherwise than the SDK (socket-mode 3.1).
 *
 * - A reconnect that ends in an error is a rejected promise that nobody holds (`delayReconnectAttempt`), which would end
 *   the process, the other platforms' adapters included.
 * - Where Slack asks for a new connection, every few hours, the SDK closes the old one, waits five seconds and opens the
 *   new one (bolt-js #2496: "albeit with some downtime"); nothing of its options changes that but the time-out of pings.
 */
class SteadyClient extends SocketModeClient {
  onLost: ((error: unknown) => void) | null = null;
  /** Slack asks for a new connection; `obey` lets the SDK do it in its own way. */
  onRefresh: ((obey: () => void) => void) | null = null;

  override async start(): ReturnType<SocketModeClient['start']> {
    try {
      return await super.start();
    } catch (error) {
      if (this.onLost === null) throw error;
      this.onLost(error);
      return { ok: false };
    }
  }

  override emit(event: string | symbol, ...more: unknown[]): boolean {
    if (event !== 'ws_message' || this.onRefresh === null || !isGoodbye(more[0])) {
      return super.emit(event, ...more);
    }
    this.onRefresh(() => super.emit(event, ...more));
    return true;
  }
}

/** https://docs.slack.dev/apis/events-api/using-socket-mode#disconnect */
const Goodbye = z.object({ type: z.literal('disconnect') });

function isGoodbye(data: unknown): boolean {
  if (typeof data !== 'string' || !data.includes('"disconnect"')) return false;
  try {
    return Goodbye.safeParse(JSON.parse(data)).success;
  } catch {
    return false;
  }
}

/**
 * The connection to Slack. Reconnecting after a break is the SDK's; but it also asks again for ever where a token is
 * refused as of the wrong kind, so what apps.connections.open answers is read here too. Where Slack asks for a new
 * connection, that is up before the old one goes: there is no moment without one.
 * @param onConnected told of each connection, the first one too
 */
export function createSocket(
  config: SlackConfig & { way: 'socket' },
  log: Logger,
  onConnected: () => void,
): Socket {
  const open = new Set<SteadyClient>();
  let closing = false;
  let hear: (envelope: Envelope) => void = () => undefined;
  let refused: (code: string) => void = () => undefined;
  const refusal = new Promise<string>((resolve) => {
    refused = resolve;
  });
  const watching: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const body: unknown = await response
      .clone()
      .json()
      .catch(() => null);
    const code = typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : '';
    if (isTokenRefusal(code)) refused(code);
    return response;
  };

  const create = (): SteadyClient => {
    const client = new SteadyClient({
      appToken: config.appToken,
      logger: sdkLog(log),
      clientOptions: { slackApiUrl: apiUrlOf(config), fetch: watching, timeout: 10_000 },
    });
    client.on('connected', onConnected);
    client.on('slack_event', (envelope: Envelope) => hear(envelope));
    open.add(client);
    return client;
  };

  const attend = (client: SteadyClient): void => {
    client.onRefresh = (obey) => void succeed(client, obey);
  };

  /** It is connected, and stays so until its successor is. */
  const keep = (client: SteadyClient): void => {
    client.onLost = (error) => log.error({ error: inWords(error) }, 'Slack does not let the bot back in');
    attend(client);
    client.on('reconnecting', () => log.warn('the connection to Slack is being made again'));
  };

  const close = async (client: SteadyClient): Promise<void> => {
    open.delete(client);
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, GOODBYE);
    });
    await Promise.race([client.disconnect(), patience]);
    clearTimeout(timer);
  };

  /** Asked twice, it goes once. */
  const succeed = async (old: SteadyClient, obey: () => void): Promise<void> => {
    old.onRefresh = () => undefined;
    const next = create();
    try {
      await next.start();
      if (closing) return await close(next);
      keep(next);
      log.debug('Slack asked for a new connection, and has it');
      setTimeout(() => void close(old), HANDING_OVER).unref();
    } catch (error) {
      open.delete(next);
      log.warn(
        { error: inWords(error) },
        'Slack asked for a new connection, which could not be made before the old one goes',
      );
      attend(old);
      obey();
    }
  };

  return {
    async connect(heard) {
      hear = heard;
      const client = create();
      const started = client.start().then(
        () => null,
        (error: unknown) => ({ error }),
      );
      const first = await Promise.race([started, refusal]);
      if (typeof first === 'string') {
        await close(client);
        throw new Error(tokenRefusal(first, 'SLACK_APP_TOKEN'));
      }
      if (first !== null) throw explainStartError(first.error, 'SLACK_APP_TOKEN', config);
      keep(client);
    },
    async disconnect() {
      closing = true;
      await Promise.all([...open].map(close));
    },
  };
}
