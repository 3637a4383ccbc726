/**
 * Text attachments are message text: Discord itself turns a paste of over 2,000 characters into `message.txt`.
 * They are fetched at once, because their addresses are signed and expire.
 */
import type { Logger } from 'pino';
import { describe } from './errors.ts';
import { clip } from './escape.ts';
import { LIMITS } from './limits.ts';

/** What Discord says of an attachment. */
export type Attachment = {
  readonly name: string;
  readonly url: string;
  /** Bytes. */
  readonly size: number;
  readonly contentType: string | null;
};

export type File = { readonly name: string; readonly bytes: Uint8Array };

/** Only Discord's own hosts serve attachments (Reference, "CDN"); the API's host stands in for them in tests. */
const CDN_HOSTS = ['cdn.discordapp.com', 'media.discordapp.net'];

const TYPES = [
  'text/plain',
  'text/csv',
  'text/x-log',
  'message/rfc822',
  'message/delivery-status',
  'application/json',
];
const NAMES = /\.(?:txt|eml|log|json|csv)$/i;

/** Long enough for 25 MB on a slow line, short enough not to hold up a stop. */
const TIME = 20_000;

/**
 * @param apiUrl where Discord's API is configured to be, whose host may serve attachments as well
 * @returns the texts and mails among the attachments; what can't be had is left out and logged without its name
 */
export async function download(
  attachments: readonly Attachment[],
  apiUrl: string,
  log: Logger,
): Promise<readonly File[]> {
  const files: File[] = [];
  let room = LIMITS.attachments;
  for (const attachment of attachments.filter(isText)) {
    try {
      const bytes = await fetchBytes(attachment, apiUrl, room);
      room -= bytes.length;
      files.push({ name: clip(attachment.name, 200), bytes });
    } catch (error) {
      log.warn({ ...describe(error), size: attachment.size }, 'an attachment could not be read');
    }
  }
  return files;
}

const isText = ({ name, contentType }: Attachment): boolean =>
  NAMES.test(name) || TYPES.includes((contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '');

function isOurs(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, origin } = new URL(url);
  return (protocol === 'https:' && CDN_HOSTS.includes(hostname)) || origin === new URL(apiUrl).origin;
}

async function fetchBytes({ url, size }: Attachment, apiUrl: string, room: number): Promise<Uint8Array> {
  if (!isOurs(url, apiUrl)) throw new Error('it is not on a host of Discord’s');
  if (size > room) throw new Error('it is larger than what we read of one message');
  // A redirect could lead anywhere, our own network included: none is followed.
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIME) });
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new Error(`Discord answered ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > room) throw new Error('it is larger than Discord said');
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks, length));
}
