/** What `explain` reads: files, folders and standard input, one after the other. */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Terminal } from './terminal.ts';

/**
 * Bytes that are kept of one input: as many as a packed file may unpack to. A device or a pipe may never end; of a text
 * fewer are read, of an mbox all.
 */
export const MOST_BYTES = 64 * 1024 * 1024;

export type Input = {
  /** As it was named; null for standard input. */
  readonly file: string | null;
} & (Front | { readonly why: string });

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
    if (name === '-') yield { file: null, ...(await standardInput(terminal)) };
    else if (recursive && (await isFolder(name))) yield* folder(name);
    else yield fileInput(name);
  }
}

async function standardInput({ stdin, stderr }: Terminal): Promise<Front> {
  if (stdin.isTTY) stderr.write('Paste the bounce, then press Ctrl+D.\n');
  return frontOf(stdin);
}

/** What comes after the front isn't waited for. */
async function frontOf(stream: Readable): Promise<Front> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of stream) {
    pieces.push(piece);
    size += piece.length;
    if (size > MOST_BYTES) break;
  }
  return { bytes: Buffer.concat(pieces, Math.min(size, MOST_BYTES)), isCut: size > MOST_BYTES };
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

/** @returns null where it is large, no plain file, or tells no size, as those of the system do */
function atOnce(file: string): Front | null {
  const found = statSync(file);
  if (!found.isFile() || found.size === 0 || found.size > SMALL) return null;
  return { bytes: readFileSync(file), isCut: false };
}

async function fileInput(file: string): Promise<Input> {
  try {
    return { file, ...(atOnce(file) ?? (await frontOf(createReadStream(file)))) };
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
