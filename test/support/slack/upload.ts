/**
 * Slack's three steps to a file: ask for an address, send the bytes there, share the file.
 * https://docs.slack.dev/messaging/working-with-files#upload
 */
import { z } from 'zod';
import { type Answer, type Args, placeTrouble, refuse } from './web-api.ts';
import type { State } from './workspace-state.ts';

/** Form fields arrive as text. */
const Wanted = z.object({ filename: z.string().min(1), length: z.coerce.number().int().positive() });

/** Step 1: an address for a file of this name and this many bytes. */
export const getUploadUrl = (state: State, args: Args): Answer => {
  if (args.filename === undefined || Number(args.length ?? 0) === 0) return refuse('missing_argument');
  const wanted = Wanted.safeParse(args);
  if (!wanted.success) return refuse('invalid_arguments');
  const id = `F0UP${state.uploads.size + 1}`;
  state.uploads.set(id, { ...wanted.data, bytes: null });
  return { ok: true, file_id: id, upload_url: `${state.uploadHost}/upload/v1/${id}` };
};

/** @returns the file in a request, which Slack takes raw or as the one file of a form */
export const bytesIn = async (
  body: Uint8Array<ArrayBuffer>,
  contentType: string | undefined,
): Promise<Uint8Array> => {
  if (!contentType?.startsWith('multipart/form-data')) return body;
  const form = await new Response(body, { headers: { 'content-type': contentType } }).formData();
  const file = [...form.values()].find((value) => typeof value !== 'string');
  return new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer(0));
};

/** Step 2. @returns HTTP status and body, as the address answers the bytes that are posted to it */
export const takeBytes = (state: State, id: string, bytes: Uint8Array): { status: number; body: string } => {
  const upload = state.uploads.get(id);
  if (upload === undefined || upload.bytes !== null) return { status: 404, body: 'no such upload' };
  if (bytes.length !== upload.length) {
    state.refusals.push({
      method: 'upload',
      error: `${bytes.length} bytes, not ${upload.length}`,
      messages: [],
    });
    return { status: 400, body: 'wrong length' };
  }
  upload.bytes = bytes;
  return { status: 200, body: `OK - ${bytes.length}` };
};

const Shared = z.array(z.strictObject({ id: z.string(), title: z.string().optional() })).min(1);

const parse = (json: unknown): unknown => {
  try {
    return JSON.parse(String(json));
  } catch {
    return undefined;
  }
};

/** Step 3: the files appear in the channel or the thread, as a message of the bot's. */
export const completeUpload = (state: State, args: Args): Answer => {
  const shared = Shared.safeParse(parse(args.files));
  // "input must match regex pattern" for a person's id, see bolt-js #2115.
  if (!shared.success || !/^[CGDZ][A-Z0-9]+$/.test(String(args.channel_id))) {
    return refuse('invalid_arguments');
  }
  const files = shared.data.flatMap(({ id, title }) => {
    const upload = state.uploads.get(id);
    if (!upload?.bytes) return [];
    const { filename, bytes } = upload;
    return [
      {
        id,
        name: filename,
        title: title ?? filename,
        mimetype: filename.endsWith('.csv') ? 'text/csv' : 'text/plain',
        bytes,
      },
    ];
  });
  if (files.length < shared.data.length) return refuse('file_not_found');
  const { channel_id: channel, thread_ts: thread } = args;
  const trouble = placeTrouble(state, { ...args, channel });
  if (trouble !== null) return refuse(trouble);
  for (const file of files) {
    state.uploads.delete(file.id);
    state.files.set(file.id, file);
  }
  state.add({
    ts: state.nextTs(),
    channel: String(channel),
    user: state.botUserId,
    botId: state.botId,
    text: typeof args.initial_comment === 'string' ? args.initial_comment : '',
    blocks: [],
    threadTs: thread === undefined ? null : String(thread),
    onlyFor: null,
    files,
    edited: 0,
  });
  return { ok: true, files: files.map(({ id, title }) => ({ id, title })) };
};
