import type { webApi } from '@slack/bolt';
import type { Reply } from '../../src/replies/index.ts';
import { POSTS } from './pace.ts';
import { type Rendered, render, renderPlainly } from './render/index.ts';
import type { Home } from './render/leaf.ts';
import { isOfItsMessage, type Respond } from './response-url.ts';
import { inWords, isOfBlocks, isOutside } from './web-client.ts';
import type { Workspace } from './workspace.ts';

/** A channel, and the thread in it, or null for the channel itself. */
export type Where = { readonly channel: string; readonly thread: string | null };

export const inThread = (where: Where): { thread_ts?: string } =>
  where.thread === null ? {} : { thread_ts: where.thread };

type Ways = Pick<Workspace, 'log' | 'refusedBlocks'> & Home;

/** Types of blocks that only the newer way has. */
const newerIn = (newest: Rendered, plainer: Rendered): readonly string[] =>
  [...new Set(newest.blocks.map(({ type }) => type))].filter(
    (type) => !plainer.blocks.some((block) => block.type === type),
  );

/**
 * Says it with Slack's newer blocks (tables, charts), where Slack refuses them with plainer ones, and where it refuses
 * those too by its words alone. Which newer blocks a workspace does not take is remembered: it is asked once.
 * @param send with one content, up to three times
 * @param isRefusal whether what it threw says that Slack does not like the blocks
 */
async function inWays<Result>(
  { refusedBlocks, log, ...home }: Ways,
  reply: Reply,
  send: (content: Rendered) => Promise<Result>,
  isRefusal: (error: unknown) => boolean,
): Promise<Result> {
  const newest = render(reply, home);
  const plainer = renderPlainly(reply, home);
  const newer = newerIn(newest, plainer);
  const mayTakeNewer = newer.length > 0 && !newer.some((type) => refusedBlocks.has(type));
  const refused = (error: unknown): void => {
    if (!isRefusal(error)) throw error;
    log.warn({ error: inWords(error) }, 'Slack refused the blocks of a message: plainer ones are sent');
  };
  if (mayTakeNewer) {
    try {
      return await send(newest);
    } catch (error) {
      refused(error);
    }
  }
  try {
    const sent = await send(plainer);
    if (mayTakeNewer) for (const type of newer) refusedBlocks.add(type);
    return sent;
  } catch (error) {
    refused(error);
    return send({ ...plainer, text: inTextAlone(plainer.text), blocks: [] });
  }
}

const inTextAlone = (text: string): string =>
  `${text}\n_Slack took no more of this message than these words._`;

export const inBestWay = <Result>(
  workspace: Ways,
  reply: Reply,
  send: (content: Rendered) => Promise<Result>,
): Promise<Result> => inWays(workspace, reply, send, isOfBlocks);

/** The same by the address that came with a click, which does not always say why it refused. */
export async function respondInBestWay(
  workspace: Ways,
  reply: Reply,
  respond: Respond,
  how: { readonly [option: string]: string | boolean },
): Promise<void> {
  await inWays(workspace, reply, (content) => respond({ ...how, ...content }), isOfItsMessage);
}

/**
 * Posts in the channel's turn, in one try: where Slack gives no answer it may be there, and a second would double it.
 * @throws RetryLater where Slack wants a longer wait
 */
export const post = (
  { pace, once }: Pick<Workspace, 'pace' | 'once'>,
  message: webApi.ChatPostMessageArguments & { readonly channel: string },
): Promise<webApi.ChatPostMessageResponse> =>
  pace.inTurn(`post ${message.channel}`, POSTS, () => once.chat.postMessage(message));

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
      post(workspace, { ...place, ...content }),
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

/** Tells one person something where there is no channel and no message to say it in: a direct message. */
export const tellDirectly = async (
  workspace: Pick<Workspace, 'pace' | 'once'>,
  user: string,
  text: string,
): Promise<void> => void (await post(workspace, { channel: user, text }));
