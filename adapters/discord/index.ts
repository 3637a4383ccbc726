/** Bounce Triage in Discord: commands, watched channels, buttons. */
import { type Channel, ChannelType, type Client, Events, PermissionFlagsBits } from 'discord.js';
import type { Adapter, AdapterContext } from '../adapter.ts';
import { createUnderWay } from '../under-way.ts';
import { type CatchingUp, catchUp } from './catching-up.ts';
import { registerCommands } from './commands.ts';
import { DISCORD, type DiscordConfig, withoutVersion } from './config.ts';
import { type Connection, connect } from './connection.ts';
import { createConnector } from './connector.ts';
import type { Context } from './context.ts';
import type { ForThreads } from './delivering.ts';
import { describe } from './errors.ts';
import { inviteLink } from './invite.ts';
import { onInteraction } from './listeners/interactions.ts';
import { isOpen, onDeletion, onEdit, onMessage, onMissed } from './listeners/messages.ts';
import { createPosting } from './posting.ts';
import { createRest } from './rest.ts';

export type { DiscordConfig } from './config.ts';
export { examineDiscord } from './doctor/index.ts';
export { createShardedDiscord } from './sharding.ts';

/** Only these have room for a thread on a message; in a thread, a voice channel, a DM we reply to the message. */
const WITH_THREADS = [ChannelType.GuildText, ChannelType.GuildAnnouncement];

const FORUMS = [ChannelType.GuildForum, ChannelType.GuildMedia];

/** An empty thread would be worse than none: it is looked at before one is opened. Where it isn't known, it is tried. */
const mayWriteInThreads = (channel: Channel): boolean =>
  !('permissionsFor' in channel) ||
  (channel.permissionsFor(channel.client.user)?.has(PermissionFlagsBits.SendMessagesInThreads) ?? true);

export function createDiscordAdapter(config: DiscordConfig, core: AdapterContext): Adapter {
  const { desk, queue } = core;
  const log = core.log.child({ adapter: 'discord' });
  const apiUrl = config.apiUrl === null ? null : withoutVersion(config.apiUrl);
  const underWay = createUnderWay();
  let open = true;
  /** Takes nothing new while it stops. */
  const begin = (work: () => Promise<void>): void => {
    if (open) underWay.add(work());
  };
  const rest = createRest(config.token, apiUrl ?? DISCORD);
  /** For what the queue delivers: it tries again by itself, and looks first whether it arrived. */
  const once = createRest(config.token, apiUrl ?? DISCORD, 0);
  let connection: Connection | null = null;
  /** One for each client: another takes the first one's place where the intent is withdrawn. */
  const catchingUp: CatchingUp[] = [];

  const threadsIn = (channelId: string): ForThreads => {
    const channel = connection?.client().channels.cache.get(channelId);
    if (channel === undefined) return 'unknown';
    if (FORUMS.some((type) => type === channel.type)) return 'forum';
    const hasThreads = WITH_THREADS.some((type) => type === channel.type);
    return hasThreads && mayWriteInThreads(channel) ? 'threads' : 'no threads';
  };
  const posting = createPosting(rest, log);
  const context: Context = { desk, queue, log, rest, posting, threadsIn, apiUrl: apiUrl ?? DISCORD };

  const wire = (client: Client): void => {
    client.on(Events.InteractionCreate, (interaction) => begin(() => onInteraction(interaction, context)));
    client.on(Events.MessageCreate, (message) => begin(() => onMessage(message, context)));
    catchingUp.push(
      catchUp(client, {
        rest,
        log,
        queue,
        hours: config.catchUpHours ?? 24,
        hear: (message, where) => onMissed(message, where, context),
        wouldHear: (message, where) => isOpen(message, where, context),
        async leftUnread(unread) {
          await desk.leftUnread(unread);
          queue.nudge();
        },
      }),
    );
    client.on(Events.MessageUpdate, (_, message) => begin(() => onEdit(message, context)));
    client.on(Events.MessageDelete, (message) => begin(() => onDeletion([message], context)));
    client.on(Events.MessageBulkDelete, (messages) => begin(() => onDeletion(messages.values(), context)));
  };

  const register = async ({ rest: own, application }: Client<true>): Promise<void> => {
    try {
      if (await registerCommands(own, application.id)) log.info('the commands were registered again');
    } catch (error) {
      log.error(describe(error), 'the commands could not be registered: those of the last start stay in use');
    }
  };

  return {
    name: 'discord',

    async start() {
      // Known to the queue first: what comes in is opened at once.
      queue.connect(createConnector({ ...context, posting: createPosting(once, log) }));
      try {
        connection = await connect(config.token, apiUrl, log, wire);
      } catch (error) {
        await queue.disconnect('discord');
        throw error;
      }
      const client = connection.client();
      const { id } = client.application;
      // Of many processes one speaks for all.
      const isFirst = client.shard?.ids.includes(0) ?? true;
      if (isFirst) await register(client);
      const share = client.shard ? { shard: client.shard.ids[0], process: process.pid } : {};
      log.info({ servers: client.guilds.cache.size, ...share }, 'connected to Discord');
      if (isFirst) log.info(`To add the bot to a server, open ${inviteLink(id)}`);
    },

    async stop() {
      open = false;
      await Promise.all(catchingUp.splice(0).map((one) => one.stop()));
      await underWay.settled();
      if (connection !== null) await queue.disconnect('discord');
      await connection?.close();
      connection = null;
    },
  };
}
