import { BackupError, backUp } from '../../src/store/backup.ts';
import { isPostgres, pathOf } from '../../src/store/index.ts';
import { readArguments } from './arguments.ts';
import { EXIT, UsageError } from './exit.ts';
import { printable } from './lines.ts';
import { BACKUP } from './table/team.ts';
import type { Terminal } from './terminal.ts';

/**
 * `bounce-triage backup [--force] FILE`: copies the SQLite database while the bot runs.
 * @param url of the database
 * @returns the exit status: 3 where it failed; no file is left then
 */
export async function backupCommand(
  args: readonly string[],
  url: string,
  { stderr }: Terminal,
): Promise<number> {
  const options = readOptions(args);
  if (isPostgres(url)) {
    stderr.write(
      `This database is PostgreSQL, which has its own tool:\n\n  ${pgDump(url, options.file)}\n\n` +
        'It asks for the password, or takes it from PGPASSWORD or ~/.pgpass.\n',
    );
    return EXIT.usage;
  }
  const shown = stderr.isTTY === true;
  try {
    const bytes = await backUp(pathOf(url), options.file, {
      overwrite: options.force,
      onProgress: (share) => shown && stderr.write(`\r${Math.floor(share * 100)} %`),
    });
    stderr.write(
      `${shown ? '\r' : ''}${printable(options.file)}: ${megabytes(bytes)} MB, complete and checked.\n`,
    );
    return EXIT.found;
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    stderr.write(`${shown ? '\r' : ''}${printable(error.message)}\n`);
    return EXIT.failed;
  }
}

/** @throws UsageError where no file is named */
function readOptions(args: readonly string[]): { readonly file: string; readonly force: boolean } {
  const { values, words } = readArguments(BACKUP, args);
  const [file] = words;
  if (file === undefined || words.length > 1) {
    throw new UsageError('Name the file: bounce-triage backup FILE');
  }
  return { file, force: values.force };
}

/** @returns the command line, without the password */
function pgDump(url: string, file: string): string {
  if (!URL.canParse(url)) return `pg_dump --format=custom --file=${quoted(file)} DATABASE`;
  const address = new URL(url);
  address.password = '';
  address.searchParams.delete('password');
  return `pg_dump --format=custom --file=${quoted(file)} ${quoted(address.href)}`;
}

/** For a POSIX shell. */
const quoted = (text: string): string =>
  /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);
