/**
 * Hands a text file over. Slack has no files for one person alone, so it goes into the thread, for all to see.
 * https://docs.slack.dev/messaging/working-with-files#upload
 */
import { z } from 'zod';
import type { Outcome } from '../../src/desk.ts';
import type { Actor } from '../../src/replies/index.ts';
import { isSlackAddress } from './files.ts';
import { inThread, tell, type Where } from './posting.ts';
import { inertText } from './render/index.ts';
import type { Respond } from './response-url.ts';
import { refusalCode } from './web-client.ts';
import type { Workspace } from './workspace.ts';

type TextFile = NonNullable<Outcome['file']>;

/** Where Slack wants the bytes of one file. The address is good for this upload alone, so no token goes there. */
const Ticket = z.object({ file_id: z.string(), upload_url: z.string() });

/** Milliseconds for sending one file. */
const TIMEOUT = 20_000;
/** Characters of a file's name; Slack cuts long ones in its list of files. */
const LONGEST_NAME = 100;

/** @returns a name with no path, no control character and no markup in it */
const safeName = (name: string): string =>
  name
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[.-]+/, '')
    .slice(-LONGEST_NAME) || 'file.txt';

async function sendBytes(bytes: Uint8Array<ArrayBuffer>, url: string, apiHost: string): Promise<void> {
  if (!isSlackAddress(url, apiHost)) throw new Error('the address for the upload is not one of Slack');
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the upload was answered with HTTP ${response.status}`);
}

/** The three steps one by one, not `files.uploadV2`: that would send the file to whatever address it is given. */
async function upload(
  { client, files }: Workspace,
  where: Where,
  file: TextFile,
  comment: string,
): Promise<void> {
  const bytes = new TextEncoder().encode(file.content);
  const filename = safeName(file.name);
  const ticket = Ticket.parse(await client.files.getUploadURLExternal({ filename, length: bytes.length }));
  await sendBytes(bytes, ticket.upload_url, files.apiHost);
  await client.files.completeUploadExternal({
    files: [{ id: ticket.file_id, title: filename }],
    channel_id: where.channel,
    ...inThread(where),
    initial_comment: comment,
  });
}

const AGAIN = 'Then press the button again.';
const OUTSIDE = (bot: string): string =>
  `I can put a file only where I am a member, and I am not in this channel. Invite me with “/invite <@${bot}>”. ${AGAIN}`;
const NOT_ALLOWED = () =>
  `This workspace lets nobody upload such a file. An admin can allow it in the workspace’s settings. ${AGAIN}`;

/**
 * Slack's refusals of a file, as what to change, in mrkdwn.
 * https://docs.slack.dev/reference/methods/files.getUploadURLExternal#errors, files.completeUploadExternal#errors
 */
const WHAT_TO_CHANGE: Readonly<Record<string, (bot: string) => string>> = {
  missing_scope: () =>
    `I may not upload files, because the app lacks the scope \`files:write\`. An admin can add it at https://api.slack.com/apps under “OAuth &amp; Permissions” and install the app to the workspace again. ${AGAIN}`,
  not_in_channel: OUTSIDE,
  channel_not_found: OUTSIDE,
  is_archived: () =>
    `This channel is archived and takes no files. Somebody must unarchive it first. ${AGAIN}`,
  restricted_action: () =>
    `I may not post in this channel. An admin can allow it in the channel’s settings. ${AGAIN}`,
  file_uploads_disabled: NOT_ALLOWED,
  file_uploads_except_images_disabled: NOT_ALLOWED,
  file_type_not_allowed: NOT_ALLOWED,
  file_upload_size_restricted: () =>
    'The file is larger than this workspace allows. Paste the log in parts, and take the addresses of each.',
};

/**
 * Puts a file into a thread and says who asked for it; where Slack refuses, tells that person what to change.
 *
 * @returns whether the file is there
 * @throws what nobody in the channel can mend: Slack is not reached, or breaks down
 */
export async function handOver(
  workspace: Workspace,
  where: Where,
  file: TextFile,
  actor: Actor,
  respond: Respond,
): Promise<boolean> {
  try {
    // By name and not by mention: whoever pressed knows it and need not be rung for.
    await upload(workspace, where, file, `${inertText(actor.name, 100)} asked for this file.`);
    return true;
  } catch (error) {
    const code = refusalCode(error) ?? '';
    const text = WHAT_TO_CHANGE[code]?.(workspace.botUserId);
    if (text === undefined) throw error;
    workspace.log.warn({ channel: where.channel, error: code }, 'a file could not be handed over');
    await tell(workspace, where, actor.id, { text }, respond);
    return false;
  }
}
