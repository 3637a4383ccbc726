/** The methods of Slack's Web API that the bot uses, with Slack's refusals. */
import { z } from 'zod';
import { checkBlocks } from './check-blocks.ts';
import { fileFields, messageFields } from './payloads.ts';
import { completeUpload, getUploadUrl } from './upload.ts';
import { openView, publishView, pushView, updateView } from './views.ts';
import type { SentMessage, State } from './workspace-state.ts';

export type Answer = Readonly<Record<string, unknown>> & { readonly ok: boolean };
export type Args = Readonly<Record<string, unknown>>;

export const refuse = (error: string, messages: readonly string[] = []): Answer => ({
  ok: false,
  error,
  ...(messages.length > 0 ? { response_metadata: { messages } } : {}),
});

export const parseJson = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
};

type Content = { readonly text: string; readonly blocks: SentMessage['blocks'] };

/** @returns what a message says, or why Slack would not take it */
export const readContent = (state: State, args: Args): Content | Answer => {
  const text = typeof args.text === 'string' ? args.text : '';
  if (text.length > 40_000) return refuse('msg_too_long');
  if (args.blocks === undefined) return text.trim() === '' ? refuse('no_text') : { text, blocks: [] };
  const json = parseJson(args.blocks);
  if (json === undefined) return refuse('invalid_blocks_format');
  const checked = checkBlocks(json, state.refusedBlocks);
  if (!checked.ok) return refuse(checked.error, checked.messages);
  if (checked.blocks.length === 0 && text.trim() === '') return refuse('no_text');
  // Slack itself lets this pass with a warning; screen readers and notifications would get nothing.
  if (text.trim() === '') return refuse('missing_text_in_message');
  return { text, blocks: checked.blocks };
};

export const isAnswer = (content: Content | Answer): content is Answer => 'ok' in content;

const channelTrouble = (state: State, id: unknown): string | null => {
  const channel = state.channels.get(String(id));
  if (channel === undefined) return 'channel_not_found';
  if (!channel.botIsMember) return channel.kind === 'channel' ? 'not_in_channel' : 'channel_not_found';
  return channel.archived ? 'is_archived' : null;
};

const threadTrouble = (state: State, args: Args): string | null => {
  if (args.thread_ts === undefined) return null;
  const parent = state.find(String(args.channel), String(args.thread_ts));
  if (parent === undefined) return 'thread_not_found';
  // Slack's documentation: "avoid using a reply's ts value; use its parent instead".
  if (parent.threadTs !== null && parent.threadTs !== parent.ts) return 'cannot_reply_to_message';
  return args.reply_broadcast === undefined || args.reply_broadcast === 'false'
    ? null
    : 'broadcast_in_a_test';
};

/** @returns why nothing may be put into a channel, or into a thread of it */
export const placeTrouble = (state: State, args: Args): string | null =>
  channelTrouble(state, args.channel) ?? threadTrouble(state, args);

const Metadata = z.strictObject({
  event_type: z.string().regex(/^[\w.]{1,255}$/),
  event_payload: z.record(z.string(), z.unknown()),
});

/** A person's id as the channel is the direct message with them. */
const directMessage = (state: State, args: Args): Args => {
  const user = String(args.channel);
  if (!state.users.has(user)) return args;
  const id = `D0${user}`;
  state.channels.set(id, { id, name: user, kind: 'im', botIsMember: true, archived: false });
  return { ...args, channel: id };
};

const send = (state: State, given: Args, onlyFor: string | null): Answer => {
  const args = directMessage(state, given);
  const trouble = placeTrouble(state, args);
  if (trouble !== null) return refuse(trouble);
  const content = readContent(state, args);
  if (isAnswer(content)) return content;
  const metadata = args.metadata === undefined ? null : Metadata.safeParse(parseJson(args.metadata));
  if (metadata?.success === false) return refuse('invalid_metadata_format');
  const message = state.add({
    ...(metadata ? { metadata: metadata.data } : {}),
    ts: state.nextTs(),
    channel: String(args.channel),
    user: state.botUserId,
    botId: state.botId,
    ...content,
    threadTs: args.thread_ts === undefined ? null : String(args.thread_ts),
    onlyFor,
    files: [],
    edited: 0,
  });
  return onlyFor === null
    ? { ok: true, channel: message.channel, ts: message.ts, message: { text: message.text } }
    : { ok: true, message_ts: message.ts };
};

