/** What is written down of a message, so that this process or another can make the whole of it later. */
import { z } from 'zod';
import { mayBeText } from '../../src/desk.ts';
import { HEARD, type Incoming, type Message } from '../../src/queue/index.ts';
import { aboutShape } from './about.ts';
import { attachmentShape, toldOf } from './attachment.ts';
import type { Read } from './attachments.ts';
import { plainText, type Written } from './heard-text.ts';
import { nameOf, placeOf } from './place.ts';

export const keptMessage = z.object({
  team: z.string(),
  /** The channel; of a message in a thread, that in which the thread is. Settings are a channel's. */
  within: z.string(),
  /** The channel or thread. */
  channelId: z.string(),
  messageId: z.string(),
  /** What was written, without Discord's markup. */
  text: z.string(),
  heard: z.enum(HEARD),
  /** The bot or webhook that wrote it; null: a person did. */
  bot: z.string().nullable(),
  /** A webhook says a person's words in their stead; older versions did not know. */
  proxied: z.boolean().default(false),
  /** When it was edited, ms since 1970, as text; null: it stands as it was written. */
  edit: z.string().nullable(),
  attachments: z.array(attachmentShape),
  /** What it is about, where somebody speaks to us; older versions did not keep it. */
  about: aboutShape.nullable().default(null),
});

export type KeptMessage = z.infer<typeof keptMessage>;

/** @returns what is to be kept of a message */
export const keep = (
  written: Written,
  where: Pick<KeptMessage, 'team' | 'within' | 'channelId' | 'messageId'>,
  heard: KeptMessage['heard'],
  botId: string,
  roleId: string | null,
): KeptMessage => ({
  ...where,
  text: plainText(written, botId, roleId),
  heard,
  bot: written.bot,
  proxied: written.proxied,
  edit: written.edited === null ? null : String(written.edited),
  attachments: [...written.attachments],
  about: null,
});

/** @returns what tells of a message before its files are there */
export function incomingOf(kept: KeptMessage): Incoming {
  const none = { files: [], unread: [], unfetched: 0 };
  const { files: _files, unread: _unread, unfetched: _unfetched, ...known } = messageOf(kept, none);
  const asked = kept.heard !== 'watching';
  const hasFiles = kept.attachments.some((one) => mayBeText(toldOf(one), asked));
  return { ...known, hasFiles, payload: kept };
}

/** @param fetched its attachments */
export const messageOf = (
  kept: KeptMessage,
  fetched: Pick<Read, 'files' | 'unread' | 'unfetched'>,
): Message => ({
  id: nameOf(kept),
  text: kept.text,
  files: fetched.files,
  unread: fetched.unread,
  unfetched: fetched.unfetched,
  heard: kept.heard,
  bot: kept.bot,
  edit: kept.edit,
  place: placeOf(kept.team, kept.within),
});
