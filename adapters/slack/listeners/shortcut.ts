import type {
  AllMiddlewareArgs,
  MessageShortcut as BoltShortcut,
  SlackShortcutMiddlewareArgs,
} from '@slack/bolt';
import type { Answer } from '../../../src/desk.ts';
import { readFiles } from '../files.ts';
import { wordsOf } from '../hearing.ts';
import { MessageShortcut } from '../incoming.ts';
import { messageId, spotOf } from '../message-id.ts';
import { post, tell, troubleText, type Where } from '../posting.ts';
import { render } from '../render/index.ts';
import { sorry } from '../sorry.ts';
import { isOutside } from '../web-client.ts';
import { actorOf, type Workspace } from '../workspace.ts';

type Args = SlackShortcutMiddlewareArgs<BoltShortcut> & AllMiddlewareArgs;

/** Into the thread; to the asker alone where it was answered before, or where we are no member of the channel. */
const deliver = async (
  workspace: Workspace,
  where: Where,
  answer: Answer,
  user: string,
  respond: Args['respond'],
): Promise<void> => {
  const privately = async () => {
    for (const reply of answer.replies)
      await tell(workspace, where, user, render(reply, workspace.team), respond);
  };
  if (answer.repeat) return privately();
  try {
    await post(workspace, where, answer.replies);
  } catch (error) {
    if (!isOutside(error)) throw error;
    await privately();
  }
};

const explain = async (workspace: Workspace, payload: unknown, respond: Args['respond']): Promise<void> => {
  const { user, channel, message } = MessageShortcut.parse(payload);
  const spot = spotOf({ ...message, channel: channel.id });
  const where = { channel: spot.channel, thread: spot.thread };
  const { files, troubles } = await readFiles(message.files ?? [], workspace.files);
  if (troubles.length > 0) await tell(workspace, where, user.id, { text: troubleText(troubles) }, respond);
  const answer = await workspace.desk.message({
    id: messageId(spot),
    text: wordsOf(message, workspace.botUserId),
    files,
    heard: 'asked',
    actor: actorOf(workspace, { id: user.id, name: user.name ?? user.username, team: user.team_id }),
    place: { platform: 'slack', team: workspace.team, channel: spot.channel },
  });
  await deliver(workspace, where, answer, user.id, respond);
  if (!answer.repeat) await workspace.desk.posted(messageId(spot), workspace.team);
};

/** "Explain this bounce" on any message, also where the bot does not read along. */
export const onShortcut =
  (workspace: Workspace) =>
  async ({ shortcut, ack, respond }: Args): Promise<void> => {
    await ack();
    try {
      await explain(workspace, shortcut, respond);
    } catch (error) {
      const text = sorry(workspace.log, 'explaining that message', error);
      await respond({ response_type: 'ephemeral', replace_original: false, text });
    }
  };
