/**
 * "Apps → Explain this bounce" on any message: the path that works without the message-content intent, because
 * Discord sends the message along. The answer goes where a pasted bounce's would; the asker is told where.
 */
import type { MessageContextMenuCommandInteraction } from 'discord.js';
import type { Answer } from '../../../src/desk.ts';
import { type Reply, shareButton } from '../../../src/replies/index.ts';
import { readAttachments, troubleText } from '../attachments.ts';
import { deliverTo } from '../delivering.ts';
import { messageOf } from '../kept.ts';
import { personOf } from '../person.ts';
import { jumpLink } from '../place.ts';
import { isOutside, lastingRefusal } from '../refusals.ts';
import { type Body, render, renderLink, renderNotice } from '../render.ts';
import type { Room } from '../room.ts';
import { takeTurn } from '../turn.ts';
import { keptOf } from './messages.ts';

/**
 * Answers to one interaction in all, the first included. A user-installed app gets five further ones where it is no
 * member (Receiving and Responding, "Followup Messages").
 */
const MOST = 6;

export function onExplain(interaction: MessageContextMenuCommandInteraction, room: Room): Promise<void> {
  return takeTurn(interaction, 'private-reply', room.log, async (turn) => {
    const { targetMessage } = interaction;
    const { team } = personOf(interaction);
    const kept = { ...keptOf(targetMessage, 'asked'), team };
    const { files, troubles } = await readAttachments(kept, room);
    const answer = await room.desk.answer(messageOf({ ...kept, edit: null }, files));
    const told = troubles.length > 0 ? [renderNotice(troubleText(troubles))] : [];
    const [first, ...more] = [...(await shown(answer, team, room)), ...told];
    await turn.show(first ?? renderNotice('There is no bounce in this message that I can read.'));
    for (const body of more.slice(0, MOST - 1)) await turn.whisper(body);
    room.mailroom.nudge();
  });
}

/** Delivers what is owed. @returns what the asker alone is to see: where it stands, or what has no other place */
async function shown({ owed, aside }: Answer, team: string, room: Room): Promise<readonly Body[]> {
  const { posting, roomIn, mailroom } = room;
  const alone: Reply[] = [...aside];
  let link: string | null = null;
  for (const delivery of owed) {
    const { what } = delivery;
    if (what.kind === 'post' && isRefusal(what.reply)) {
      // "I found nothing" is of interest to the one who asked and to nobody else in the channel.
      alone.push(what.reply);
      await mailroom.delivered(delivery.id, null);
      continue;
    }
    try {
      const ref = await deliverTo(posting, roomIn, delivery);
      await mailroom.delivered(delivery.id, ref);
      link ??= ref === null ? null : jumpLink(team, ref);
    } catch (error) {
      if (!isOutside(error) && lastingRefusal(error) === null) {
        // It fails for now only: from here on the mailroom tries.
        await mailroom.send([{ ...delivery, again: true }]);
        continue;
      }
      if (what.kind === 'post') alone.push(what.reply);
      await mailroom.delivered(delivery.id, null);
    }
  }
  const bodies = alone.map((reply) => render(shareable(reply), team));
  return link === null
    ? bodies
    : [renderLink('Explained here:', { label: 'jump to the answer', url: link }), ...bodies];
}

const isRefusal = (reply: Reply): boolean => reply.kind === 'note' && reply.tone === 'refusal';

/** What only the asker sees they may show to all. */
const shareable = (reply: Reply): Reply =>
  reply.kind === 'verdict' && reply.caseId !== null
    ? { ...reply, actions: [...reply.actions, shareButton(reply.caseId)] }
    : reply;
