/** What the stand-in remembers, as Discord's JSON. */
import type { Form } from './api-error.ts';
import {
  type Channel,
  DIRECT_MESSAGE,
  FORUM,
  type Person,
  type Role,
  type StoredMessage,
  THREAD,
  type World,
} from './world.ts';

export const userPayload = ({ id, username, bot }: Person): Form => ({
  id,
  username,
  global_name: username,
  discriminator: bot ? '0001' : '0',
  avatar: null,
  ...(bot ? { bot: true } : {}),
});

/** What members of a server may do by default. */
const MEMBERS_MAY = '2248473465835073';

export const memberPayload = ({
  roles = [],
  permissions = MEMBERS_MAY,
  pending = false,
}: Partial<Person> = {}): Form => ({
  roles,
  joined_at: '2026-01-01T00:00:00.000000+00:00',
  deaf: false,
  mute: false,
  flags: 0,
  pending,
  permissions,
});

const HAS_THREAD = 1 << 5;

const sentAt = ({ id }: StoredMessage): number => Number(BigInt(id) >> 22n) + 1_420_070_400_000;

/** @param blank true where the reader has no right to the content (no MESSAGE_CONTENT intent) */
export function messagePayload(world: World, message: StoredMessage, blank = false): Form {
  const replied = message.replyTo === null ? undefined : world.messages.get(message.replyTo);
  const thread = world.channels.get(message.id);
  return {
    id: message.id,
    type: message.type,
    channel_id: message.channelId,
    author: userPayload(message.author),
    content: blank ? '' : message.content,
    timestamp: new Date(sentAt(message)).toISOString(),
    edited_timestamp:
      message.edits > 0 ? new Date(sentAt(message) + message.edits * 1000).toISOString() : null,
    tts: false,
    mention_everyone: false,
    mentions: mentionedUsers(world, message),
    mention_roles: [],
    attachments: blank ? [] : message.attachments,
    embeds: blank ? [] : message.embeds,
    components: blank ? [] : message.components,
    pinned: false,
    flags: message.flags | (thread ? HAS_THREAD : 0),
    ...(message.nonce === null ? {} : { nonce: message.nonce }),
    ...(message.webhookId === null ? {} : { webhook_id: message.webhookId }),
    ...(message.applicationId === null ? {} : { application_id: message.applicationId }),
    ...(message.replyTo === null
      ? {}
      : {
          message_reference: { type: 0, channel_id: message.channelId, message_id: message.replyTo },
          referenced_message: replied ? messagePayload(world, { ...replied, replyTo: null }, blank) : null,
        }),
    ...(message.forwards === null ? {} : forwardPayload(message.forwards, blank)),
    ...(message.answers === null
      ? {}
      : {
          interaction_metadata: {
            id: message.answers.interaction,
            type: message.answers.pressed === null ? 2 : 3,
            user: userPayload(message.onlyFor ?? message.author),
            authorizing_integration_owners: { 0: world.guildId },
            ...(message.answers.pressed === null ? {} : { interacted_message_id: message.answers.pressed }),
          },
        }),
    ...(thread ? { thread: channelPayload(world, thread) } : {}),
  };
}

/** Message resource, "Message Snapshot": nobody is named as its writer. */
const forwardPayload = (message: StoredMessage, blank: boolean): Form => ({
  message_reference: { type: 1, channel_id: message.channelId, message_id: message.id },
  message_snapshots: [
    {
      message: {
        type: message.type,
        content: blank ? '' : message.content,
        embeds: blank ? [] : message.embeds,
        attachments: blank ? [] : message.attachments,
        components: blank ? [] : message.components,
        timestamp: new Date(sentAt(message)).toISOString(),
        edited_timestamp: null,
        flags: message.flags,
        mentions: [],
        mention_roles: [],
      },
    },
  ],
});

/** Users named in the text, and the author of a message that is replied to. */
function mentionedUsers(world: World, message: StoredMessage): readonly Form[] {
  const ids = [...message.content.matchAll(/<@!?(\d+)>/g)].map(([, id]) => id);
  const replied = message.replyTo === null ? undefined : world.messages.get(message.replyTo);
  const everybody = [world.bot, ...[...world.messages.values()].map(({ author }) => author)];
  const found = new Map(
    everybody.filter(({ id }) => ids.includes(id) || id === replied?.author.id).map((one) => [one.id, one]),
  );
  return [...found.values()].map(userPayload);
}

