import { z } from 'zod';
import type { Incoming } from '../../src/queue/index.ts';
import { isMail } from './file.ts';
import { mayHoldBounce } from './files.ts';
import {
  ChangeEvent,
  DeletionEvent,
  EventBody,
  KeptMessage,
  type MessageEvent,
  type SlackMessage,
} from './incoming.ts';
import { messageId, spotOf } from './message-id.ts';
import { filesOf, wordsOf } from './message-words.ts';
import { placeIn, type Workspace } from './workspace.ts';

/**
 * Joins and what else has a subtype are not for us. A file comes as `file_share`, a reply that was also sent to the
 * channel as `thread_broadcast`, an older bot's words as `bot_message`.
 */
const SUBTYPES = new Set<string | undefined>([undefined, 'file_share', 'thread_broadcast', 'bot_message']);

/** Never ourselves, or we would answer our own answers; other bots are the desk's to decide. */
const isOurs = (message: SlackMessage, { botId, botUserId }: Workspace): boolean =>
  message.bot_id === botId || message.user === botUserId;

const mentions = (text: string, botUserId: string): boolean =>
  text.includes(`<@${botUserId}>`) || text.includes(`<@${botUserId}|`);

/**
 * With a file attached, app_mention sometimes names the file in its blocks only, and the `message` event brings it
 * whole. The first of the two would be answered without the file, so it is left to the other.
 */
const lacksItsFiles = (event: MessageEvent): boolean =>
  event.type === 'app_mention' &&
  !event.files?.length &&
  JSON.stringify(event.blocks ?? []).includes('"type":"file"');

/** A mail that somebody handed on into the channel is posted by Slackbot, or by an add-on. */
const isHandedOn = ({ files }: Pick<SlackMessage, 'files'>): boolean => (files ?? []).some(isMail);

/** @returns the bot that wrote a message; null: a person did, or it is a mail that a person handed on */
export const botOf = (message: Pick<SlackMessage, 'files' | 'bot_id'>): string | null =>
  isHandedOn(message) ? null : (message.bot_id ?? null);

const isMessage = (event: MessageEvent, workspace: Workspace): boolean =>
  SUBTYPES.has(event.subtype) &&
  (event.user !== undefined || Boolean(event.bot_id)) &&
  (event.user !== 'USLACKBOT' || isHandedOn(event)) &&
  !isOurs(event, workspace) &&
  !lacksItsFiles(event);

/** The same message comes as `message` and as `app_mention`, in either order: both must say the same. */
export const howHeard = (event: MessageEvent, botUserId: string): 'watching' | 'mentioned' =>
  event.type === 'app_mention' ||
  event.channel_type === 'im' ||
  event.channel.startsWith('D') ||
  mentions(event.text ?? '', botUserId)
    ? 'mentioned'
    : 'watching';

/** @returns an edit as the message that it made; null where nobody edited anything */
function editedMessage(body: unknown): MessageEvent | null {
  const parsed = z.object({ event: ChangeEvent }).safeParse(body);
  if (!parsed.success || !parsed.data.event.message.edited) return null;
  const { message, channel, channel_type } = parsed.data.event;
  return { ...message, type: 'message', channel, ...(channel_type ? { channel_type } : {}) };
}

function newMessage(body: unknown): MessageEvent | null {
  const parsed = EventBody.safeParse(body);
  return parsed.success ? parsed.data.event : null;
}

/**
 * @param body the payload of an Events API envelope
 * @returns the message in it, for the queue to write down; null for what is not a message to us
 */
export function incomingOf(body: unknown, workspace: Workspace): Incoming | null {
  const event = editedMessage(body) ?? newMessage(body);
  if (event === null || !isMessage(event, workspace)) return null;
  const heard = howHeard(event, workspace.botUserId);
  const isAsked = heard !== 'watching';
  const words = wordsOf(event, workspace, isAsked);
  const files = filesOf(event, workspace, isAsked);
  return {
    id: messageId(spotOf(event)),
    text: words,
    heard,
    bot: botOf(event),
    edit: event.edited?.ts ?? null,
    place: placeIn(workspace, event.channel),
    hasFiles: mayHoldBounce(files, isAsked),
    payload: {
      team: workspace.team,
      event: { ...event, files: [...files], blocks: null, attachments: null },
      words,
    },
  };
}

/**
 * A message that has replies is not deleted but emptied, as a "tombstone".
 * @returns the id of the message that was deleted, and its channel; null where none was
 */
export function deletionOf(body: unknown): { readonly id: string; readonly channel: string } | null {
  const parsed = z.object({ event: z.union([DeletionEvent, ChangeEvent]) }).safeParse(body);
  if (!parsed.success) return null;
  const { event } = parsed.data;
  const { channel } = event;
  if (event.subtype === 'message_changed') {
    const { message } = event;
    return message.subtype === 'tombstone'
      ? { id: messageId(spotOf({ ...message, channel })), channel }
      : null;
  }
  const spot = spotOf({ channel, ts: event.deleted_ts, thread_ts: event.previous_message?.thread_ts });
  return { id: messageId(spot), channel };
}

/**
 * Somebody's own thread is no place to break in, whatever is pasted there: only a thread below our answer, or below
 * a message of ours, is.
 * @param hasAnswered whether we answered the message with this id
 */
export async function isSilentPlace(
  incoming: Incoming,
  workspace: Workspace,
  hasAnswered: (id: string) => Promise<boolean>,
): Promise<boolean> {
  const { event } = KeptMessage.parse(incoming.payload);
  const { channel, ts, thread } = spotOf(event);
  if (incoming.heard !== 'watching' || incoming.edit !== null || thread === ts) return false;
  if (event.parent_user_id === workspace.botUserId) return false;
  return !(await hasAnswered(messageId({ channel, ts: thread, thread })));
}
