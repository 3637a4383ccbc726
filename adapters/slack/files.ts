/** Fetches what may hold a bounce of the files that came with a message. */
import type { Logger } from 'pino';
import { chosenOf, mayBeText, type UnreadFile } from '../../src/desk.ts';
import { MOST_OF_MESSAGE } from '../../src/queue/index.ts';
import { isMail, SlackFile } from './file.ts';
import { isCut, mailOf, withAttached } from './forwarded-mail.ts';
import { LARGEST_FILE } from './limits.ts';
import { refusalCode } from './web-client.ts';

/** `name` is null where Slack doesn't tell it. */
type Attachment = { readonly name: string | null; readonly bytes: Uint8Array };
export type Attachments = {
  readonly files: readonly Attachment[];
  readonly unread: readonly UnreadFile[];
  /** Files that may hold a bounce and weren't fetched: together with the others they are too much. */
  readonly unfetched: number;
};

export type FileSource = {
  readonly botToken: string;
  /** Host of the Web API: files of GovSlack and of stand-ins live there. */
  readonly apiHost: string;
  /** Milliseconds for one file; 20,000 where nothing else is said. */
  readonly timeoutMs?: number;
  /**
   * Asks for a file of which the message told only its id (https://docs.slack.dev/reference/methods/files.info).
   * @throws a refusal of Slack's, or what may be otherwise in a while
   */
  readonly info: (id: string) => Promise<unknown>;
};

/** What bounces come in, for Slack's own chooser of files. */
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
  'tar',
  'tgz',
  'msg',
] as const;
/** Milliseconds for one file: 25 MB over a slow line. */
const TIMEOUT = 20_000;
const MOST_REDIRECTS = 3;

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
const HIDDEN = 'Slack does not show it to me';
const OTHERS = `${HIDDEN}. It may belong to a company that lets no app of yours read its files: paste its text`;
const DELETED = 'it was deleted';
const BEYOND_PLAN = 'the plan of this workspace does not show it any more';
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
  if (!url) throw new FileTrouble(WHY_WITHOUT[file.mode ?? ''] ?? (isStub(file) ? OTHERS : HIDDEN));
  const response = await get(url, source);
  const isPage = response.headers.get('content-type')?.startsWith('text/html') === true;
  // Without files:read Slack answers 200 with its login page (bolt-js #2585); a mail's letter is a page as well.
  if (isPage && !isMail(file)) throw new FileTrouble(NO_SCOPE);
  if (response.status === 429 || response.status >= 500) {
    throw new Error(`Slack answered with HTTP ${response.status} instead of a file`);
  }
  if (!response.ok) throw new FileTrouble(`Slack answered with HTTP ${response.status}`);
  const bytes = await read(response);
  if (isPage && isLogin(bytes)) throw new FileTrouble(NO_SCOPE);
  return bytes;
}

/** Why a file has no address, by its mode. */
const WHY_WITHOUT: Readonly<Record<string, string>> = { tombstone: DELETED, hidden_by_limit: BEYOND_PLAN };

/** "Sign in to Shop | Slack": the letter of a mail may speak of such things, but isn't called so. */
const isLogin = (bytes: Uint8Array): boolean =>
  /<title>\s{0,9}(?:sign in|log ?in)\b[^<]{0,99}<|<title>[^<]{0,99}\| Slack\s{0,9}</i.test(
    new TextDecoder().decode(bytes.subarray(0, 8192)),
  );

/** Of a mail what Slack tells is enough, unless it is cut; and better than nothing where the rest can't be had. */
async function bytesOf(file: SlackFile, source: FileSource): Promise<Uint8Array> {
  if (!isMail(file)) return download(file, source);
  return mailOf(file, isCut(file) ? await download(file, source) : null);
}

/** @returns what there is of a file, and why it isn't all */
async function fetchOne(file: SlackFile, source: FileSource): Promise<Omit<Attachments, 'unfetched'>> {
  const name = nameOf(file);
  try {
    return { files: [{ name, bytes: await bytesOf(file, source) }], unread: [] };
  } catch (error) {
    if (!(error instanceof FileTrouble)) throw error;
    const isPart = isMail(file) && Boolean(file.plain_text?.trim());
    const unread = [{ name: isPart && name !== null ? `The rest of ${name}` : name, why: error.message }];
    return { files: isPart ? [{ name, bytes: mailOf(file, null) }] : [], unread };
  }
}

