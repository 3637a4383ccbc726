/** What the stand-in remembers: servers, channels, people, messages, interactions. */
import type { Form } from './api-error.ts';
import type { Uploaded } from './multipart.ts';
import { snowflake } from './snowflake.ts';

export type Person = {
  readonly id: string;
  readonly username: string;
  readonly bot: boolean;
  /** Ids of roles in the server. */
  readonly roles?: readonly string[];
  /** What they may do in the server, as Discord's number; by default what members may. */
  readonly permissions?: string;
  /** Whether they have yet to accept the server's rules. */
  readonly pending?: boolean;
};

export type Role = { readonly id: string; readonly name: string };

/** What the bot may do in a channel. */
export type Rights = {
  readonly view: boolean;
  readonly send: boolean;
  readonly history: boolean;
  /** Open threads; write in them. */
  readonly threads: boolean;
  readonly sendInThreads: boolean;
  readonly files: boolean;
};

export const ALL_RIGHTS: Rights = {
  view: true,
  send: true,
  history: true,
  threads: true,
  sendInThreads: true,
  files: true,
};

export const TEXT_CHANNEL = 0;
export const DIRECT_MESSAGE = 1;
export const THREAD = 11;
export const FORUM = 15;

export type Channel = {
  readonly id: string;
  readonly type: number;
  readonly name: string;
  readonly guildId: string | null;
  readonly parentId: string | null;
  /** In a server that does not have the bot: only whoever brought it along for themselves uses it there. */
  readonly foreign: boolean;
  /** Of a thread: it is for those who were invited, and the bot is one of them. */
  readonly isPrivate: boolean;
  /** In a direct message: with whom. */
  readonly recipient: Person | null;
  rights: Rights;
  readonly archiveAfter: number | null;
  /** Of a forum: its tags, and whether a post must have one; of a post: the ids of its tags. */
  readonly tags: readonly { readonly id: string; readonly name: string; readonly moderated: boolean }[];
  readonly needsTag: boolean;
  readonly applied: readonly string[];
  /** Of a thread: whether it sleeps, and since when. A new message wakes it; an edit does not. */
  archived: boolean;
  archivedAt: number;
};

export type Attachment = {
  readonly id: string;
  readonly filename: string;
  readonly size: number;
  readonly url: string;
  readonly proxy_url: string;
  readonly content_type: string;
};

export type StoredMessage = {
  readonly id: string;
  readonly channelId: string;
  readonly author: Person;
  readonly type: number;
  content: string;
  embeds: readonly Form[];
  components: readonly Form[];
  flags: number;
  attachments: readonly Attachment[];
  readonly replyTo: string | null;
  /** The message that it hands on. */
  readonly forwards: StoredMessage | null;
  nonce: string | null;
  readonly webhookId: string | null;
  /** Of a webhook: whose it is. */
  readonly applicationId: string | null;
  /** Ephemeral: the one who sees it. */
  readonly onlyFor: Person | null;
  /** Whom it rang for, by its text and allowed_mentions. */
  readonly rang: readonly string[];
  /** The interaction that it answers, and the message whose button was pressed. */
  readonly answers: { readonly interaction: string; readonly pressed: string | null } | null;
  edits: number;
};

export type Interaction = {
  readonly id: string;
  readonly token: string;
  /** 2 command, 3 component, 4 autocomplete, 5 modal. */
  readonly type: number;
  readonly by: Person;
  readonly channelId: string;
  readonly at: number;
  /** What the bot answered first, or null as long as it has not. */
  callback: number | null;
  /** The message that `@original` stands for. */
  original: string | null;
  /** The message whose button was pressed. */
  readonly pressed: string | null;
  choices: readonly { name: string; value: unknown }[] | null;
  /** The modal that is open before the person. */
  modal: Form | null;
  readonly followups: string[];
};

export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  /** When it had come in, by `performance.now()`. */
  readonly at: number;
};

export type World = {
  readonly token: string;
  /** Where attachments are served, an address without a path. */
  origin: string;
  readonly bot: Person;
  readonly applicationId: string;
  readonly guildId: string;
  /** The switch in the developer portal: whether the bot may read all messages. */
  messageContent: boolean;
  commands: readonly Form[];
  /** Whether the bot is in the server, and since when. */
  member: boolean;
  joinedAt: string;
  readonly roles: Role[];
  /** Members of the server besides the bot that are programs. */
  readonly otherBots: Person[];
  /** Further servers, as Discord's JSON. */
  readonly servers: Form[];
  /** How many shards Discord recommends. */
  shards: number;
  readonly channels: Map<string, Channel>;
  readonly messages: Map<string, StoredMessage>;
  readonly interactions: Map<string, Interaction>;
  /** Attachments by their path; with `redirect`, the address leads elsewhere. */
  readonly files: Map<
    string,
    { readonly bytes: Uint8Array; readonly type: string; readonly redirect?: string }
  >;
  /** Every request to the API in order, with what was answered. */
  readonly asked: Asked[];
  /** Bodies that the stand-in took and Discord's own document does not. */
  readonly violations: string[];
  /** Whether bodies are checked against that document; it takes time. */
  strict: boolean;
  /** The stand-in's clock, milliseconds. */
  now: () => number;
};

export function createWorld(token: string, messageContent: boolean): World {
  return {
    token,
    origin: '',
    bot: { id: snowflake(), username: 'Bounce Triage', bot: true },
    applicationId: snowflake(),
    guildId: snowflake(),
    messageContent,
    commands: [],
    member: true,
    joinedAt: '2026-01-01T00:00:00.000000+00:00',
    roles: [],
    otherBots: [],
    servers: [],
    shards: 1,
    channels: new Map(),
    messages: new Map(),
    interactions: new Map(),
    files: new Map(),
    asked: [],
    violations: [],
    strict: true,
    now: Date.now,
  };
}

export function addChannel(
  world: World,
  channel: Partial<Channel> & Pick<Channel, 'type' | 'name'>,
): Channel {
  const added: Channel = {
    id: snowflake(),
    guildId: world.guildId,
    parentId: null,
    foreign: false,
    isPrivate: false,
    recipient: null,
    rights: ALL_RIGHTS,
    archiveAfter: null,
    tags: [],
    needsTag: false,
    applied: [],
    archived: false,
    archivedAt: 0,
    ...channel,
  };
  world.channels.set(added.id, added);
  return added;
}

/** Keeps a file and gives it a signed address. */
export function addFile(
  world: World,
  channelId: string,
  { name, type, bytes }: Pick<Uploaded, 'name' | 'type' | 'bytes'>,
): Attachment {
  const id = snowflake();
  const path = `/attachments/${channelId}/${id}/${encodeURIComponent(name)}?ex=${id}&is=1&hm=1`;
  const url = `${world.origin}${path}`;
  world.files.set(path, { bytes, type });
  return { id, filename: name, size: bytes.length, url, proxy_url: url, content_type: type };
}

export function addMessage(
  world: World,
  message: Partial<StoredMessage> & Pick<StoredMessage, 'channelId' | 'author'>,
): StoredMessage {
  const channel = world.channels.get(message.channelId);
  if (channel) channel.archived = false;
  const added: StoredMessage = {
    id: snowflake(),
    type: 0,
    content: '',
    embeds: [],
    components: [],
    flags: 0,
    attachments: [],
    replyTo: null,
    forwards: null,
    nonce: null,
    webhookId: null,
    applicationId: null,
    onlyFor: null,
    rang: [],
    answers: null,
    edits: 0,
    ...message,
  };
  world.messages.set(added.id, added);
  return added;
}
