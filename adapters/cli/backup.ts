import { parseArgs } from 'node:util';
import { BackupError, backUp } from '../../src/store/backup.ts';
import { isPostgres, pathOf } from '../../src/store/index.ts';
import { EXIT } from './exit.ts';

/**
 * `bounce-triage backup [--force] FILE`: copies the SQLite database while the bot runs.
 * @param url of the database
 * @returns the exit status: 3 where it failed; no file is left then
 */
export async function backupCommand(args: readonly string[], url: string): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n`);
    return EXIT.usage;
  }
  if (isPostgres(url)) {
    process.stderr.write(
      `This database is PostgreSQL, which has its own tool:\n\n  ${pgDump(url, options.file)}\n\n` +
        'It asks for the password, or takes it from PGPASSWORD or ~/.pgpass.\n',
    );
    return EXIT.usage;
  }
  const shown = process.stderr.isTTY;
  try {
    const bytes = await backUp(pathOf(url), options.file, {
      overwrite: options.force,
      onProgress: (share) => shown && process.stderr.write(`\r${Math.floor(share * 100)} %`),
    });
    process.stderr.write(
      `${shown ? '\r' : ''}${options.file}: ${megabytes(bytes)} MB, complete and checked.\n`,
    );
    return EXIT.found;
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    process.stderr.write(`${shown ? '\r' : ''}${error.message}\n`);
    return EXIT.failed;
  }
}

function readOptions(args: readonly string[]): { readonly file: string; readonly force: boolean } | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { force: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) return 'Name the file: bounce-triage backup FILE';
    return { file, force: values.force };
  } catch (error) {
    return `${(error as Error).message}\nSee bounce-triage help.`;
  }
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
