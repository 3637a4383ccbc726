/** What was written down of an event → the whole message, with its files. */
import type { Message } from '../../src/queue/index.ts';
import { logUnread, readFiles } from './files.ts';
import { botOf, howHeard } from './hearing.ts';
import { KeptMessage } from './incoming.ts';
import { messageId, spotOf } from './message-id.ts';
import { filesOf, wordsOf } from './message-words.ts';
import { aboutOf } from './thread-root.ts';
import { placeIn, type Workspace } from './workspace.ts';

/**
 * @param payload as `incomingOf` gave it to the queue
 * @returns null where the bot is not installed in that workspace any more
 * @throws where a file can't be fetched for now
 */
export async function openMessage(
  payload: unknown,
  workspaceFor: (team: string) => Promise<Workspace | null>,
): Promise<Message | null> {
  const { team, event, heard: asked, words } = KeptMessage.parse(payload);
  const workspace = await workspaceFor(team);
  if (workspace === null) return null;
  const spot = spotOf(event);
  const heard = asked ?? howHeard(event, workspace.botUserId);
  const isAsked = heard !== 'watching';
  const all = filesOf(event, workspace, isAsked);
  const { files, unread, unfetched } = await readFiles(all, workspace.files);
  logUnread(workspace, spot.channel, unread);
  const about = heard === 'mentioned' ? aboutOf(workspace, spot) : undefined;
  return {
    ...(about ? { about } : {}),
    id: messageId(spot),
    text: words ?? wordsOf(event, workspace, isAsked),
    files,
    unread,
    unfetched,
    heard,
    bot: botOf(event),
    edit: event.edited?.ts ?? null,
    place: placeIn(workspace, event.channel),
  };
}
