/** Posts, updates and lines: where each belongs, and never twice. */
import { type Delivery, Undeliverable } from '../../src/queue/index.ts';
import type { Reply } from '../../src/replies/index.ts';
import type { File } from './attachments.ts';
import type { Body } from './body.ts';
import { CODES, hasCode } from './errors.ts';
import { illustrate } from './figure.ts';
import { isDirect, nameOf, type Spot, spotOf } from './place.ts';
import { withKey } from './post-key.ts';
import type { Posting } from './posting.ts';
import { render, renderDeed } from './render.ts';
import { tagWordsOf } from './tags.ts';

/**
 * What is known of a channel: whether a message in it can have a thread of its own. `forum`: it has nothing but
 * threads. `unknown`: try it.
 */
export type ForThreads = 'threads' | 'no threads' | 'forum' | 'unknown';

/**
 * @param threadsIn of a channel
 * @returns the name of our new message; null where it is none
 * @throws what Discord refuses
 */
export async function deliverTo(
  posting: Posting,
  threadsIn: (channelId: string) => ForThreads,
  delivery: Delivery,
): Promise<string | null> {
  const { what, place } = delivery;
  switch (what.kind) {
    case 'single': {
      const kept = spotNamed(what.ref);
      await posting.removeOthers(kept, what.of);
      return null;
    }
    case 'update':
      await posting.edit(spotNamed(what.ref), render(what.reply, place.team));
      return null;
    case 'post': {
      if (delivery.messageId === null && (await isForum(posting, threadsIn, place.channel))) {
        return nameOf(await onceInForum(posting, delivery, what.reply));
      }
      const where = await whereTo(posting, threadsIn, delivery, what.reply.title);
      const beside = besideIt(delivery);
      try {
        return nameOf(await postReply(posting, where, delivery, what.reply));
      } catch (error) {
        // In its own thread the bot may not write, which it could not know before.
        if (beside === null || where.replyTo !== null || !hasCode(error, CODES.missingPermissions))
          throw error;
        return nameOf(await postReply(posting, beside, delivery, what.reply));
      }
    }
    case 'line':
      return nameOf(await postLine(posting, delivery, renderDeed(what.line, place.team)));
  }
}

function spotNamed(name: string): Spot {
  const spot = spotOf(name);
  if (spot === null) throw new Undeliverable('the message has a name that Discord does not know');
  return spot;
}

type Where = { readonly channelId: string; readonly replyTo: string | null };

/** As a reply to the message that it answers; null: it answers none. */
function besideIt({ messageId }: Delivery): Where | null {
  if (messageId === null) return null;
  const answered = spotNamed(messageId);
  return { channelId: answered.channelId, replyTo: answered.messageId };
}

/** Under the message that it answers, in a thread of its own; where none can be had, beside it as a reply. */
async function whereTo(
  posting: Posting,
  threadsIn: (channelId: string) => ForThreads,
  { place, messageId }: Delivery,
  title: string,
): Promise<Where> {
  if (messageId === null) return { channelId: place.channel, replyTo: null };
  const answered = spotNamed(messageId);
  const mayHaveOne = !isDirect(place.team) && threadsIn(answered.channelId) !== 'no threads';
  const thread = mayHaveOne ? await posting.threadOn(answered, title) : null;
  return thread === null
    ? { channelId: answered.channelId, replyTo: answered.messageId }
    : { channelId: thread, replyTo: null };
}

/** With its figure; where the bot may attach no files, without it. */
async function postReply(posting: Posting, where: Where, delivery: Delivery, reply: Reply): Promise<Spot> {
  const plain = render(reply, delivery.place.team);
  const { body, files } = await illustrate(plain, reply);
  if (files.length === 0) return once(posting, where, delivery, plain);
  try {
    return await once(posting, where, delivery, body, files);
  } catch (error) {
    if (!hasCode(error, CODES.missingPermissions)) throw error;
    return once(posting, where, delivery, plain);
  }
}

/** Into the thread that is there; none is opened for a line. */
async function postLine(posting: Posting, delivery: Delivery, body: Body): Promise<Spot> {
  const { place, messageId } = delivery;
  if (messageId === null) return once(posting, { channelId: place.channel, replyTo: null }, delivery, body);
  const answered = spotNamed(messageId);
  const beside = { channelId: answered.channelId, replyTo: answered.messageId };
  if (isDirect(place.team)) return once(posting, beside, delivery, body);
  try {
    // A thread on a message has the message's id.
    return await once(posting, { channelId: answered.messageId, replyTo: null }, delivery, body);
  } catch (error) {
    if (!hasCode(error, CODES.unknownChannel, CODES.missingPermissions)) throw error;
    return once(posting, beside, delivery, body);
  }
}

/** Posts, unless an earlier attempt got through. */
async function once(
  posting: Posting,
  { channelId, replyTo }: Where,
  { id, again, what }: Delivery,
  body: Body,
  files: readonly File[] = [],
): Promise<Spot> {
  // An answer stands close to what it answers, a line at the end.
  const near = replyTo !== null && what.kind === 'post' ? { after: replyTo } : 'its end';
  const [posted = null] = again ? await posting.find(channelId, id, near) : [];
  return posted ?? posting.post(channelId, withKey(body, id), id, replyTo, files);
}

/** Whether it is to be asked of Discord, when the channel is not in this process's cache. */
async function isForum(
  posting: Posting,
  threadsIn: (channelId: string) => ForThreads,
  channelId: string,
): Promise<boolean> {
  const known = threadsIn(channelId);
  return known === 'unknown' ? (await posting.forum(channelId)) !== null : known === 'forum';
}

/** As a post of its own, with the tags that fit. */
async function onceInForum(posting: Posting, { id, again, place }: Delivery, reply: Reply): Promise<Spot> {
  const posted = again ? await posting.findInForum(place.channel, id) : null;
  if (posted !== null) return posted;
  const body = withKey(render(reply, place.team), id);
  return posting.postInForum(place.channel, reply.title, body, tagWordsOf(reply));
}
