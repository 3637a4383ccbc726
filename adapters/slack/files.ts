import { z } from 'zod';
import { MOST_OF_MESSAGE } from '../../src/queue/index.ts';
import { LARGEST_FILE } from './limits.ts';

/** What a message says of a file. https://docs.slack.dev/reference/objects/file-object */
export const SlackFile = z.object({
  name: z.string().nullish(),
  mimetype: z.string().nullish(),
  filetype: z.string().nullish(),
  size: z.number().nullish(),
  url_private_download: z.string().nullish(),
  url_private: z.string().nullish(),
});
export type SlackFile = z.infer<typeof SlackFile>;

type Attachment = { readonly name: string; readonly bytes: Uint8Array };
/** Why a file that may hold a bounce was not read, in words for the one who attached it. */
export type Trouble = { readonly name: string; readonly why: string };
export type Attachments = {
  readonly files: readonly Attachment[];
  readonly troubles: readonly Trouble[];
  /** Files that may hold a bounce and weren't fetched: together with the others they are too much. */
  readonly unfetched: number;
};

export type FileSource = {
  readonly botToken: string;
  /** Host of the Web API: files of GovSlack and of stand-ins live there. */
  readonly apiHost: string;
  /** Milliseconds for one file; 20,000 where nothing else is said. */
  readonly timeoutMs?: number;
};

const READABLE_TYPE =
  /^(?:text\/(?!html)|message\/|application\/(?:json|x-ndjson|mbox|gzip|x-gzip|zip|x-zip-compressed|xml|vnd\.ms-outlook)\b)/i;
/** Of `.msg` the answer says that it can't be read, and what to do. */
const READABLE_NAME = /\.(?:eml|msg|log|txt|json|jsonl|ndjson|csv|mbox|xml|gz|zip)$/i;
/** The same, for Slack's own chooser of files. */
export const readableExtensions = [
  'eml',
  'log',
  'txt',
  'text',
  'json',
  'jsonl',
  'ndjson',
  'csv',
  'mbox',
  'xml',
  'gz',
  'zip',
  'msg',
] as const;
/** Milliseconds for one file: 25 MB over a slow line. */
const TIMEOUT = 20_000;
const MOST_REDIRECTS = 3;

/** @returns whether the file is of a kind that bounces come in; snippets are plain text */
export const isReadable = (file: SlackFile): boolean =>
  READABLE_TYPE.test(file.mimetype ?? '') || READABLE_NAME.test(file.name ?? '');

/** @returns whether the address belongs to Slack, so that the token may go there */
export function isSlackAddress(url: string, apiHost: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  if (hostname === apiHost || hostname.endsWith(`.${apiHost}`))
    return protocol === 'https:' || hostname === apiHost;
  return protocol === 'https:' && (hostname === 'slack.com' || hostname.endsWith('.slack.com'));
}

const NO_SCOPE =
  'Slack gave me a login page instead of the file. The app probably lacks the scope files:read: an admin can add it under "OAuth & Permissions" and install the app again';
const TOO_LARGE = `it is over ${LARGEST_FILE / 1024 / 1024} MB`;
const NOT_SLACK = 'it is not kept at Slack, and I read no files from elsewhere';

class FileTrouble extends Error {}

/** Follows redirects by hand: the token goes to Slack's own addresses only. */
async function get(url: string, source: FileSource): Promise<Response> {
  let address = url;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    if (!isSlackAddress(address, source.apiHost)) throw new FileTrouble(hop === 0 ? NOT_SLACK : NO_SCOPE);
    const response = await fetch(address, {
      headers: { authorization: `Bearer ${source.botToken}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(source.timeoutMs ?? TIMEOUT),
    });
    const next = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || next === null) return response;
    await response.body?.cancel();
    address = new URL(next, address).href;
  }
  throw new FileTrouble(NO_SCOPE);
}

async function read(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LARGEST_FILE) throw new FileTrouble(TOO_LARGE);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function download(file: SlackFile, source: FileSource): Promise<Uint8Array> {
  if ((file.size ?? 0) > LARGEST_FILE) throw new FileTrouble(TOO_LARGE);
  const url = file.url_private_download ?? file.url_private;
  if (!url) throw new FileTrouble('Slack does not show it to me');
  const response = await get(url, source);
  // Without files:read Slack answers 200 with its login page (bolt-js #2585).
  if (response.headers.get('content-type')?.startsWith('text/html')) throw new FileTrouble(NO_SCOPE);
  if (response.status === 429 || response.status >= 500) {
    throw new Error(`Slack answered with HTTP ${response.status} instead of a file`);
  }
  if (!response.ok) throw new FileTrouble(`Slack answered with HTTP ${response.status}`);
  return read(response);
}

/**
 * Fetches what may hold a bounce from a message's files, one after the other and until a message is full; others are
 * passed over.
 *
 * @returns the files, and for each one that can't be read why
 * @throws where Slack is not reached or breaks down, which may be otherwise in a while
 */
export async function readFiles(all: readonly SlackFile[], source: FileSource): Promise<Attachments> {
  const readable = all.filter(isReadable);
  const files: Attachment[] = [];
  const troubles: Trouble[] = [];
  let size = 0;
  for (const [i, file] of readable.entries()) {
    if (files.length > 0 && size + (file.size ?? 0) > MOST_OF_MESSAGE)
      return { files, troubles, unfetched: readable.length - i };
    const name = file.name ?? 'file';
    try {
      const bytes = await download(file, source);
      size += bytes.length;
      files.push({ name, bytes });
    } catch (error) {
      if (!(error instanceof FileTrouble)) throw error;
      troubles.push({ name, why: error.message });
    }
  }
  return { files, troubles, unfetched: 0 };
}