const update = (state: State, args: Args): Answer => {
  const trouble = channelTrouble(state, args.channel);
  if (trouble !== null) return refuse(trouble);
  const message = state.find(String(args.channel), String(args.ts));
  if (message === undefined || message.onlyFor !== null) return refuse('message_not_found');
  if (message.botId !== state.botId) return refuse('cant_update_message');
  const content = readContent(state, args);
  if (isAnswer(content)) return content;
  Object.assign(message, content, { edited: message.edited + 1 });
  state.changed.emit('change');
  return { ok: true, channel: message.channel, ts: message.ts, text: message.text };
};

/** https://docs.slack.dev/reference/methods/chat.delete */
const remove = (state: State, args: Args): Answer => {
  const trouble = channelTrouble(state, args.channel);
  if (trouble !== null) return refuse(trouble);
  const message = state.find(String(args.channel), String(args.ts));
  if (message === undefined || message.onlyFor !== null) return refuse('message_not_found');
  if (message.botId !== state.botId) return refuse('cant_delete_message');
  state.messages.splice(state.messages.indexOf(message), 1);
  state.changed.emit('change');
  return { ok: true, channel: message.channel, ts: message.ts };
};

/** By the kind of conversation: https://docs.slack.dev/reference/scopes */
const HISTORY = {
  channel: 'channels:history',
  group: 'groups:history',
  im: 'im:history',
  mpim: 'mpim:history',
} as const;

const lacks = (state: State, scope: string): Answer => ({
  ...refuse('missing_scope'),
  needed: scope,
  provided: [...state.scopes].join(','),
});

/** https://docs.slack.dev/reference/methods/conversations.replies, conversations.history */
const read = (
  state: State,
  args: Args,
  isWanted: (message: SentMessage) => boolean,
  newestFirst: boolean,
): Answer => {
  const scope = HISTORY[state.channels.get(String(args.channel))?.kind ?? 'channel'];
  if (!state.scopes.has(scope)) return lacks(state, scope);
  const trouble = channelTrouble(state, args.channel);
  if (trouble !== null && trouble !== 'is_archived') return refuse(trouble);
  const oldestFirst = state.messages
    .filter((one) => one.channel === args.channel && one.onlyFor === null && isWanted(one))
    .filter(({ ts }) => Number(ts) > Number(args.oldest ?? 0))
    .sort((a, b) => Number(a.ts) - Number(b.ts));
  const thread = newestFirst ? oldestFirst.toReversed() : oldestFirst;
  if (thread.length === 0 && args.ts !== undefined) return refuse('thread_not_found');
  const withMetadata = String(args.include_all_metadata) === 'true';
  const begin = Number(args.cursor ?? 0);
  const page = thread.slice(begin, begin + Number(args.limit ?? 100));
  const more = begin + page.length < thread.length;
  return {
    ok: true,
    messages: page.map((one) => ({
      ...messageFields(one, state.teamId, state.uploadHost),
      ...(withMetadata && one.metadata ? { metadata: one.metadata } : {}),
    })),
    has_more: more,
    ...(more ? { response_metadata: { next_cursor: String(begin + page.length) } } : {}),
  };
};

/** https://docs.slack.dev/reference/methods/users.info */
const userInfo = (state: State, args: Args): Answer => {
  const id = String(args.user);
  const name = state.users.get(id);
  if (name === undefined) return refuse('user_not_found');
  const profile = { display_name: name, real_name: name };
  return { ok: true, user: { id, name, team_id: state.teamId, profile, ...state.standings.get(id) } };
};

/** https://docs.slack.dev/reference/methods/conversations.info */
const channelInfo = (state: State, args: Args): Answer => {
  const channel = state.channels.get(String(args.channel));
  if (channel === undefined || (channel.kind !== 'channel' && !channel.botIsMember)) {
    return refuse('channel_not_found');
  }
  const { id, name, botIsMember } = channel;
  return { ok: true, channel: { id, name, is_member: botIsMember } };
};

