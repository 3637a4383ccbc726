/** The first message of a thread, for somebody who speaks to us below it: one call, and only where it isn't known. */
import { z } from 'zod';
import type { About } from '../../src/queue/index.ts';
import { logUnread, readFiles } from './files.ts';
import { botOf } from './hearing.ts';
import { SlackMessage } from './incoming.ts';
import { messageId, type Spot } from './message-id.ts';
import { filesOf, wordsOf } from './message-words.ts';
import { refusalCode, waitOf } from './web-client.ts';
import type { Workspace } from './workspace.ts';

/** https://docs.slack.dev/reference/methods/conversations.replies: the thread's first message comes first */
const Replies = z.object({ messages: z.array(SlackMessage).default([]) });

/** It was deleted, which is no refusal. */
const GONE = new Set(['thread_not_found', 'message_not_found']);

/** @returns undefined where the message begins a thread, or stands in none */
export function aboutOf(workspace: Workspace, spot: Spot): About | undefined {
  const { channel, thread, ts } = spot;
  if (thread === ts) return undefined;
  return {
    id: messageId({ channel, ts: thread, thread }),
    async read() {
      const root = await rootOf(workspace, spot);
      if (typeof root === 'string') return root;
      const all = filesOf(root, workspace, true);
      const { files, unread, unfetched } = await readFiles(all, workspace.files);
      logUnread(workspace, channel, unread);
      return { text: wordsOf(root, workspace, true), files, unread, unfetched, bot: botOf(root) };
    },
  };
}

/** @throws where Slack is not reached or breaks down; one that lets us ask only later is as good as a refusal now */
async function rootOf(
  { once, botId }: Workspace,
  { channel, thread }: Spot,
): Promise<SlackMessage | 'refused' | 'gone'> {
  try {
    const answer = await once.conversations.replies({ channel, ts: thread, limit: 1 });
    const root = Replies.parse(answer).messages.find(({ ts }) => ts === thread);
    if (root === undefined || root.subtype === 'tombstone') return 'gone';
    // What we say ourselves is no bounce.
    return root.bot_id === botId ? 'gone' : root;
  } catch (error) {
    const code = refusalCode(error);
    if (code === null && waitOf(error) === null) throw error;
    return code !== null && GONE.has(code) ? 'gone' : 'refused';
  }
}
