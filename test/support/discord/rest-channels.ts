/** The routes of channels: messages, edits, threads. */
import {
  ApiError,
  archivedThread,
  badChoice,
  badLength,
  type Form,
  fault,
  isForm,
  lengthOf,
  missingAccess,
  missingPermissions,
  noHistory,
  notYours,
  refuse,
  threadExists,
  unknownChannel,
  unknownFields,
  unknownMessage,
  wrongChannelType,
} from './api-error.ts';
import { COMPONENTS_V2, checkMessage } from './check-message.ts';
import { readMarkdown } from './markdown.ts';
import type { Uploaded } from './multipart.ts';
import { channelPayload, messagePayload } from './payloads.ts';
import { snowflake } from './snowflake.ts';
import {
  addChannel,
  addFile,
  addMessage,
  type Channel,
  FORUM,
  type StoredMessage,
  TEXT_CHANNEL,
  THREAD,
  type World,
} from './world.ts';

/** Tells the gateway what happened. */
export type Announce = {
  message(message: StoredMessage): void;
  edited(message: StoredMessage): void;
  thread(thread: Channel): void;
};

/** @throws ApiError where the bot can't see the channel */
export function seen(world: World, channelId: string): Channel {
  const channel = world.channels.get(channelId);
  if (channel === undefined) throw unknownChannel();
  if (!channel.rights.view) throw missingAccess();
  return channel;
}

/** Ephemeral messages are beyond the bot's token: they don't exist here. */
export function messageIn(world: World, channelId: string, messageId: string): StoredMessage {
  const message = world.messages.get(messageId);
  if (message === undefined || message.channelId !== channelId || message.onlyFor !== null)
    throw unknownMessage();
  return message;
}

export function createMessage(
  world: World,
  channelId: string,
  body: Form,
  announce: Announce,
  files: readonly Uploaded[] = [],
): Form {
  const channel = seen(world, channelId);
  if (!(channel.type === THREAD ? channel.rights.sendInThreads : channel.rights.send))
    throw missingPermissions();
  if (channel.type === FORUM) throw new ApiError(400, 50008, 'Cannot send messages in a non-text channel');
  if (files.length > 0 && !channel.rights.files) throw missingPermissions();
  checkMessage(body, 'create', 0, files);
  const replyTo = referenceOf(world, channel, body.message_reference);
  const nonce = body.nonce === undefined ? null : String(body.nonce);
  const before = [...world.messages.values()].find(
    (message) => nonce !== null && message.nonce === nonce && message.author.id === world.bot.id,
  );
  if (before && body.enforce_nonce === true) return messagePayload(world, before);
  channel.archived = false;
  const message = addMessage(world, {
    channelId,
    author: world.bot,
    type: replyTo === null ? 0 : 19,
    replyTo,
    nonce,
    rang: ringsFor(body),
    attachments: files.map((file) => addFile(world, channelId, file)),
    ...contentOf(body),
  });
  announce.message(message);
  return messagePayload(world, message);
}

