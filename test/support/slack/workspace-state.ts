/** What a Slack workspace holds, as far as the bot can touch it. */
import { EventEmitter } from 'node:events';
import type { Block } from './check-blocks.ts';
import type { OpenView } from './views.ts';

export type SentMessage = {
  readonly ts: string;
  readonly channel: string;
  /** A person's or the bot's user id. */
  readonly user: string;
  readonly botId: string | null;
  text: string;
  blocks: readonly Block[];
  readonly threadTs: string | null;
  /** The one person who sees it, or null for everybody. */
  readonly onlyFor: string | null;
  readonly files: readonly StoredFile[];
  /** Blocks, attachments and what else there is in it that stands beside the text. */
  readonly carries?: Readonly<Record<string, unknown>>;
  edited: number;
  /** What an app attached to it for itself. */
  readonly metadata?: Metadata;
};

export type Metadata = { readonly event_type: string; readonly event_payload: Record<string, unknown> };

export type StoredFile = {
  readonly id: string;
  readonly name: string;
  readonly mimetype: string;
  readonly bytes: Uint8Array;
  /** What Slack tells of it besides, or otherwise. */
  readonly told?: Readonly<Record<string, unknown>>;
  /** Another company's, shared through Slack Connect: a message tells only its id; `refused` when asked for, too. */
  readonly connect?: 'shown' | 'refused';
};

export type Channel = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'group' | 'im' | 'mpim';
  botIsMember: boolean;
  archived: boolean;
};

/** A file whose address was given out: its bytes as soon as they are there. */
type Upload = { readonly filename: string; readonly length: number; bytes: Uint8Array | null };

/** An address that takes answers to one click or command: 5 uses in 30 minutes. */
type ResponseUrl = {
  readonly channel: string;
  readonly user: string;
  /** The message whose button was pressed, or null. */
  readonly source: SentMessage | null;
  readonly madeAt: number;
  uses: number;
};

type Call = { readonly method: string; readonly args: Readonly<Record<string, unknown>> };
export type Refusal = {
  readonly method: string;
  readonly error: string;
  readonly messages: readonly string[];
};

export type State = ReturnType<typeof createState>;

export const createState = (teamId = 'T0STANDIN') => {
  let clock = 0;
  const messages: SentMessage[] = [];
  const changed = new EventEmitter();
  return {
    teamId,
    /** The organisation that the workspace belongs to; null: none. */
    enterpriseId: null as string | null,
    botUserId: 'U0BOT',
    botId: 'B0BOT',
    appId: 'A0APP',
    botToken: teamId === 'T0STANDIN' ? 'xoxb-standin-bot-token' : `xoxb-standin-${teamId}`,
    /** Seconds for which a token that is installed by OAuth is good; null: for ever. */
    tokenGoodFor: null as number | null,
    appToken: 'xapp-1-standin-app-token',
    scopes: new Set([
      'app_mentions:read',
      'channels:history',
      'channels:read',
      'chat:write',
      'commands',
      'connections:write',
      'files:read',
      'files:write',
      'groups:history',
      'groups:read',
      'im:history',
      'mpim:history',
      'usergroups:read',
      'users:read',
    ]),
    channels: new Map<string, Channel>(),
    users: new Map<string, string>(),
    /** What users.info says of somebody beyond their name: "is_restricted", "is_admin" … */
    standings: new Map<string, Readonly<Record<string, unknown>>>(),
    /** Types of blocks that this workspace does not take. */
    refusedBlocks: new Set<string>(),
    /** Modals by their id, and each person's Home tab. */
    views: new Map<string, OpenView>(),
    homes: new Map<string, OpenView>(),
    /** Clicks and commands, each good for one modal. */
    triggers: new Map<string, { readonly user: string; readonly at: number; used: boolean }>(),
    /** User groups and the ids of their members. */
    groups: new Map<string, readonly string[]>(),
    files: new Map<string, StoredFile>(),
    uploads: new Map<string, Upload>(),
    /** Where files are to be sent, as an address without a path: the stand-in itself. */
    uploadHost: '',
    responseUrls: new Map<string, ResponseUrl>(),
    messages,
    calls: [] as Call[],
    refusals: [] as Refusal[],
    changed,
    nextTs: (): string => {
      clock += 1;
      return `1700000000.${String(clock * 100).padStart(6, '0')}`;
    },
    add: (message: SentMessage): SentMessage => {
      messages.push(message);
      changed.emit('change');
      return message;
    },
    find: (channel: string, ts: string): SentMessage | undefined =>
      messages.find((message) => message.channel === channel && message.ts === ts),
  };
};

/** Waits until something holds; the stand-in changes only by what it is told, so no time is slept away. */
export const until = async <Found>(
  state: State,
  look: () => Found | undefined | null | false,
  what: string,
): Promise<Found> => {
  const now = look();
  if (now) return now;
  return new Promise((resolve, reject) => {
    const check = () => {
      const found = look();
      if (!found) return;
      clearTimeout(timer);
      state.changed.off('change', check);
      resolve(found);
    };
    const timer = setTimeout(() => {
      state.changed.off('change', check);
      reject(
        new Error(`Waited in vain for ${what}. Refused by the stand-in: ${JSON.stringify(state.refusals)}`),
      );
    }, 8_000);
    state.changed.on('change', check);
  });
};