/** https://docs.slack.dev/reference/methods/users.conversations */
const listChannels = (state: State): Answer => ({
  ok: true,
  channels: [...state.channels.values()]
    .filter(({ kind, botIsMember }) => botIsMember && (kind === 'channel' || kind === 'group'))
    .map(({ id, name }) => ({ id, name })),
});

/** https://docs.slack.dev/reference/methods/files.info */
const fileInfo = (state: State, args: Args): Answer => {
  const file = state.files.get(String(args.file));
  if (file === undefined || file.connect === 'refused') return refuse('file_not_found');
  return { ok: true, file: fileFields(file, state.uploadHost) };
};

const listGroups = (state: State): Answer => ({
  ok: true,
  usergroups: [...state.groups.keys()].map((id) => ({ id, handle: id.toLowerCase(), name: id })),
});

const groupMembers = (state: State, args: Args): Answer => {
  const users = state.groups.get(String(args.usergroup));
  return users === undefined ? refuse('no_such_subteam') : { ok: true, users };
};

const SCOPE: Readonly<Record<string, string>> = {
  'chat.postMessage': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.update': 'chat:write',
  'chat.delete': 'chat:write',
  'users.info': 'users:read',
  'usergroups.users.list': 'usergroups:read',
  'usergroups.list': 'usergroups:read',
  'conversations.info': 'channels:read',
  'users.conversations': 'channels:read',
  'apps.connections.open': 'connections:write',
  'files.info': 'files:read',
  'files.getUploadURLExternal': 'files:write',
  'files.completeUploadExternal': 'files:write',
};

const tokenTrouble = (state: State, method: string, token: string): Answer | null => {
  if (token === '') return refuse('not_authed');
  if (token !== state.botToken && token !== state.appToken) return refuse('invalid_auth');
  const wanted = method === 'apps.connections.open' ? state.appToken : state.botToken;
  if (token !== wanted) return refuse('not_allowed_token_type');
  const scope = SCOPE[method];
  return scope !== undefined && !state.scopes.has(scope) ? lacks(state, scope) : null;
};

/**
 * @param token from the Authorization header
 * @param socketUrl makes the address of a new Socket Mode connection
 */
export const callMethod = (
  state: State,
  method: string,
  token: string,
  args: Args,
  socketUrl: () => string,
): Answer => {
  const trouble = tokenTrouble(state, method, token);
  if (trouble !== null) return trouble;
  switch (method) {
    case 'auth.test':
      return {
        ok: true,
        team_id: state.teamId,
        user_id: state.botUserId,
        bot_id: state.botId,
        team: 'Stand-in',
        user: 'bounce-triage',
        url: 'https://standin.slack.com/',
      };
    case 'apps.connections.open':
      return { ok: true, url: socketUrl() };
    case 'chat.postMessage':
      return send(state, args, null);
    case 'chat.postEphemeral':
      return state.users.has(String(args.user))
        ? send(state, args, String(args.user))
        : refuse('user_not_in_channel');
    case 'chat.update':
      return update(state, args);
    case 'chat.delete':
      return remove(state, args);
    case 'conversations.replies':
      return read(state, args, ({ ts, threadTs }) => ts === args.ts || threadTs === args.ts, false);
    case 'conversations.history':
      return read(state, args, ({ threadTs }) => threadTs === null, true);
    case 'users.conversations':
      return listChannels(state);
    case 'users.info':
      return userInfo(state, args);
    case 'views.open':
      return openView(state, args);
    case 'views.push':
      return pushView(state, args);
    case 'views.update':
      return updateView(state, args);
    case 'views.publish':
      return publishView(state, args);
    case 'conversations.info':
      return channelInfo(state, args);
    case 'usergroups.list':
      return listGroups(state);
    case 'usergroups.users.list':
      return groupMembers(state, args);
    case 'files.info':
      return fileInfo(state, args);
    case 'files.getUploadURLExternal':
      return getUploadUrl(state, args);
    case 'files.completeUploadExternal':
      return completeUpload(state, args);
    default:
      return refuse('unknown_method');
  }
};
