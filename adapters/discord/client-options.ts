/** How the Discord client is set up: intents, what it remembers, and that it pings nobody. */
import { type ClientOptions, GatewayIntentBits, Options, Partials } from 'discord.js';

/** Without the privileged MessageContent, texts arrive empty but for mentions, direct messages and commands. */
export type Reading = 'all-messages' | 'mentions-only';

/** Longest wait for a server that is listed but does not report; it is usable without, and comes later. */
const SERVER_WAIT = 5_000;

/** @param apiUrl without the version, which the client appends; null for Discord's own */
export function clientOptions(apiUrl: string | null, reading: Reading): ClientOptions {
  return {
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      ...(reading === 'all-messages' ? [GatewayIntentBits.MessageContent] : []),
    ],
    // Direct message channels are never announced, and messages are not kept: without this, what happens to them is
    // dropped.
    partials: [Partials.Channel, Partials.Message],
    allowedMentions: { parse: [], repliedUser: false },
    ...(apiUrl === null ? {} : { rest: { api: apiUrl } }),
    waitGuildTimeout: SERVER_WAIT,
    // By default only messages are bounded. We look nothing up later, so next to nothing is kept.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      ApplicationCommandManager: 0,
      AutoModerationRuleManager: 0,
      DMMessageManager: 0,
      GuildBanManager: 0,
      GuildEmojiManager: 0,
      GuildInviteManager: 0,
      GuildMemberManager: { maxSize: 50, keepOverLimit: (member) => member.id === member.client.user.id },
      GuildMessageManager: 0,
      GuildScheduledEventManager: 0,
      GuildStickerManager: 0,
      MessageManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      ReactionUserManager: 0,
      StageInstanceManager: 0,
      ThreadMemberManager: 0,
      UserManager: { maxSize: 200, keepOverLimit: (user) => user.id === user.client.user.id },
      VoiceStateManager: 0,
    }),
    // Threads can't be bounded by number: a message in one that is not kept would be dropped. Archived ones go.
    sweepers: { ...Options.DefaultSweeperSettings, threads: { interval: 3600, lifetime: 3600 } },
  };
}
