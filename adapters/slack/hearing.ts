import type { Answer, Message } from '../../src/desk.ts';
import { readFiles, type Trouble } from './files.ts';
import { EventBody, type MessageEvent, type SlackMessage } from './incoming.ts';
import { messageId, type Spot, spotOf } from './message-id.ts';
import { plainText } from './plain-text.ts';
import { actorOf, type Workspace } from './workspace.ts';

/** A message that the desk has written down, and what is to be posted for it. */
export type Heard = {
  readonly spot: Spot;
  readonly message: Message;
  readonly answer: Answer;
  readonly troubles: readonly Trouble[];
};

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
const howHeard = (event: MessageEvent, botUserId: string): 'watching' | 'mentioned' =>
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
 * Lets the desk write a message down; the platform may be told afterwards that we have it.
 *
 * @param body the payload of an Events API envelope
 * @returns what to post, or null for what is not a message to us
 * @throws when the desk can't write it down: Slack must send it again
 */
export const hear = async (body: unknown, workspace: Workspace): Promise<Heard | null> => {
  const parsed = EventBody.safeParse(body);
  if (!parsed.success || !isForUs(parsed.data.event, workspace.botUserId)) return null;
  const { event } = parsed.data;
  const spot = spotOf(event);
  const { files, troubles } = await readFiles(event.files ?? [], workspace.files);
  const message: Message = {
    id: messageId(spot),
    text: wordsOf(event, workspace.botUserId),
    files,
    heard: howHeard(event, workspace.botUserId),
    actor: actorOf(workspace, { id: event.user, team: event.user_team ?? event.team }),
    place: { platform: 'slack', team: workspace.team, channel: event.channel },
  };
  return { spot, message, answer: await workspace.desk.message(message), troubles };
};
