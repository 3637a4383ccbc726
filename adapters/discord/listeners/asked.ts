/** Answers to somebody who asked about a text: delivered for all where they belong, or shown to the asker alone. */
import type { Answer } from '../../../src/desk.ts';
import { type Reply, shareButton } from '../../../src/replies/index.ts';
import type { Body } from '../body.ts';
import type { Context } from '../context.ts';
import { deliverTo } from '../delivering.ts';
import { jumpLink } from '../place.ts';
import { isOutside, lastingRefusal } from '../refusals.ts';
import { render, renderLink, renderNotice } from '../render.ts';
import type { Turn } from '../turn.ts';

/**
 * Answers to one interaction in all, the first included. A user-installed app gets five further ones where it is no
 * member (Receiving and Responding, "Followup Messages").
 */
const MOST = 6;

type Owed = Answer['deliveries'][number];

/** Posts what is owed where it belongs; what may not stand there, and what found nothing, the asker sees alone. */
export async function showThere(
  { deliveries: owed, aside }: Answer,
  team: string,
  turn: Turn,
  context: Context,
): Promise<void> {
  const alone: Reply[] = [...aside];
  let link: string | null = null;
  for (const delivery of owed) {
    // "I found nothing" is of interest to the one who asked and to nobody else in the channel.
    const ref = isRefusal(delivery) ? null : await tryToPost(delivery, context);
    if (ref === 'later') continue;
    await context.queue.delivered(delivery.id, ref);
    if (ref !== null) link ??= jumpLink(team, ref);
    else if (delivery.what.kind === 'post') alone.push(delivery.what.reply);
  }
  const way =
    link === null ? [] : [renderLink('Explained here:', { label: 'jump to the answer', url: link })];
  await tell(turn, [...way, ...alone.map((reply) => renderShareable(reply, team))]);
  context.queue.nudge();
}

/** Shows everything to the asker alone. */
export async function showAlone(
  { deliveries: owed, aside }: Answer,
  team: string,
  turn: Turn,
  context: Context,
): Promise<void> {
  const replies = owed.flatMap(({ what }) => (what.kind === 'post' ? [what.reply] : []));
  for (const { id } of owed) await context.queue.delivered(id, null);
  await tell(
    turn,
    [...replies, ...aside].map((reply) => renderShareable(reply, team)),
  );
  context.queue.nudge();
}

async function tell(turn: Turn, bodies: readonly Body[]): Promise<void> {
  const [first, ...more] = bodies;
  await turn.show(first ?? renderNotice('There is no bounce in this that I can read.'));
  for (const body of more.slice(0, MOST - 1)) await turn.whisper(body);
}

const isRefusal = ({ what }: Owed): boolean =>
  what.kind === 'post' && what.reply.kind === 'note' && what.reply.tone === 'refusal';

/** @returns the new message's name; null where we may not write; `later` where the queue tries from here on */
async function tryToPost(delivery: Owed, { posting, threadsIn, queue }: Context): Promise<string | null> {
  try {
    return await deliverTo(posting, threadsIn, delivery);
  } catch (error) {
    if (isOutside(error) || lastingRefusal(error) !== null) return null;
    await queue.send([{ ...delivery, again: true }]);
    return 'later';
  }
}

/** What only the asker sees they may show to all. */
const renderShareable = (reply: Reply, team: string): Body =>
  render(reply, team, reply.kind === 'verdict' && reply.caseId !== null ? [shareButton(reply.caseId)] : []);
