/** What `explain` reads: files, folders and standard input, one after the other. Logs are only begun. */
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { open, opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { isZstd, unpacked } from '../../src/intake/index.ts';
import { type LogInput, logIn } from './log-input.ts';
import type { Terminal } from './terminal.ts';

/**
 * Bytes that are kept of one input: as many as a packed file may unpack to. A device or a pipe may never end; of a text
 * fewer are read, of an mbox all.
 */
export const MOST_BYTES = 64 * 1024 * 1024;

export type Input = {
  /** As it was named; null for standard input. */
  readonly file: string | null;
} & (Front | { readonly why: string } | { readonly log: LogInput });

/** The first bytes of an input, and whether there were more. */
type Front = { readonly bytes: Uint8Array; readonly isCut: boolean };

/**
 * @param names of files and folders; a single dash, or none at all, is standard input
 * @param recursive whether folders are read, and those under them
 * @returns each with its bytes, or in plain words why they can't be had; of folders in the order of the names
 */
export async function* inputsOf(
  names: readonly string[],
  recursive: boolean,
  terminal: Terminal,
): AsyncGenerator<Input> {
  for (const name of names.length > 0 ? names : ['-']) {
    if (name === '-') yield await standardInput(terminal);
    else if (recursive && (await isFolder(name))) yield* folder(name);
    else yield fileInput(name);
  }
}

async function standardInput({ stdin, stderr }: Terminal): Promise<Input> {
  if (stdin.isTTY) stderr.write('Paste the bounce, then press Ctrl+D.\n');
  return streamed(null, stdin, false);
}

/**
 * The first bytes of a stream tell whether it is a log. Of all else what comes after the front isn't waited for.
 * @param isPlain whether it is a file that can be opened once more
 */
async function streamed(file: string | null, stream: Readable, isPlain: boolean): Promise<Input> {
  const pieces: Buffer[] = [];
  let size = 0;
  const rest = stream[Symbol.asyncIterator]() as AsyncIterableIterator<Buffer>;
  const upTo = async (most: number): Promise<boolean> => {
    while (size <= most) {
      const next = await rest.next();
      if (next.done) return true;
      pieces.push(next.value);
      size += next.value.length;
    }
    return false;
  };
  const isWhole = await upTo(SMALL);
  const front = Buffer.concat(pieces);
  const log = await logIn(file, front, isWhole, () => {
    if (file !== null && isPlain) return piecesOf(file);
    return joined(front, rest);
  });
  if (log !== null) {
    // Files are opened again when it is their turn: there may be hundreds. A pipe has no second beginning.
    if (isPlain) await rest.return?.();
    return { file, log };
  }
  await upTo(MOST_BYTES);
  await rest.return?.();
  return whole(file, { bytes: Buffer.concat(pieces, Math.min(size, MOST_BYTES)), isCut: size > MOST_BYTES });
}

/** In one buffer, which is written over: a log of gigabytes would leave as much behind. */
async function* piecesOf(file: string): AsyncGenerator<Uint8Array> {
  const opened = await open(file);
  try {
    const bytes = Buffer.allocUnsafeSlow(PIECE);
    while (true) {
      const { bytesRead } = await opened.read(bytes, 0, PIECE, null);
      if (bytesRead === 0) return;
      yield bytes.subarray(0, bytesRead);
    }
  } finally {
    await opened.close();
  }
}

async function* joined(
  front: Uint8Array,
  rest: AsyncIterable<Uint8Array> | null = null,
): AsyncGenerator<Uint8Array> {
  yield front;
  if (rest !== null) yield* rest;
}

/** Nobody but us opens what is packed with zstd; all else is taken apart where it is read. */
async function whole(file: string | null, front: Front): Promise<Input> {
  if (!isZstd(front.bytes)) return { file, ...front };
  const pieces: Uint8Array[] = [];
  let size = 0;
  let isCut = front.isCut;
  try {
    for await (const piece of unpacked(joined(front.bytes), front.bytes)) {
      pieces.push(piece);
      size += piece.length;
      if (size > MOST_BYTES) break;
    }
  } catch {
    if (size === 0) return { file, why: 'it is damaged. Pack it again, or paste what is in it' };
    isCut = true;
  }
  return {
    file,
    bytes: Buffer.concat(pieces, Math.min(size, MOST_BYTES)),
    isCut: isCut || size > MOST_BYTES,
  };
}

const isFolder = (name: string): Promise<boolean> =>
  stat(name).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** Links are followed to files, not to folders, which may lead in a circle. Pipes and devices are passed over. */
async function* folder(name: string): AsyncGenerator<Input> {
  let count = 0;
  for await (const input of within(name)) {
    count++;
    yield input;
  }
  if (count === 0) yield { file: name, why: 'there is no file in it' };
}

async function* within(name: string): AsyncGenerator<Input> {
  const entries = [];
  try {
    for await (const entry of await opendir(name)) entries.push(entry);
  } catch (error) {
    yield { file: name, why: whyNot(error) };
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(name, entry.name);
    if (entry.isDirectory()) yield* within(path);
    else if (entry.isFile() || (entry.isSymbolicLink() && !(await isFolder(path)))) yield fileInput(path);
  }
}

/** Bytes up to which a file is read in one go: four trips through Node's threads take longer than a mail to be read. */
const SMALL = 1024 * 1024;
/** Bytes that are read at a time of what is larger. */
const PIECE = 256 * 1024;

/** @returns null where it is large, no plain file, or tells no size, as those of the system do */
function atOnce(file: string): Front | null {
  const found = statSync(file);
  if (!found.isFile() || found.size === 0 || found.size > SMALL) return null;
  // One more: a file that has grown since is read as a large one is.
  const bytes = Buffer.allocUnsafe(found.size + 1);
  const opened = openSync(file, 'r');
  try {
    let size = 0;
    for (let read = -1; read !== 0 && size < bytes.length; size += read)
      read = readSync(opened, bytes, size, bytes.length - size, null);
    return size === bytes.length ? null : { bytes: bytes.subarray(0, size), isCut: false };
  } finally {
    closeSync(opened);
  }
}

async function fileInput(file: string): Promise<Input> {
  try {
    const front = atOnce(file);
    if (front === null) {
      const stream = createReadStream(file, { highWaterMark: PIECE });
      return await streamed(file, stream, statSync(file).isFile());
    }
    const log = await logIn(file, front.bytes, true, () => piecesOf(file));
    return log === null ? await whole(file, front) : { file, log };
  } catch (error) {
    return { file, why: whyNot(error) };
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
  EISDIR: 'it is a folder; -r reads the files in it',
  ELOOP: 'its links lead in a circle',
};

function whyNot(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return WHY[code ?? ''] ?? message;
}
