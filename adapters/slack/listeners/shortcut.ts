import type {
  AllMiddlewareArgs,
  MessageShortcut as BoltShortcut,
  SlackShortcutMiddlewareArgs,
} from '@slack/bolt';
import type { Delivery } from '../../../src/queue/index.ts';
import type { Reply } from '../../../src/replies/index.ts';
import { deliverTo } from '../delivering.ts';
import { logUnread, readFiles } from '../files.ts';
import { botOf } from '../hearing.ts';
import { MessageShortcut } from '../incoming.ts';
import { messageId, spotOf } from '../message-id.ts';
import { filesOf, wordsOf } from '../message-words.ts';
import { tellReply, type Where } from '../posting.ts';
import { type Respond, respondBy } from '../response-url.ts';
import { sorry } from '../sorry.ts';
import { isOutside } from '../web-client.ts';
import { placeIn, type Workspace, workspaceOf } from '../workspace.ts';

type Args = SlackShortcutMiddlewareArgs<BoltShortcut> & AllMiddlewareArgs;

/** Somebody who asked about a message in a place, and the address of their click. */
type Asker = { readonly where: Where; readonly user: string; readonly respond: Respond };

const tellAlone = ({ where, user, respond }: Asker, workspace: Workspace, reply: Reply): Promise<void> =>
  tellReply(workspace, where, user, reply, respond);

/** Into the thread; to the asker alone where we are no member of the channel. What fails for now is the queue's. */
async function deliver(workspace: Workspace, asker: Asker, delivery: Delivery): Promise<void> {
  const { queue } = workspace;
  try {
    await queue.delivered(delivery.id, await deliverTo(workspace, delivery));
  } catch (error) {
    if (!isOutside(error)) return queue.send([{ ...delivery, again: true }]);
    if (delivery.what.kind === 'post') await tellAlone(asker, workspace, delivery.what.reply);
    await queue.delivered(delivery.id, null);
  }
}

async function explain(
  workspace: Workspace,
  { user, channel, message }: MessageShortcut,
  respond: Respond,
): Promise<void> {
  const spot = spotOf({ ...message, channel: channel.id });
  const asker = { where: { channel: spot.channel, thread: spot.thread }, user: user.id, respond };
  const { files, unread, unfetched } = await readFiles(filesOf(message, workspace, true), workspace.files);
  logUnread(workspace, spot.channel, unread);
  const answer = await workspace.desk.answer({
    id: messageId(spot),
    text: wordsOf(message, workspace, true),
    files,
    unread,
    unfetched,
    heard: 'asked',
    bot: botOf(message),
    edit: null,
    place: placeIn(workspace, spot.channel),
  });
  for (const delivery of answer.deliveries) await deliver(workspace, asker, delivery);
  for (const reply of answer.aside) await tellAlone(asker, workspace, reply);
  workspace.queue.nudge();
}

/** "Explain this bounce" on any message, also where the bot does not read along. */
export async function onShortcut({ shortcut, ack, context }: Args): Promise<void> {
  await ack();
  const workspace = workspaceOf({ context });
  const respond = respondBy(shortcut.response_url, workspace.files);
  try {
    await explain(workspace, MessageShortcut.parse(shortcut), respond);
  } catch (error) {
    const text = sorry(workspace.log, 'explaining that message', error);
    await respond({ response_type: 'ephemeral', replace_original: false, text });
  }
}