function referenceOf(world: World, channel: Channel, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const { message_id, fail_if_not_exists = true } = value as {
    message_id?: string;
    fail_if_not_exists?: boolean;
  };
  if (!channel.rights.history) throw noHistory();
  const exists = world.messages.get(message_id ?? '')?.channelId === channel.id;
  if (!exists && fail_if_not_exists)
    refuse([fault(['message_reference'], 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message')]);
  return exists ? (message_id ?? null) : null;
}

/** @returns the fields of a message that a body sets, components numbered as Discord numbers them */
export function contentOf(body: Form): Pick<StoredMessage, 'content' | 'embeds' | 'components' | 'flags'> {
  let next = 0;
  const numbered = (components: unknown): readonly Form[] =>
    (Array.isArray(components) ? components : []).map((component: Form) => {
      next += 1;
      return {
        id: next,
        ...component,
        ...(component.components ? { components: numbered(component.components) } : {}),
      };
    });
  return {
    content: typeof body.content === 'string' ? body.content : '',
    embeds: (body.embeds as readonly Form[] | undefined) ?? [],
    components: numbered(body.components),
    flags: Number(body.flags ?? 0),
  };
}

export function textsOf(components: readonly Form[]): readonly string[] {
  return components.flatMap((component) => [
    ...(typeof component.content === 'string' ? [component.content] : []),
    ...textsOf((component.components as readonly Form[] | undefined) ?? []),
  ]);
}

/** Whom a new message rings for: everyone named in it, but for what allowed_mentions holds back. */
export function ringsFor(body: Form): readonly string[] {
  const { content, components } = contentOf(body);
  const named = [content, ...textsOf(components)].flatMap((text) => readMarkdown(text).mentions);
  const allowed = body.allowed_mentions as
    | { parse?: readonly string[]; users?: readonly string[]; roles?: readonly string[] }
    | undefined;
  if (allowed === undefined) return named;
  return named.filter((mention) => {
    if (mention.startsWith('@')) return allowed.parse?.includes('everyone');
    if (mention.startsWith('<@&')) {
      return allowed.parse?.includes('roles') || allowed.roles?.some((id) => mention === `<@&${id}>`);
    }
    return allowed.parse?.includes('users') || allowed.users?.some((id) => mention.includes(id));
  });
}

/** Changes a message; what the body doesn't name stays. */
export function applyEdit(message: StoredMessage, body: Form): void {
  const fresh = contentOf(body);
  if (body.content !== undefined) message.content = fresh.content;
  if (body.embeds !== undefined) message.embeds = fresh.embeds;
  if (body.components !== undefined) message.components = fresh.components;
  message.flags |= fresh.flags & COMPONENTS_V2;
  message.edits += 1;
}

export function editMessage(
  world: World,
  channelId: string,
  messageId: string,
  body: Form,
  announce: Announce,
): Form {
  seen(world, channelId);
  const message = messageIn(world, channelId, messageId);
  if (world.channels.get(channelId)?.archived) throw archivedThread();
  if (message.author.id !== world.bot.id) throw notYours();
  checkMessage(body, 'edit', message.flags);
  // What it has of the first generation must be taken off before it can be of the second.
  const becomesV2 = (Number(body.flags ?? 0) & COMPONENTS_V2) !== 0 && (message.flags & COMPONENTS_V2) === 0;
  if (becomesV2 && message.embeds.length > 0 && body.embeds !== null) {
    refuse([
      fault(['embeds'], 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', 'It has embeds already.'),
    ]);
  }
  applyEdit(message, body);
  announce.edited(message);
  return messagePayload(world, message);
}

export function deleteMessage(world: World, channelId: string, messageId: string): undefined {
  seen(world, channelId);
  const message = messageIn(world, channelId, messageId);
  if (message.author.id !== world.bot.id) throw missingPermissions();
  world.messages.delete(messageId);
}

const ARCHIVE = [60, 1440, 4320, 10080];

export function startThread(
  world: World,
  channelId: string,
  messageId: string,
  body: Form,
  announce: Announce,
): Form {
  const channel = seen(world, channelId);
  if (channel.type !== TEXT_CHANNEL) throw wrongChannelType();
  messageIn(world, channelId, messageId);
  if (!channel.rights.threads) throw missingPermissions();
  const { name, auto_archive_duration: archiveAfter = 1440 } = body;
  refuse([
    ...unknownFields(body, ['name', 'auto_archive_duration', 'rate_limit_per_user'], []),
    ...(typeof name === 'string' && name.trim() !== '' && lengthOf(name) <= 100
      ? []
      : [badLength(['name'], 1, 100)]),
    ...(ARCHIVE.includes(Number(archiveAfter)) ? [] : [badChoice(['auto_archive_duration'], ARCHIVE)]),
  ]);
  if (world.channels.has(messageId)) throw threadExists();
  const thread = addChannel(world, {
    id: messageId,
    type: THREAD,
    name: String(name),
    parentId: channelId,
    rights: channel.rights,
    archiveAfter: Number(archiveAfter),
  });
  announce.thread(thread);
  // Discord itself opens the thread with a message of a kind that bots must not take for people's.
  announce.message(
    addMessage(world, { channelId: thread.id, author: world.bot, type: 21, replyTo: messageId }),
  );
  return channelPayload(world, thread);
}

/** Opens a post in a forum. */
export function startPost(world: World, channelId: string, body: Form, announce: Announce): Form {
  const forum = seen(world, channelId);
  if (forum.type !== FORUM) throw wrongChannelType();
  if (!forum.rights.send) throw missingPermissions();
  const { name, auto_archive_duration: archiveAfter = 1440, applied_tags: tags = [], message } = body;
  const applied = Array.isArray(tags) ? tags.map(String) : [];
  refuse([
    ...unknownFields(
      body,
      ['name', 'auto_archive_duration', 'rate_limit_per_user', 'applied_tags', 'message'],
      [],
    ),
    ...(typeof name === 'string' && name.trim() !== '' && lengthOf(name) <= 100
      ? []
      : [badLength(['name'], 1, 100)]),
    ...(applied.length > 5 ? [badLength(['applied_tags'], 0, 5)] : []),
    ...applied
      .filter((tag) => !forum.tags.some(({ id }) => id === tag))
      .map(() => fault(['applied_tags'], 'TAG_UNKNOWN', 'There is no such tag.')),
    ...(isForm(message) ? [] : [fault(['message'], 'BASE_TYPE_REQUIRED', 'This field is required')]),
  ]);
  if (forum.needsTag && applied.length === 0) {
    throw new ApiError(400, 40067, 'A tag is required to create a forum post in this channel');
  }
  checkMessage(message as Form, 'create');
  const id = snowflake();
  const thread = addChannel(world, {
    id,
    type: THREAD,
    name: String(name),
    parentId: channelId,
    rights: forum.rights,
    archiveAfter: Number(archiveAfter),
    applied,
  });
  announce.thread(thread);
  const first = addMessage(world, {
    id,
    channelId: id,
    author: world.bot,
    rang: ringsFor(message as Form),
    ...contentOf(message as Form),
  });
  announce.message(first);
  return { ...channelPayload(world, thread), message: messagePayload(world, first) };
}

/** @returns a page of messages, the newest first; nothing to a bot that may not read the history */
export function listMessages(world: World, channelId: string, query: URLSearchParams): readonly Form[] {
  const channel = seen(world, channelId);
  if (!channel.rights.history) return [];
  const limit = Number(query.get('limit') ?? 50);
  if (!(limit >= 1 && limit <= 100)) refuse([badLength(['limit'], 1, 100)]);
  const after = query.get('after');
  const before = query.get('before');
  const around = query.get('around');
  const all = [...world.messages.values()].filter(
    (message) => message.channelId === channelId && message.onlyFor === null,
  );
  const middle = all.findIndex(({ id }) => id === around);
  const page = around
    ? all.slice(Math.max(0, middle - limit / 2), middle + limit / 2)
    : after === null
      ? all.filter(({ id }) => before === null || BigInt(id) < BigInt(before)).slice(-limit)
      : all.filter(({ id }) => BigInt(id) > BigInt(after)).slice(0, limit);
  // What is read later no longer tells by which nonce it was posted.
  return page.toReversed().map((message) => messagePayload(world, { ...message, nonce: null }));
}

/** @returns a page of the public threads of a channel that sleep, the last that fell asleep first */
export function listArchived(world: World, channelId: string, query: URLSearchParams): Form {
  const before = query.get('before');
  const all = asleepIn(world, channelId, false)
    .filter(({ archivedAt }) => before === null || archivedAt < Date.parse(before))
    .toSorted((a, b) => b.archivedAt - a.archivedAt);
  return pageOfThreads(world, all, query);
}

/** @returns the same of the private ones that the bot has joined, the last that was begun first */
export function listJoinedArchived(world: World, channelId: string, query: URLSearchParams): Form {
  const before = query.get('before');
  const all = asleepIn(world, channelId, true)
    .filter(({ id }) => before === null || BigInt(id) < BigInt(before))
    .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1));
  return pageOfThreads(world, all, query);
}

function asleepIn(world: World, channelId: string, areJoined: boolean): readonly Channel[] {
  if (!seen(world, channelId).rights.history) throw missingPermissions();
  return [...world.channels.values()].filter(
    ({ parentId, archived, isPrivate }) => parentId === channelId && archived && isPrivate === areJoined,
  );
}

function pageOfThreads(world: World, all: readonly Channel[], query: URLSearchParams): Form {
  const page = all.slice(0, Number(query.get('limit') ?? 50));
  return {
    threads: page.map((thread) => channelPayload(world, thread)),
    members: [],
    has_more: page.length < all.length,
  };
}

/** Wakes a thread. */
export function changeThread(world: World, channelId: string, body: Form): Form {
  const channel = seen(world, channelId);
  refuse(unknownFields(body, ['archived'], []));
  if (!channel.rights.send) throw missingPermissions();
  channel.archived = body.archived === true;
  return channelPayload(world, channel);
}
