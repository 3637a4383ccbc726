/** Discord as the queue sees it: makes whole messages of what was written down, and delivers what is owed. */
import type { Connector, Message } from '../../src/queue/index.ts';
import { readable } from './about.ts';
import { logUnread, readAttachments } from './attachments.ts';
import type { Context } from './context.ts';
import { deliverTo } from './delivering.ts';
import { type KeptMessage, keptMessage, messageOf } from './kept.ts';
import { guildOf } from './place.ts';
import { createPresses } from './pressed.ts';
import { createProxies } from './proxies.ts';
import { forQueue } from './refusals.ts';

/** A person wrote it just now. Asked about, or edited, it stands there. */
const mayBeReplaced = ({ bot, heard, edit, proxied }: KeptMessage): boolean =>
  bot === null && !proxied && heard !== 'asked' && edit === null;

export function createConnector(parts: Context): Connector {
  const proxies = createProxies(parts.rest);
  return {
    name: 'discord',
    async open(payload) {
      const kept = keptMessage.parse(payload);
      const isGone = mayBeReplaced(kept) && (await proxies.replaced(guildOf(kept.team), kept));
      return isGone ? null : openMessage(parts, kept);
    },
    presses: createPresses(parts),

    async deliver(delivery) {
      try {
        return await deliverTo(parts.posting, parts.threadsIn, delivery);
      } catch (error) {
        throw forQueue(error);
      }
    },
  };
}

/** @returns null where the message was deleted meanwhile @throws where a file can't be had for now */
async function openMessage(parts: Context, kept: KeptMessage): Promise<Message | null> {
  const fetched = await readAttachments(kept, parts);
  if (fetched.deleted) return null;
  logUnread(parts, kept.channelId, fetched.unread);
  const about = kept.about && readable(kept.about, parts);
  return { ...messageOf(kept, fetched), ...(about ? { about } : {}) };
}
