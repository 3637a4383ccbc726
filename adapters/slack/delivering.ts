/** Posts, updates and lines, each sent as Slack wants it and never twice. */
import { z } from 'zod';
import { type Delivery, Undeliverable } from '../../src/queue/index.ts';
import type { Line } from '../../src/replies/index.ts';
import { messageId, type Spot, spotFromId } from './message-id.ts';
import { POSTS } from './pace.ts';
import { inBestWay, inThread, type Where } from './posting.ts';
import { lineText, type Rendered } from './render/index.ts';
import type { Workspace } from './workspace.ts';

/** Under this name a post of ours carries the id of what was owed. At most 255 characters, letters and _. */
const METADATA = 'bounce_triage_delivery';

/** What is read of conversations.replies and conversations.history: our own posts. */
const Posts = z.object({
  messages: z
    .array(
      z.object({
        ts: z.string(),
        metadata: z
          .object({ event_type: z.string(), event_payload: z.object({ delivery: z.string().optional() }) })
          .optional()
          .catch(undefined),
      }),
    )
    .default([]),
  has_more: z.boolean().optional(),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
/** Messages looked at for one that was posted before; a thread of ours is shorter. */
const PAGE = 200;
const MOST_PAGES = 5;

/** @returns our new message’s name; null where it is none */
export async function deliverTo(workspace: Workspace, delivery: Delivery): Promise<string | null> {
  const { what } = delivery;
  switch (what.kind) {
    case 'single':
      await removeOthers(workspace, whereOf(delivery), what);
      return null;
    case 'update':
      await inBestWay(workspace, what.reply, (content) => change(workspace, spotOfRef(what.ref), content));
      return null;
    case 'post':
      return postOnce(workspace, delivery, (send) =>
        inBestWay({ ...workspace, quiet: true }, what.reply, send),
      );
    case 'line': {
      const content = lineContent(what.line, workspace);
      return postOnce(workspace, delivery, (send) => send(content));
    }
  }
}

function whereOf({ place, messageId: answers }: Delivery): Where {
  const spot = answers === null ? null : spotFromId(answers);
  return { channel: place.channel, thread: spot?.thread ?? null };
}

function spotOfRef(ref: string): Spot {
  const spot = spotFromId(ref);
  if (spot === null) throw new Undeliverable('our message has a name that Slack does not know');
  return spot;
}

const lineContent = (line: Line, workspace: Workspace): Rendered => ({
  text: lineText(line, workspace),
  blocks: [],
  unfurl_links: false,
  unfurl_media: false,
});

type Send = (content: Rendered) => Promise<{ readonly ts?: string | undefined }>;

/** @param say calls what it is given with the content, and again where Slack refuses it */
async function postOnce(
  workspace: Workspace,
  delivery: Delivery,
  say: (send: Send) => ReturnType<Send>,
): Promise<string> {
  const where = whereOf(delivery);
  const { channel } = where;
  const named = (ts: string): string => messageId({ channel, ts, thread: where.thread ?? ts });
  const posted = delivery.again ? await lookForPosted(workspace, where, delivery.id) : null;
  if (posted !== null) return named(posted);
  const metadata = { event_type: METADATA, event_payload: { delivery: delivery.id } };
  const { ts } = await say((content) =>
    workspace.pace.inTurn(`post ${channel}`, POSTS, () =>
      workspace.once.chat.postMessage({ channel, ...inThread(where), ...content, metadata }),
    ),
  );
  return named(z.string().parse(ts));
}

const change = ({ pace, once }: Workspace, { channel, ts }: Spot, content: Rendered): Promise<unknown> =>
  pace.inTurn('update', 0, () => once.chat.update({ channel, ts, ...content }));

/**
 * Looks for the post that an earlier attempt made. Where several made one, the first of them stays.
 * @returns its `ts`, or null
 */
async function lookForPosted(workspace: Workspace, where: Where, id: string): Promise<string | null> {
  const [first, ...others] = (await findPosted(workspace, where, id)).toSorted();
  for (const ts of others) await remove(workspace, where, ts);
  return first ?? null;
}

/** Removes what attempts without an answer posted beside the one that stays. */
async function removeOthers(
  workspace: Workspace,
  where: Where,
  { of, ref }: Extract<Delivery['what'], { kind: 'single' }>,
): Promise<void> {
  const { ts: kept } = spotOfRef(ref);
  for (const ts of await findPosted(workspace, where, of)) {
    if (ts !== kept) await remove(workspace, where, ts);
  }
}

const remove = ({ pace, once }: Workspace, { channel }: Where, ts: string): Promise<unknown> =>
  pace.inTurn('delete', 0, () => once.chat.delete({ channel, ts }));

/**
 * Looks through the thread, or through the channel's last messages, for the posts that attempts at a delivery made.
 * @returns their `ts`
 */
async function findPosted(
  { once, pace }: Workspace,
  { channel, thread }: Where,
  id: string,
): Promise<readonly string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const wanted = { channel, limit: PAGE, include_all_metadata: true, ...(cursor ? { cursor } : {}) };
    const answer = Posts.parse(
      await pace.inTurn(thread === null ? 'history' : 'replies', 0, () =>
        thread === null
          ? once.conversations.history(wanted)
          : once.conversations.replies({ ...wanted, ts: thread }),
      ),
    );
    const ours = answer.messages.filter(
      ({ metadata }) => metadata?.event_type === METADATA && metadata.event_payload.delivery === id,
    );
    found.push(...ours.map(({ ts }) => ts));
    cursor = answer.response_metadata?.next_cursor || undefined;
    // In a channel what is older than one of ours is no repetition of it.
    if (!cursor || (thread === null && found.length > 0)) break;
  }
  return found;
}
