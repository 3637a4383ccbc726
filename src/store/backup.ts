/** A copy of a SQLite database while the bot goes on writing to it. */
import {
  closeSync,
  fsyncSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { refuseOddFile } from './odd-file.ts';
import { isDamaged, outageWords, RESTORE } from './outage.ts';

/** Pages of 4 KiB between two reports of how far it is: 4 MiB. */
const STEP = 1024;

export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/**
 * Copies the database as it is at this moment. The copy is made beside its place, checked, flushed to the disk and
 * only then put there: a file of that name is whole or not there.
 * @param database path of the SQLite file
 * @param target path of the copy
 * @param options.overwrite whether a file that is there may go
 * @param options.onProgress gets the share that is done, 0 to 1
 * @returns the size of the copy in bytes
 * @throws BackupError in plain words
 */
export async function backUp(
  database: string,
  target: string,
  options: { readonly overwrite: boolean; readonly onProgress: (share: number) => void },
): Promise<number> {
  await refuseOddFile(database, true).catch((error: Error) => {
    throw new BackupError(error.message);
  });
  if (statSync(dirname(resolve(target)), IF_THERE)?.isDirectory() !== true) {
    throw new BackupError(`There is no folder ${dirname(target)}.`);
  }
  const there = statSync(target, IF_THERE);
  if (there) {
    if (!there.isFile()) throw new BackupError(`${target} is no file: a copy can't take its place.`);
    if (realpathSync(target) === realpathSync(database)) {
      throw new BackupError(`${target} is the database itself.`);
    }
    if (!options.overwrite) throw new BackupError(`${target} is there already. --force overwrites it.`);
  }
  const part = `${target}.${process.pid}.part`;
  try {
    // Only its owner may read it: it holds addresses.
    closeSync(openSync(part, 'wx', 0o600));
    await copy(database, part, options.onProgress);
    const size = check(part, database);
    flush(part, 'r+');
    renameSync(part, target);
    flush(dirname(resolve(target)), 'r');
    return size;
  } catch (error) {
    if (error instanceof BackupError) throw error;
    if (isDamaged(error)) throw troubleWith(database, target, error);
    throw new BackupError(`The copy could not be made: ${(error as Error).message}`, { cause: error });
  } finally {
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(part + end, { force: true });
  }
}

const IF_THERE = { throwIfNoEntry: false } as const;

/** SQLite's code for a disk that refuses says nothing of which one: where the database can be read, it is the copy's. */
function troubleWith(database: string, target: string, error: unknown): BackupError {
  const { errcode } = error as { readonly errcode?: number };
  const isDisk = ((errcode ?? 0) & 0xff) === 10;
  return isDisk && canBeRead(database)
    ? new BackupError(
        `No copy was made. ${target} can't be written: the disk it is on, or a limit on files, refuses it (SQLite ${errcode}). Name a file on another disk.`,
        { cause: error },
      )
    : unreadable(database, outageWords(error), error);
}

function canBeRead(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(STEP * 4096);
    while (readSync(file, bytes) > 0);
    return true;
  } catch {
    return false;
  } finally {
    closeSync(file);
  }
}

async function copy(database: string, part: string, onProgress: (share: number) => void): Promise<void> {
  const source = new DatabaseSync(database, { readOnly: true, timeout: 5000 });
  try {
    // What is read stays as it is at this moment: without it, every write of the bot would begin the copy again.
    source.exec('begin');
    source.prepare('select count(*) from sqlite_schema').get();
    await backup(source, part, {
      rate: STEP,
      progress: ({ totalPages, remainingPages }) => onProgress(1 - remainingPages / totalPages),
    });
  } finally {
    source.close();
  }
}

/** @returns its size in bytes. @throws BackupError where SQLite finds fault with it */
function check(part: string, database: string): number {
  const copied = new DatabaseSync(part);
  try {
    // One file that speaks for itself, without a log beside it; the bot switches the log on again.
    copied.exec('pragma journal_mode = delete');
    const { integrity_check: found } = copied.prepare('pragma integrity_check(1)').get() as {
      integrity_check: string;
    };
    if (found !== 'ok') throw unreadable(database, 'parts of it are damaged', new Error(found));
    const { size } = copied
      .prepare('select page_count * page_size as size from pragma_page_count(), pragma_page_size()')
      .get() as { size: number };
    return size;
  } finally {
    copied.close();
  }
}

const unreadable = (database: string, why: string, cause: unknown): BackupError =>
  new BackupError(`No copy was made. The database file ${database} can't be read: ${why}. ${RESTORE}`, {
    cause,
  });

function flush(path: string, flags: 'r' | 'r+'): void {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
