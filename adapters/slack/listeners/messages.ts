import type { Heard } from '../hearing.ts';
import { post, tell, troubleText } from '../posting.ts';
import { render } from '../render/index.ts';
import { inWords, isLasting } from '../web-client.ts';
import type { Workspace } from '../workspace.ts';

/**
 * Posts the answer to a message that the desk has written down, in the message's thread. What fails for now stays
 * written down and is posted at the next start; what can never be posted is not tried again.
 */
export const answerMessage = async (workspace: Workspace, heard: Heard): Promise<void> => {
  const { desk, log, team } = workspace;
  const { spot, message, answer, troubles } = heard;
  const where = { channel: spot.channel, thread: spot.thread };
  if (troubles.length > 0) {
    log.warn({ channel: spot.channel, why: troubles.map(({ why }) => why) }, 'attached files were not read');
  }
  try {
    if (troubles.length > 0 && message.heard === 'mentioned') {
      await tell(workspace, where, message.actor.id, { text: troubleText(troubles) }, null);
    }
    if (answer.replies.length === 0) return;
    if (answer.repeat) {
      for (const reply of answer.replies)
        await tell(workspace, where, message.actor.id, render(reply, team), null);
      return;
    }
    await post(workspace, where, answer.replies);
    await desk.posted(message.id, team);
  } catch (error) {
    log.error({ channel: spot.channel, error: inWords(error) }, 'an answer was not posted');
    if (isLasting(error)) await desk.posted(message.id, team);
  }
};
