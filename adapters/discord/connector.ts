/** Discord as the mailroom sees it: makes whole messages of what was written down, and delivers what is owed. */
import type { REST } from 'discord.js';
import type { Logger } from 'pino';
import type { Carrier, Message } from '../../src/queue/index.ts';
import { readAttachments, troubleText } from './attachments.ts';
import { deliverTo, type ForThreads } from './delivering.ts';
import { describe } from './errors.ts';
import { type KeptMessage, keptMessage, messageOf } from './kept.ts';
import type { Posting } from './posting.ts';
import { forMailroom } from './refusals.ts';
import { renderNotice } from './render.ts';

export type CarrierParts = {
  readonly rest: REST;
  readonly posting: Posting;
  /** Where Discord's API is, without the version: attachments may come from its host. */
  readonly apiUrl: string;
  readonly log: Logger;
  readonly roomIn: (channelId: string) => ForThreads;
};

export function createCarrier(parts: CarrierParts): Carrier {
  return {
    name: 'discord',
    open: (payload) => openMessage(parts, keptMessage.parse(payload)),

    async deliver(delivery) {
      try {
        return await deliverTo(parts.posting, parts.roomIn, delivery);
      } catch (error) {
        throw forMailroom(error);
      }
    },
  };
}

/** @returns null where the message was deleted meanwhile @throws where a file can't be had for now */
async function openMessage(parts: CarrierParts, kept: KeptMessage): Promise<Message | null> {
  const { files, troubles, deleted } = await readAttachments(kept, parts);
  if (deleted) return null;
  if (troubles.length > 0) await report(parts, kept, troubles);
  return messageOf(kept, files);
}

/** Who spoke to us is told what could not be read; nobody else asked. */
async function report(
  { posting, log }: CarrierParts,
  kept: KeptMessage,
  troubles: readonly string[],
): Promise<void> {
  log.warn({ channel: kept.channelId, why: troubles }, 'attached files were not read');
  if (kept.heard !== 'mentioned') return;
  const { channelId, messageId } = kept;
  await posting
    .post(channelId, renderNotice(troubleText(troubles)), `f${messageId}`, messageId)
    .catch((error: unknown) => log.warn(describe(error), 'nobody could be told that a file was not read'));
}
