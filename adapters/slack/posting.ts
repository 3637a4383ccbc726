import type { RespondFn } from '@slack/bolt';
import type { Reply } from '../../src/replies/index.ts';
import type { Trouble } from './files.ts';
import { escapeText, type Rendered, render } from './render/index.ts';
import { isOutside } from './web-client.ts';
import type { Workspace } from './workspace.ts';

/** A channel, and the thread in it, or null for the channel itself. */
export type Where = { readonly channel: string; readonly thread: string | null };

export const inThread = (where: Where): { thread_ts?: string } =>
  where.thread === null ? {} : { thread_ts: where.thread };

/** Posts for all to see, by the address that came with a click where the bot is no member of the channel. */
export const postAnywhere = async (
  workspace: Workspace,
  where: Where,
  reply: Reply,
  respond: RespondFn,
): Promise<void> => {
  const content = { ...inThread(where), ...render(reply, workspace) };
  try {
    await workspace.client.chat.postMessage({ channel: where.channel, ...content });
  } catch (error) {
    if (!isOutside(error)) throw error;
    await respond({ response_type: 'in_channel', replace_original: false, ...content });
  }
};

/** Tells one person something, where they are; by the address that came with their click where we are no member. */
export const tell = async (
  workspace: Workspace,
  where: Where,
  user: string,
  content: Rendered | { readonly text: string },
  respond: RespondFn | null,
): Promise<void> => {
  try {
    await workspace.client.chat.postEphemeral({
      channel: where.channel,
      user,
      ...inThread(where),
      ...content,
    });
  } catch (error) {
    if (respond === null) throw error;
    await respond({ response_type: 'ephemeral', replace_original: false, ...content });
  }
};

/** @returns a sentence for each file that could not be read, escaped */
export const troubleText = (troubles: readonly Trouble[]): string =>
  troubles
    .map(({ name, why }) => `I could not read \`${escapeText(name.replaceAll('`', 'ˋ'))}\`: ${why}.`)
    .join('\n');
