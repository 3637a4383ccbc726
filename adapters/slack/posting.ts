import type { Reply } from '../../src/replies/index.ts';
import type { Trouble } from './files.ts';
import { escapeText, type Rendered, render, renderPlainly } from './render/index.ts';
import type { Home } from './render/leaf.ts';
import type { Respond } from './response-url.ts';
import { inWords, isOfBlocks, isOutside } from './web-client.ts';
import type { Workspace } from './workspace.ts';

/** A channel, and the thread in it, or null for the channel itself. */
export type Where = { readonly channel: string; readonly thread: string | null };

export const inThread = (where: Where): { thread_ts?: string } =>
  where.thread === null ? {} : { thread_ts: where.thread };

/**
 * Says it with Slack's newer blocks (tables, charts), and where Slack refuses them with plainer ones.
 * @param send with one content, perhaps twice
 */
export async function inBestWay<Result>(
  workspace: Pick<Workspace, 'log'> & Home,
  reply: Reply,
  send: (content: Rendered) => Promise<Result>,
): Promise<Result> {
  try {
    return await send(render(reply, workspace));
  } catch (error) {
    if (!isOfBlocks(error)) throw error;
    workspace.log.warn(
      { error: inWords(error) },
      'Slack refused the blocks of a message: plainer ones are sent',
    );
    return send(renderPlainly(reply, workspace));
  }
}

/** The same by the address that came with a click, which does not say why it refused. */
export async function respondInBestWay(
  workspace: Workspace,
  reply: Reply,
  respond: Respond,
  how: { readonly [option: string]: string | boolean },
): Promise<void> {
  try {
    await respond({ ...how, ...render(reply, workspace) });
  } catch (error) {
    workspace.log.warn({ error: inWords(error) }, 'a response_url refused a message: a plainer one is sent');
    await respond({ ...how, ...renderPlainly(reply, workspace) });
  }
}

/** Posts for all to see, by the address that came with a click where the bot is not a member of the channel. */
export async function postAnywhere(
  workspace: Workspace,
  where: Where,
  reply: Reply,
  respond: Respond,
): Promise<void> {
  const place = { channel: where.channel, ...inThread(where) };
  try {
    await inBestWay({ ...workspace, quiet: true }, reply, (content) =>
      workspace.client.chat.postMessage({ ...place, ...content }),
    );
  } catch (error) {
    if (!isOutside(error)) throw error;
    const how = { response_type: 'in_channel', replace_original: false, ...inThread(where) };
    await respondInBestWay(workspace, reply, respond, how);
  }
}

const PRIVATELY = { response_type: 'ephemeral', replace_original: false } as const;

/** Tells one person something, where they are; by the address that came with their click where we are no member. */
export async function tell(
  workspace: Workspace,
  where: Where,
  user: string,
  content: { readonly text: string; readonly blocks?: Rendered['blocks'] },
  respond: Respond | null,
): Promise<void> {
  const place = { channel: where.channel, user, ...inThread(where) };
  try {
    await workspace.client.chat.postEphemeral({ ...place, ...content });
  } catch (error) {
    if (respond === null) throw error;
    await respond({ ...PRIVATELY, ...content });
  }
}

/** The same with a whole reply. */
export async function tellReply(
  workspace: Workspace,
  where: Where,
  user: string,
  reply: Reply,
  respond: Respond,
): Promise<void> {
  const place = { channel: where.channel, user, ...inThread(where) };
  try {
    await inBestWay(workspace, reply, (content) =>
      workspace.client.chat.postEphemeral({ ...place, ...content }),
    );
  } catch {
    await respondInBestWay(workspace, reply, respond, PRIVATELY);
  }
}

/** @returns a sentence for each file that could not be read, escaped */
export const troubleText = (troubles: readonly Trouble[]): string =>
  troubles
    .map(({ name, why }) => `I could not read \`${escapeText(name.replaceAll('`', 'ˋ'))}\`: ${why}.`)
    .join('\n');
