/** The connection to Discord: with every message's text when that is allowed, else without, and saying so. */
import { type Client, Client as DiscordClient, Events, GatewayCloseCodes } from 'discord.js';
import type { Logger } from 'pino';
import { clientOptions, type Reading } from './client-options.ts';
import { describe } from './errors.ts';
import { refusedBy, startError } from './start-error.ts';

export type Connection = {
  /** The client in use; another one takes its place when the intent is withdrawn. */
  client(): Client<true>;
  close(): Promise<void>;
};

/** After login Discord still sends READY and the servers. */
const READY_WAIT = 30_000;

/**
 * @param apiUrl without the version; null for Discord's own
 * @param wire attaches the listeners, before the client connects
 * @throws an error that says what to change: token, address
 */
export async function connect(
  token: string,
  apiUrl: string | null,
  log: Logger,
  wire: (client: Client) => void,
): Promise<Connection> {
  let current: Client<true>;
  let closed = false;

  const open = async (reading: Reading): Promise<Client<true>> => {
    const client: Client = new DiscordClient(clientOptions(apiUrl, reading));
    let refusal: number | null = null;
    client.on(Events.Error, (error) => log.error(describe(error), 'Discord client'));
    client.on(Events.ShardError, (error) => log.warn(describe(error), 'Discord gateway'));
    client.on(Events.ShardDisconnect, ({ code }) => {
      refusal = code;
      if (client.isReady() && !closed) void afterRefusal(client, code);
    });
    wire(client);
    try {
      const ready = whenReady(client);
      await Promise.all([ready, client.login(token)]);
    } catch (error) {
      await client.destroy();
      if (refusal === GatewayCloseCodes.DisallowedIntents && reading === 'all-messages') {
        const without = await open('mentions-only');
        explainIntent(log, without.application.id);
        return without;
      }
      throw startError(error, refusal, apiUrl);
    }
    if (!client.isReady()) throw startError(new Error('the connection closed at once'), refusal, apiUrl);
    return client;
  };

  /** Discord ended a running connection for good: the intent was withdrawn, or the token reset. */
  const afterRefusal = async (old: Client, code: number): Promise<void> => {
    try {
      if (code !== GatewayCloseCodes.DisallowedIntents) {
        log.error({ code }, `Discord closed the connection for good. ${refusedBy(code)}`);
        return;
      }
      current = await open('mentions-only');
      explainIntent(log, current.application.id);
    } catch (error) {
      log.error(describe(error), 'Discord could not be reached again: restart the bot');
    } finally {
      await old.destroy();
    }
  };

  current = await open('all-messages');
  return {
    client: () => current,
    async close() {
      closed = true;
      await current.destroy();
    },
  };
}

function whenReady(client: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('Discord did not get ready')), READY_WAIT).unref();
    client.once(Events.ClientReady, () => {
      clearTimeout(late);
      resolve();
    });
    client.once(Events.ShardDisconnect, ({ code }) => {
      clearTimeout(late);
      reject(new Error(`Discord closed the connection with ${code}`));
    });
  });
}

function explainIntent(log: Logger, applicationId: string): void {
  log.warn(
    'Discord does not let this bot read messages, because its Message Content Intent is switched off. ' +
      `Switch it on at https://discord.com/developers/applications/${applicationId}/bot under “Privileged Gateway ` +
      'Intents”, save, and restart the bot. Until then it does not read along in channels; /smtp, “Explain this ' +
      'bounce”, mentions and direct messages work.',
  );
}
