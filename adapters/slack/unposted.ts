import type { Unposted } from '../../src/desk.ts';
import { spotFromId } from './message-id.ts';
import { post } from './posting.ts';
import { inWords, isLasting } from './web-client.ts';
import type { Workspace } from './workspace.ts';

const postOne = async (workspace: Workspace, left: Unposted): Promise<void> => {
  const { desk, log, team } = workspace;
  const spot = spotFromId(left.messageId);
  if (spot === null) return;
  try {
    await post(workspace, { channel: spot.channel, thread: spot.thread }, left.replies);
  } catch (error) {
    log.error(
      { channel: spot.channel, error: inWords(error) },
      'an answer from before the start was not posted',
    );
    if (!isLasting(error)) return;
  }
  await desk.posted(left.messageId, team);
};

/**
 * Posts what was heard before the start and never answered. To be called before the connection is made: what is
 * heard from then on is answered as it comes.
 */
export const postUnposted = async (workspace: Workspace): Promise<void> => {
  for (const left of await workspace.desk.unposted('slack')) {
    if (left.place.team === workspace.team) await postOne(workspace, left);
  }
};
