import { SocketModeClient } from '@slack/socket-mode';
import type { Logger } from 'pino';
import { apiUrlOf, type SlackConfig } from './config.ts';
import { sdkLog } from './sdk-log.ts';
import { explainStartError, isTokenRefusal, tokenRefusal } from './start-errors.ts';
import { inWords } from './web-client.ts';

export type Socket = {
  readonly client: SocketModeClient;
  /** @throws in plain words where the token is refused; what may pass is tried until it works */
  connect(): Promise<void>;
  disconnect(): Promise<void>;
};

/** Milliseconds: a Slack that does not answer our goodbye is not waited for (the SDK would wait 30 s). */
const GOODBYE = 2_000;

/**
 * A reconnect that ends in an error is a rejected promise that nobody holds (socket-mode 3.1, delayReconnectAttempt),
 * which would end the process, the other platforms' adapters included.
 */
class SteadyClient extends SocketModeClient {
  onLost: ((error: unknown) => void) | null = null;

  override async start(): ReturnType<SocketModeClient['start']> {
    try {
      return await super.start();
    } catch (error) {
      if (this.onLost === null) throw error;
      this.onLost(error);
      return { ok: false };
    }
  }
}

/**
 * The connection to Slack. Reconnecting is the SDK's; but it also asks again for ever where a token is refused
 * as of the wrong kind, so what apps.connections.open answers is read here too.
 * @param onConnected told of each connection, the first one too
 */
export function createSocket(
  config: SlackConfig & { way: 'socket' },
  log: Logger,
  onConnected: () => void,
): Socket {
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
  const client = new SteadyClient({
    appToken: config.appToken,
    logger: sdkLog(log),
    clientOptions: { slackApiUrl: apiUrlOf(config), fetch: watching, timeout: 10_000 },
  });

  client.on('connected', onConnected);

  const disconnect = async (): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, GOODBYE);
    });
    await Promise.race([client.disconnect(), patience]);
    clearTimeout(timer);
  };

  return {
    client,
    async connect() {
      const started = client.start().then(
        () => null,
        (error: unknown) => ({ error }),
      );
      const first = await Promise.race([started, refusal]);
      if (typeof first === 'string') {
        await disconnect();
        throw new Error(tokenRefusal(first, 'SLACK_APP_TOKEN'));
      }
      if (first !== null) throw explainStartError(first.error, 'SLACK_APP_TOKEN', config);
      client.onLost = (error) => log.error({ error: inWords(error) }, 'Slack does not let the bot back in');
      client.on('reconnecting', () => log.warn('the connection to Slack is being made again'));
    },
    disconnect,
  };
}
