/** Files on their way to Discord: a form with `payload_json` and `files[n]` (Reference, "Uploading Files"). */
import { type Form, invalidJson, isForm } from './api-error.ts';

export type Uploaded = {
  /** n of `files[n]`, by which the message's `attachments` name it. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
};

/** @param contentType the header, with the boundary in it */
export async function readMultipart(
  bytes: Uint8Array<ArrayBuffer>,
  contentType: string,
): Promise<{ readonly body: Form; readonly files: readonly Uploaded[] }> {
  const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
  const body: unknown = JSON.parse(String(form.get('payload_json')));
  if (!isForm(body)) throw invalidJson();
  const files: Uploaded[] = [];
  for (const [field, value] of form) {
    const id = /^files\[(\d+)\]$/.exec(field)?.[1];
    if (id === undefined || typeof value === 'string') continue;
    files.push({ id, name: value.name, type: value.type, bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  return { body, files };
}
