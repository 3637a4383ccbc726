import type { Incoming } from '../../src/mailroom/index.ts';
import { isReadable } from './files.ts';
import { EventBody, type MessageEvent, type SlackMessage } from './incoming.ts';
import { messageId, spotOf } from './message-id.ts';
import { plainText } from './plain-text.ts';
import { placeIn, type Workspace } from './workspace.ts';

/**
 * Edits, deletions, joins and what else has a subtype are not for us. A file comes as `file_share`, a reply that
 * was also sent to the channel as `thread_broadcast`.
 */
const SUBTYPES = new Set<string | undefined>([undefined, 'file_share', 'thread_broadcast']);

/** Two bots that answer each other never stop, so no bot is heard, ourselves included. */
const fromPerson = (message: SlackMessage, botUserId: string): message is SlackMessage & { user: string } =>
  !message.bot_id && message.user !== undefined && message.user !== botUserId && message.user !== 'USLACKBOT';

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

const isForUs = (event: MessageEvent, botUserId: string): event is MessageEvent & { user: string } =>
  SUBTYPES.has(event.subtype) && fromPerson(event, botUserId) && !lacksItsFiles(event);

/** The same message comes as `message` and as `app_mention`, in either order: both must say the same. */
export const howHeard = (event: MessageEvent, botUserId: string): 'watching' | 'mentioned' =>
  event.type === 'app_mention' ||
  event.channel_type === 'im' ||
  event.channel.startsWith('D') ||
  mentions(event.text ?? '', botUserId)
    ? 'mentioned'
    : 'watching';

/** @returns a message's words as they were written, those of its attachments below */
export const wordsOf = (message: SlackMessage, botUserId: string): string => {
  const attached = (message.attachments ?? []).flatMap(({ pretext, title, text, fallback }) => {
    const words = [pretext, title, text].filter(Boolean);
    return words.length > 0 ? words : [fallback];
  });
  return [message.text, ...attached]
    .filter((part): part is string => Boolean(part))
    .map((part) => plainText(part, botUserId))
    .join('\n');
};

/**
 * @param body the payload of an Events API envelope
 * @returns the message in it, for the mailroom to write down; null for what is not a message to us
 */
export const incomingOf = (body: unknown, workspace: Workspace): Incoming | null => {
  const parsed = EventBody.safeParse(body);
  if (!parsed.success || !isForUs(parsed.data.event, workspace.botUserId)) return null;
  const { event } = parsed.data;
  return {
    id: messageId(spotOf(event)),
    text: wordsOf(event, workspace.botUserId),
    heard: howHeard(event, workspace.botUserId),
    place: placeIn(workspace, event.channel),
    hasFiles: (event.files ?? []).some(isReadable),
    // Slack's blocks say the same as the text, at length.
    payload: { team: workspace.team, event: { ...event, blocks: null } },
  };
};