/** What the channel denies to everyone, by Discord's bits. */
const DENIED = {
  view: 1n << 10n,
  send: 1n << 11n,
  history: 1n << 16n,
  threads: 1n << 35n,
  sendInThreads: 1n << 38n,
  files: 1n << 15n,
} as const;

function overwritesFor(world: World, { rights }: Channel): readonly Form[] {
  const denied = (Object.keys(DENIED) as (keyof typeof DENIED)[])
    .filter((right) => !rights[right])
    .reduce((all, right) => all | DENIED[right], 0n);
  return denied === 0n ? [] : [{ id: world.guildId, type: 0, allow: '0', deny: String(denied) }];
}

const PRIVATE_THREAD = 12;

export function channelPayload(world: World, channel: Channel): Form {
  const last = [...world.messages.values()].findLast(({ channelId }) => channelId === channel.id)?.id ?? null;
  const base = { id: channel.id, type: channel.type, last_message_id: last, flags: 0 };
  if (channel.type === DIRECT_MESSAGE) {
    return { ...base, recipients: channel.recipient ? [userPayload(channel.recipient)] : [] };
  }
  const inGuild = { ...base, guild_id: channel.guildId, name: channel.name, parent_id: channel.parentId };
  if (channel.type !== THREAD) {
    return {
      ...inGuild,
      ...(channel.type === FORUM
        ? {
            flags: channel.needsTag ? 1 << 4 : 0,
            available_tags: channel.tags.map((tag) => ({ ...tag, emoji_id: null, emoji_name: null })),
          }
        : {}),
      position: 0,
      permission_overwrites: overwritesFor(world, channel),
      topic: null,
      nsfw: false,
      rate_limit_per_user: 0,
    };
  }
  return {
    ...inGuild,
    type: channel.isPrivate ? PRIVATE_THREAD : THREAD,
    owner_id: world.bot.id,
    message_count: 0,
    member_count: 1,
    total_message_sent: 0,
    rate_limit_per_user: 0,
    thread_metadata: {
      archived: channel.archived,
      auto_archive_duration: channel.archiveAfter ?? 1440,
      archive_timestamp: new Date(channel.archivedAt).toISOString(),
      locked: false,
    },
  };
}

export const rolePayload = ({ id, name }: Role): Form => ({
  id,
  name,
  color: 0,
  hoist: false,
  position: 1,
  permissions: '0',
  managed: false,
  mentionable: false,
  flags: 0,
});

/** @param id of a server; by default the one that there always is */
export const guildPayload = (world: World, id: string = world.guildId): Form => ({
  id,
  name: 'Mail team',
  icon: null,
  owner_id: id,
  region: 'automatic',
  afk_timeout: 300,
  verification_level: 0,
  default_message_notifications: 1,
  explicit_content_filter: 0,
  roles: [
    {
      id,
      name: '@everyone',
      color: 0,
      hoist: false,
      position: 0,
      permissions: '2248473465835073',
      managed: false,
      mentionable: false,
      flags: 0,
    },
    ...world.roles.map(rolePayload),
  ],
  emojis: [],
  stickers: [],
  features: [],
  mfa_level: 0,
  system_channel_flags: 0,
  premium_tier: 0,
  preferred_locale: 'en-GB',
  nsfw_level: 0,
  large: false,
  unavailable: false,
  member_count: 3,
  joined_at: world.joinedAt,
  members: [{ user: userPayload(world.bot), ...memberPayload(), joined_at: world.joinedAt }],
  channels: [...world.channels.values()]
    .filter(({ type, guildId }) => type !== THREAD && guildId === id)
    .map((channel) => channelPayload(world, channel)),
  // Those that are awake, and that the bot may see (Gateway Events, "Guild Create").
  threads: [...world.channels.values()]
    .filter(
      ({ type, archived, guildId, rights }) => type === THREAD && !archived && guildId === id && rights.view,
    )
    .map((channel) => channelPayload(world, channel)),
  voice_states: [],
  presences: [],
  stage_instances: [],
  guild_scheduled_events: [],
  soundboard_sounds: [],
});