/** A mail is called by its subject. */
const nameOf = (file: SlackFile): string | null =>
  isMail(file) ? `${file.subject || file.name || 'mail'}.eml` : (file.name ?? null);

/** Of a file that another company shares Slack tells only its id. */
const isStub = ({ id, file_access, name, url_private }: SlackFile): boolean =>
  Boolean(id) && (file_access === 'check_file_info' || (!name && !url_private));

/** @returns the file as Slack tells of it when asked; as it is where Slack refuses */
async function lookedUp(file: SlackFile, source: FileSource): Promise<SlackFile> {
  if (!isStub(file)) return file;
  try {
    const { file: whole } = (await source.info(file.id ?? '')) as { readonly file?: unknown };
    return { ...file, ...SlackFile.parse(whole), file_access: 'visible' };
  } catch (error) {
    const code = refusalCode(error);
    if (code === null || code === 'ratelimited') throw error;
    return { ...file, mode: code === 'file_deleted' ? 'tombstone' : (file.mode ?? null) };
  }
}

/**
 * @param asked see `mayBeText`
 * @returns whether one of the files may hold a bounce
 */
export const mayHoldBounce = (files: readonly SlackFile[], asked: boolean): boolean =>
  files.some((file) => isMail(file) || isStub(file) || mayBeText(toldOf(file), asked));

const toldOf = (file: SlackFile) => ({ name: nameOf(file), type: file.mimetype ?? null, file });

/**
 * Fetches what may hold a bounce from a message's files, and from mails among them what is attached to those, until a
 * message is full.
 *
 * @returns the files, and for each one that can't be read why
 * @throws where Slack is not reached or breaks down, which may be otherwise in a while
 */
export async function readFiles(files: readonly SlackFile[], source: FileSource): Promise<Attachments> {
  const known = await Promise.all(files.map((file) => lookedUp(file, source)));
  // What Slack shows us nothing of can't be told by its name either.
  const [hidden, shown] = [known.filter(isStub), known.filter((file) => !isStub(file))];
  const chosen = chosenOf(withAttached(shown).map(toldOf));
  const fetched = await fetchInTurn([...hidden, ...chosen.read.map(({ file }) => file)], source);
  const byName = chosen.unread.map(({ name, why }) => ({ name, why }));
  return { ...fetched, unread: [...byName, ...shown.flatMap(notKept), ...fetched.unread] };
}

/** One after the other, and until a message is full. */
async function fetchInTurn(all: readonly SlackFile[], source: FileSource): Promise<Attachments> {
  const files: Attachment[] = [];
  const unread: UnreadFile[] = [];
  let size = 0;
  for (const [i, file] of all.entries()) {
    if (files.length > 0 && size + (file.size ?? 0) > MOST_OF_MESSAGE)
      return { files, unread, unfetched: all.length - i };
    const one = await fetchOne(file, source);
    size += one.files.reduce((sum, { bytes }) => sum + bytes.length, 0);
    files.push(...one.files);
    unread.push(...one.unread);
  }
  return { files, unread, unfetched: 0 };
}

/** Slack keeps some of what was attached to a mail, and says how many there were. */
function notKept(file: SlackFile): readonly UnreadFile[] {
  const { original_attachment_count: all, inline_attachment_count: shown, attachments } = file;
  const missing = (all ?? 0) - (shown ?? 0) - (attachments?.length ?? 0);
  if (!isMail(file) || missing <= 0) return [];
  const name = missing === 1 ? 'A file that was attached to it' : `${missing} files that were attached to it`;
  return [{ name, why: 'Slack does not keep it. Save it from your mail program and attach it here' }];
}

/** What was not read stands in the answer, for whoever asked; here without names. */
export function logUnread(
  { log }: { readonly log: Logger },
  channel: string,
  unread: Attachments['unread'],
): void {
  if (unread.length > 0)
    log.warn({ channel, why: unread.map(({ why }) => why) }, 'attached files were not read');
}
