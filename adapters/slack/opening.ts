/** What was written down of an event → the whole message, with its files. */
import type { Message } from '../../src/queue/index.ts';
import { readFiles, type Trouble } from './files.ts';
import { howHeard, wordsOf } from './hearing.ts';
import { KeptMessage } from './incoming.ts';
import { messageId, type Spot, spotOf } from './message-id.ts';
import { tell, troubleText } from './posting.ts';
import { aboutOf } from './thread-root.ts';
import { inWords } from './web-client.ts';
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
  const { team, event, heard: asked } = KeptMessage.parse(payload);
  const workspace = await workspaceFor(team);
  if (workspace === null) return null;
  const { files, troubles, unfetched } = await readFiles(event.files ?? [], workspace.files);
  const spot = spotOf(event);
  const heard = asked ?? howHeard(event, workspace.botUserId);
  const speaker = heard === 'watching' ? undefined : event.user;
  const tellOf = (all: readonly Trouble[]): Promise<void> => report(workspace, spot, all, speaker);
  if (troubles.length > 0) await tellOf(troubles);
  const about = heard === 'mentioned' ? aboutOf(workspace, spot, tellOf) : undefined;
  return {
    ...(about ? { about } : {}),
    id: messageId(spot),
    text: wordsOf(event, workspace.botUserId),
    files,
    unfetched,
    heard,
    bot: event.bot_id ?? null,
    edit: event.edited?.ts ?? null,
    place: placeIn(workspace, event.channel),
  };
}

/** Who spoke to us is told what could not be read; nobody else asked. */
async function report(
  workspace: Workspace,
  spot: Spot,
  troubles: readonly Trouble[],
  user: string | undefined,
): Promise<void> {
  const { log } = workspace;
  log.warn({ channel: spot.channel, why: troubles.map(({ why }) => why) }, 'attached files were not read');
  if (user === undefined) return;
  await tell(workspace, spot, user, { text: troubleText(troubles) }, null).catch((error: unknown) =>
    log.warn({ error: inWords(error) }, 'nobody could be told that a file was not read'),
  );
}
