/** What is in a `.gz` (RFC 1952), one member or several, as far as it can be read. */
import { constants, gunzipSync, inflateRawSync } from 'node:zlib';

export type Gunzipped = {
  readonly inside: Uint8Array;
  /** What is wrong with it, as the end of a sentence that begins with its name; null: nothing. */
  readonly fault: string | null;
};

/** A log that is still being written, or was cut on its way. */
export const CUT = 'is cut off: what stands before was read.';
const GARBAGE = 'has something behind its end that is not packed: only what stands before was read.';

/**
 * @param most bytes that may be in it
 * @throws Error where it is damaged, with the code `ERR_BUFFER_TOO_LARGE` where more is in it
 */
export function gunzipped(bytes: Uint8Array, most: number): Gunzipped {
  try {
    return { inside: gunzipSync(bytes, { maxOutputLength: most }), fault: null };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') return { inside: upToCut(bytes, most), fault: CUT };
    const end = code === 'Z_DATA_ERROR' ? endOfMembers(bytes, most) : 0;
    if (end === 0 || end >= bytes.length) throw error;
    // As gzip does it: "trailing garbage ignored".
    return { inside: gunzipSync(bytes.subarray(0, end), { maxOutputLength: most }), fault: GARBAGE };
  }
}

const upToCut = (bytes: Uint8Array, most: number): Uint8Array =>
  gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: most });

/** Check sum and size at the end of a member. */
const TRAILER = 8;

/** @returns where the last member ends that stands whole right behind the one before it; 0: none does */
function endOfMembers(bytes: Uint8Array, most: number): number {
  let end = 0;
  let left = most;
  for (let body = bodyAt(bytes, end); body !== null && left > 0; body = bodyAt(bytes, end)) {
    const { buffer, engine } = inflated(bytes.subarray(body), left);
    const next = body + engine.bytesWritten + TRAILER;
    if (next > bytes.length) break;
    left -= buffer.length;
    end = next;
  }
  return end;
}

type Inflated = { readonly buffer: Uint8Array; readonly engine: { readonly bytesWritten: number } };

/** With `info` it gives its engine as well, which knows how much of the bytes it took; the types don't say so. */
const inflated = (bytes: Uint8Array, most: number): Inflated =>
  inflateRawSync(bytes, { info: true, maxOutputLength: most }) as unknown as Inflated;

/** Flags of a member's header (RFC 1952 §2.3.1): what stands in it besides its ten bytes. */
const CHECKED = 2;
const EXTRA = 4;
const NAMES = [8, 16];

/** @returns where the packed bytes begin of the member at a place; null: no member begins there */
function bodyAt(bytes: Uint8Array, start: number): number | null {
  const [first, second, method, flags = 0] = bytes.subarray(start, start + 4);
  if (first !== 0x1f || second !== 0x8b || method !== 8) return null;
  let at = start + 10;
  if ((flags & EXTRA) !== 0) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  for (const flag of NAMES) {
    if ((flags & flag) === 0) continue;
    const zero = bytes.indexOf(0, at);
    if (zero < 0) return null;
    at = zero + 1;
  }
  if ((flags & CHECKED) !== 0) at += 2;
  return at < bytes.length ? at : null;
}
