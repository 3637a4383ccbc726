/** Discord as the queue sees it: makes whole messages of what was written down, and delivers what is owed. */
import type { REST } from 'discord.js';
import type { Logger } from 'pino';
import type { Connector, Message } from '../../src/queue/index.ts';
import { readable } from './about.ts';
import { readAttachments, troubleText } from './attachments.ts';
import { deliverTo, type ForThreads } from './delivering.ts';
import { describe } from './errors.ts';
import { type KeptMessage, keptMessage, messageOf } from './kept.ts';
import type { Posting } from './posting.ts';
import { forQueue } from './refusals.ts';
import { renderNotice } from './render.ts';

export type ConnectorParts = {
  readonly rest: REST;
  readonly posting: Posting;
  /** Where Discord's API is, without the version: attachments may come from its host. */
  readonly apiUrl: string;
  readonly log: Logger;
  readonly threadsIn: (channelId: string) => ForThreads;
};

export function createConnector(parts: ConnectorParts): Connector {
  return {
    name: 'discord',
    open: (payload) => openMessage(parts, keptMessage.parse(payload)),

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
async function openMessage(parts: ConnectorParts, kept: KeptMessage): Promise<Message | null> {
  const fetched = await readAttachments(kept, parts);
  const { troubles, deleted } = fetched;
  if (deleted) return null;
  if (troubles.length > 0) await report(parts, kept, troubles);
  const about = kept.about && readable(kept.about, parts, (all) => report(parts, kept, all));
  return { ...messageOf(kept, fetched), ...(about ? { about } : {}) };
}

/** Who spoke to us is told what could not be read; nobody else asked. */
async function report(
  { posting, log }: ConnectorParts,
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
