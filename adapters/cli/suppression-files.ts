/** `bounce-triage suppressions import` and `export`. */
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  type ExportCount,
  exportList,
  FORMAT_IDS,
  type ImportCount,
  importList,
  ListError,
  openList,
  WRITE_FORMATS,
} from '../../src/suppression-files/index.ts';
import { openFingerprint } from '../../src/suppressions/index.ts';
import { EXIT, UsageError } from './exit.ts';
import { verdictsOf } from './last-verdict.ts';
import { counted, printable } from './lines.ts';
import { operatorOf } from './operator.ts';
import { createProgress } from './progress.ts';
import { reasonIn } from './reason.ts';
import { type Asked, printJson, type Work } from './suppression-work.ts';
import { type Terminal, write } from './terminal.ts';

/** @returns 0 when anything was read, 1 when nothing of it was good, 3 where the file can't be read */
export async function importCommand(work: Work): Promise<number> {
  const { store, config, team, values, terminal } = work;
  const { check = false, json } = values;
  const { stdin, stdout, stderr } = terminal;
  const { file, format, reason } = listIn(work);
  if (file === '-' && stdin.isTTY) stderr.write('Type or paste the list, then press Ctrl+D.\n');
  const progress = createProgress(terminal);
  try {
    const bytes = file === '-' ? stdin : createReadStream(file, { highWaterMark: 1 << 18 });
    const list = await openList(bytes, { format, reason });
    const fingerprint = await openFingerprint(store, config.PRIVACY_KEY, new Date());
    const count = await importList(store, fingerprint, team, list, basename(file), operatorOf(team), {
      check,
      kept: await verdictsOf(work),
      onWrong: ({ where, why }) => {
        progress.end();
        stderr.write(`${printable(`${where}: ${why}`)}\n`);
      },
      onPiece: ({ rows, added }) =>
        progress.report(`${counted(rows, 'row', 'rows')} read, ${number(added)} added …`),
    });
    progress.end();
    const { kept, ...others } = count;
    // Most lists hold nobody who is to be kept: then the field stays away, as whoever reads it strictly knows it.
    if (json)
      await printJson(terminal, { team, list: list.name, check, ...others, ...(kept > 0 ? { kept } : {}) });
    else await write(stdout, `${summary(list.name, count, check).join('\n')}\n`);
    return count.rows > count.wrong ? EXIT.found : EXIT.none;
  } catch (error) {
    progress.end();
    if (error instanceof ListError) {
      stderr.write(`${printable(`${file}: ${error.message}`)}\n`);
      return EXIT.usage;
    }
    return failWith(file, error, terminal);
  }
}

/** @throws UsageError where no file is named, or a format or a reason that there isn't */
export function listIn({ named, values }: Asked) {
  const { format = null, reason } = values;
  if (named === null) throw new UsageError('Which file? A single "-" is standard input.');
  if (format !== null && !FORMAT_IDS.includes(format)) {
    throw new UsageError(`There is no format "${format}" to import. Known: ${FORMAT_IDS.join(', ')}.`);
  }
  return { file: named, format, reason: reason === undefined ? null : reasonIn(reason) };
}

function summary(
  name: string,
  { rows, added, already, forgotten, kept, leftOut, wrong }: ImportCount,
  check: boolean,
): readonly string[] {
  const line = (count: number, words: string): readonly string[] =>
    count > 0 ? [`${number(count).padStart(11)}  ${words}`] : [];
  return [
    `Read as: ${name}.${check ? ' Nothing was changed: this was a check.' : ''}`,
    `${number(rows).padStart(11)}  rows, of which`,
    ...line(added, check ? 'would be added' : 'added'),
    ...line(already, 'suppressed already'),
    ...line(forgotten, 'forgotten on request, suppressed all the same'),
    ...line(kept, 'not added: the last bounce says to keep the address. With --yes they are added too'),
    ...line(leftOut.unsubscribed, 'left out: unsubscribed, which is neither a bounce nor a complaint'),
    ...line(leftOut.temporary, 'left out: temporary, so the address may be good'),
    ...line(leftOut['about-the-sender'], 'left out: refused because of the sender, not the address'),
    ...line(wrong, 'wrong, see above'),
  ];
}

/** @returns 0 when anything was written, 1 when the list is empty, 3 where the file can't be written */
export async function exportCommand(work: Work): Promise<number> {
  const { store, team, named, values, terminal } = work;
  const format = formatIn(work);
  if (named !== null && !values.force && existsSync(named)) {
    terminal.stderr.write(`${printable(named)}: it is there already; --force overwrites it.\n`);
    return EXIT.usage;
  }
  const progress = createProgress(terminal);
  let count: ExportCount = { written: 0, leftOut: 0 };
  const pieces = exportList(store, team, format, (now) => {
    count = now;
    progress.report(`${counted(now.written, 'address', 'addresses')} written …`);
  });
  try {
    if (named === null) await pipeline(Readable.from(pieces), terminal.stdout, { end: false });
    else await writeWhole(named, pieces);
  } catch (error) {
    progress.end();
    if (named === null) throw error;
    return failWith(named, error, terminal);
  }
  progress.end();
  const other = format.holds === 'bounces' ? ['complaint', 'complaints'] : ['bounce', 'bounces'];
  const left =
    count.leftOut === 0
      ? ''
      : ` ${counted(count.leftOut, other[0] as string, other[1] as string)} ${count.leftOut === 1 ? 'is' : 'are'} left out: this format has no place for them.`;
  terminal.stderr.write(`${counted(count.written, 'address', 'addresses')}, for ${format.name}.${left}\n`);
  return count.written > 0 ? EXIT.found : EXIT.none;
}

/** @throws UsageError where there is no such format */
export function formatIn({
  values: { format: id = 'bounce-triage' },
}: Asked): (typeof WRITE_FORMATS)[number] {
  const format = WRITE_FORMATS.find((one) => one.id === id);
  if (format) return format;
  const known = WRITE_FORMATS.map((one) => one.id).join(', ');
  throw new UsageError(`There is no format "${id}" to export. Known: ${known}.`);
}

/** A file of that name is whole or not there. Only its owner may read it: it holds addresses. */
async function writeWhole(file: string, pieces: AsyncIterable<string>): Promise<void> {
  const part = `${file}.${process.pid}.part`;
  try {
    await pipeline(Readable.from(pieces), createWriteStream(part, { mode: 0o600, flags: 'wx' }));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

function failWith(file: string, error: unknown, { stderr }: Terminal): number {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined) throw error;
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file or folder',
    EACCES: 'it may not be opened',
    EISDIR: 'it is a folder',
    ENOSPC: 'the disk is full',
  };
  stderr.write(`${printable(file)}: ${known[code ?? ''] ?? code}.\n`);
  return EXIT.failed;
}

const number = (value: number): string => value.toLocaleString('en');
