/**
 * Text attachments are message text: Discord itself turns a paste of over 2,000 characters into `message.txt`.
 * Their addresses are signed and expire after about a day; then the message is asked for new ones.
 */
import { type APIMessage, type REST, Routes } from 'discord.js';
import type { Logger } from 'pino';
import { chosenOf, type UnreadFile } from '../../src/desk.ts';
import { MOST_OF_MESSAGE } from '../../src/queue/index.ts';
import { type Attachment, toldOf } from './attachment.ts';
import { CODES, hasCode } from './errors.ts';
import { clip } from './escape.ts';
import type { KeptMessage } from './kept.ts';
import { LIMITS } from './limits.ts';

/** Where the files are. */
type Source = { readonly apiUrl: string; readonly timeoutMs?: number };

export type File = { readonly name: string; readonly bytes: Uint8Array };

/** Only Discord's own hosts serve attachments (Reference, "CDN"); the API's host takes their place in tests. */
const CDN_HOSTS = ['cdn.discordapp.com', 'media.discordapp.net'];

/** Long enough for 25 MB on a slow line, short enough not to hold up a stop. */
const TIME = 20_000;

/** It can't be read, ever; the message is for people, without the file's name. */
class Unreadable extends Error {
  override readonly name = 'Unreadable';
}
/** The address is no good any more. */
class Expired extends Error {
  override readonly name = 'Expired';
}

export type Read = {
  readonly files: readonly File[];
  /** What can't be read, and why. */
  readonly unread: readonly UnreadFile[];
  /** The message is gone, and with it who waited for an answer. */
  readonly deleted: boolean;
  /** Files that weren't fetched: together with the others they are too much. */
  readonly unfetched: number;
};

/**
 * @param source.timeoutMs for one file; 20,000 where nothing else is said
 * @param source.apiUrl where Discord's API is configured to be, whose host may serve attachments as well
 * @throws what may be otherwise in a while
 */
export async function readAttachments(
  { channelId, messageId, attachments }: Pick<KeptMessage, 'channelId' | 'messageId' | 'attachments'>,
  source: Source & { readonly rest: REST },
): Promise<Read> {
  const chosen = chosenOf(attachments.map(toldOf));
  const read = chosen.read.map(({ attachment }) => attachment);
  const named = chosen.unread.map(({ name, why }) => ({ name, why }));
  const all = ({ unread, ...fetched }: Omit<Read, 'deleted'>): Read => ({
    ...fetched,
    unread: [...named, ...unread],
    deleted: false,
  });
  try {
    return all(await fetchAll(read, source));
  } catch (error) {
    if (!(error instanceof Expired)) throw error;
  }
  const fresh = await askAgain(source.rest, channelId, messageId);
  if (fresh === null) return { files: [], unread: [], unfetched: 0, deleted: true };
  const renewed = read.map((one) => ({ ...one, url: fresh.get(one.id) ?? one.url }));
  return all(await fetchAll(renewed, source, GONE));
}

const GONE = 'Discord no longer has it';

/**
 * One after the other, and until a message is full.
 * @param gone why one whose address has expired can't be read; left out: a new one may do
 * @throws Expired, and what may be otherwise in a while
 */
async function fetchAll(
  attachments: readonly Attachment[],
  source: Source,
  gone?: string,
): Promise<Omit<Read, 'deleted'>> {
  const files: File[] = [];
  const unread: UnreadFile[] = [];
  let size = 0;
  for (const [i, attachment] of attachments.entries()) {
    if (files.length > 0 && size + attachment.size > MOST_OF_MESSAGE)
      return { files, unread, unfetched: attachments.length - i };
    try {
      const bytes = await fetchBytes(attachment, source);
      size += bytes.length;
      files.push({ name: clip(attachment.name, 200), bytes });
    } catch (error) {
      const why = error instanceof Unreadable ? error.message : error instanceof Expired ? gone : undefined;
      if (why === undefined) throw error;
      unread.push({ name: attachment.name, why });
    }
  }
  return { files, unread, unfetched: 0 };
}

/** @returns the attachments' new addresses by their ids, none where the bot may not look; null: it was deleted */
async function askAgain(
  rest: REST,
  channelId: string,
  messageId: string,
): Promise<ReadonlyMap<string, string> | null> {
  try {
    const message = (await rest.get(Routes.channelMessage(channelId, messageId))) as APIMessage;
    const forwarded = message.message_snapshots?.flatMap((snapshot) => snapshot.message.attachments) ?? [];
    return new Map([...message.attachments, ...forwarded].map(({ id, url }) => [id, url]));
  } catch (error) {
    if (hasCode(error, CODES.unknownMessage, CODES.unknownChannel)) return null;
    if (hasCode(error, CODES.missingAccess, CODES.missingPermissions)) return new Map();
    throw error;
  }
}

function isOurs(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, origin } = new URL(url);
  return (protocol === 'https:' && CDN_HOSTS.includes(hostname)) || origin === new URL(apiUrl).origin;
}

async function fetchBytes(
  { url, size }: Attachment,
  { apiUrl, timeoutMs = TIME }: Source,
): Promise<Uint8Array> {
  if (!isOurs(url, apiUrl)) throw new Unreadable('it is not on a host of Discord’s');
  if (size > LIMITS.attachment)
    throw new Unreadable(`it is larger than the ${LIMITS.attachment >> 20} MB that I read of a file`);
  // A redirect could lead anywhere, our own network included: none is followed.
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    if (response.status === 403 || response.status === 404) throw new Expired();
    if (response.status < 500 && response.status !== 429)
      throw new Unreadable(`Discord answered ${response.status} instead of the file`);
    throw new Error(`Discord answered ${response.status} instead of an attachment`);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > Math.max(size, LIMITS.attachment)) throw new Unreadable('it is larger than Discord said');
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks, length));
}

/** What was not read stands in the answer, for whoever asked; here without names. */
export function logUnread({ log }: { readonly log: Logger }, channel: string, unread: Read['unread']): void {
  if (unread.length > 0)
    log.warn({ channel, why: unread.map(({ why }) => why) }, 'attached files were not read');
}
