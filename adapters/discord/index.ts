/** Bounce Triage in Discord: commands, watched channels, buttons. */
import { type Client, Events } from 'discord.js';
import type { Adapter, AdapterContext } from '../adapter.ts';
import { catchUp } from './catch-up.ts';
import { registerCommands } from './commands.ts';
import { type Connection, connect } from './connection.ts';
import { describe } from './errors.ts';
import { inviteLink } from './invite.ts';
import { onInteraction } from './listeners/interactions.ts';
import { onMessage } from './listeners/messages.ts';
import { createPosting } from './posting.ts';
import type { Room } from './room.ts';
import { createUnderWay } from './under-way.ts';

export type DiscordConfig = {
  readonly token: string;
  /** DISCORD_API_URL, with or without the version at its end; null for Discord's own. */
  readonly apiUrl: string | null;
};

const DISCORD = 'https://discord.com/api';

export function createDiscordAdapter(config: DiscordConfig, context: AdapterContext): Adapter {
  const log = context.log.child({ adapter: 'discord' });
  const apiUrl = config.apiUrl === null ? null : withoutVersion(config.apiUrl);
  const underWay = createUnderWay();
  let connection: Connection | null = null;

  const roomOf = (client: Client): Room => ({
    desk: context.desk,
    log,
    rest: client.rest,
    posting: createPosting(client.rest),
    apiUrl: apiUrl ?? DISCORD,
  });

  const wire = (client: Client): void => {
    const room = roomOf(client);
    client.on(Events.InteractionCreate, (interaction) =>
      underWay.begin(() => onInteraction(interaction, room)),
    );
    client.on(Events.MessageCreate, (message) => underWay.begin(() => onMessage(message, room)));
  };

  return {
    name: 'discord',

    async start() {
      connection = await connect(config.token, apiUrl, log, wire);
      const client = connection.client();
      const { id } = client.application;
      try {
        await registerCommands(client.rest, id);
      } catch (error) {
        log.error(
          describe(error),
          'the commands could not be registered: those of the last start stay in use',
        );
      }
      await catchUp(roomOf(client));
      log.info({ servers: client.guilds.cache.size }, 'connected to Discord');
      log.info(`To add the bot to a server, open ${inviteLink(id)}`);
    },

    async stop() {
      await underWay.close();
      await connection?.close();
    },
  };
}

/** The client appends the version itself. */
const withoutVersion = (url: string): string => url.replace(/\/+$/, '').replace(/\/v\d+$/, '');
