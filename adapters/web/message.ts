/** A message from the page: its answer goes back at once, and is confirmed when it has left. */
import type { ServerResponse } from 'node:http';
import type { Message } from '../../src/desk.ts';
import { type Delivery, isOutage, outageWords } from '../../src/queue/index.ts';
import type { Reply } from '../../src/replies/index.ts';

import type { AppContext } from './env.ts';
import { refOf } from './ref.ts';
import { type ReplyHere, replyHere } from './shown.ts';

export type MessageAnswer = {
  /** Kept by the desk: buttons and updates name them by their keys. */
  readonly posts: readonly { readonly key: string; readonly reply: ReplyHere }[];
  /** Not kept: the database is down, or the answer was given before. */
  readonly aside: readonly ReplyHere[];
};

const SILENCE: MessageAnswer = { posts: [], aside: [] };

type Handle = (message: Message, response: Pick<ServerResponse, 'once'>) => Promise<MessageAnswer>;

export const createMessageHandler = ({
  desk,
  queue,
  log,
  underWay,
}: Pick<AppContext, 'desk' | 'queue' | 'log' | 'underWay'>): Handle => {
  /**
   * A page that sends a message again never got the answer. What was silence stays silence; what was said in
   * words is said again; a case is shown as it is by now.
   */
  const lostAnswer = async (message: Message): Promise<readonly Reply[]> => {
    const { aside } = await desk.answer({ ...message, heard: 'asked' });
    if (aside.some(({ kind }) => kind === 'verdict')) return aside;
    return message.heard === 'watching' ? [] : desk.unsaved(message);
  };

  const confirm = async (posts: readonly { readonly id: string; readonly key: string }[]): Promise<void> => {
    const noted = await Promise.allSettled(posts.map(({ id, key }) => queue.delivered(id, key)));
    const failed = noted.find((one) => one.status === 'rejected');
    if (failed === undefined) return;
    const { reason } = failed;
    const what = 'could not note that an answer of the web chat has left: it is sent again';
    if (isOutage(reason)) log.warn({ why: outageWords(reason) }, what);
    else log.error({ err: reason }, what);
  };

  return async (message, response) => {
    if (!(await desk.isForUs({ ...message, hasFiles: message.files.length > 0 }))) return SILENCE;
    const { deliveries: owed, aside, repeat } = await desk.answer(message);
    const posts = owed.flatMap(postOf);
    response.once('finish', () => {
      underWay.add(confirm(posts));
      // The counter of an older answer may have changed.
      queue.nudge();
    });
    const lost = repeat && aside.length === 0 ? await lostAnswer(message) : [];
    return {
      posts: posts.map(({ key, reply }) => ({ key, reply: replyHere(reply) })),
      aside: [...aside, ...lost].map(replyHere),
    };
  };
};

const postOf = (delivery: Delivery) =>
  delivery.what.kind === 'post'
    ? [{ id: delivery.id, key: refOf(delivery, delivery.what.reply), reply: delivery.what.reply }]
    : [];
