/** `bounce-triage explain`: the card of one bounce, or a table of many; `--json` and `--dead` for programs. */
import { type Catalog, type Catalogs, openCatalog } from '../../src/catalog/index.ts';
import { createExplain, type Explained, type Judge as Judging } from '../../src/diagnosis/index.ts';
import { ONLY_FRONT } from '../../src/intake/index.ts';
import { bounceJson } from '../../src/replies/index.ts';
import { readArguments } from './arguments.ts';
import { EXIT, UsageError } from './exit.ts';
import { renderExplained } from './explained.ts';
import { type Heeded, heedingBy } from './heeding.ts';
import { inputsOf, MOST_BYTES } from './inputs.ts';
import type { Judge } from './judge.ts';
import { printable } from './lines.ts';
import { deadIn, joined } from './problems.ts';
import type { Reading } from './reading.ts';
import { whyJson } from './render-why.ts';
import { EXPLAIN } from './table/judging.ts';
import { type Terminal, write } from './terminal.ts';

/** What was read of one input. */
export type Read = Pick<Heeded, 'diagnoses' | 'deliveries' | 'messages' | 'others' | 'isOurs'> & {
  readonly file: string | null;
};

/**
 * `bounce-triage explain [OPTION…] [FILE…]`, or with `--batch`.
 * @returns the exit status: 4 where a part could not be read, 2 where nothing could
 */
export async function explain(
  args: readonly string[],
  catalogs: Catalogs,
  { zone, patience }: Reading,
  terminal: Terminal,
): Promise<number> {
  const { values, words } = readArguments(EXPLAIN, args);
  if (values.batch && values.why) {
    throw new UsageError('--why is for single texts: it goes with --json, not with --batch.');
  }
  if (values.batch && words.length > 0) {
    throw new UsageError('--batch reads standard input: it takes no files.');
  }
  if (values.dead && values.json)
    throw new UsageError('--dead prints addresses alone: it goes without --json.');
  const show = numberIn(values.show);
  const { catalog } = await openCatalog(catalogs);
  const { explain, explainEach, why } = createExplain(catalog, { now: () => new Date(), zone });
  const judge: Judge = { catalog, explain, explainEach };
  if (values.batch) return (await import('./batch.ts')).explainBatch(judge, terminal);

  const heed = heedingBy(catalog);
  const read: Read[] = [];
  const unread: string[] = [];
  const cut: string[] = [];
  const empty: string[] = [];
  let count = 0;
  let found = false;
  for await (const input of inputsOf(words, values.recursive, terminal)) {
    if ('why' in input) {
      unread.push(`${input.file || '""'}: ${input.why}.`);
      continue;
    }
    const { file, bytes, isCut } = input;
    const explained = heed(bytes, await judge.explain(bytes, { asked: true, name: file }));
    count++;
    found ||= explained.diagnoses.length > 0;
    // Of two limits the tighter one is told.
    const isSaid = explained.left?.includes(ONLY_FRONT) ?? false;
    const left = [
      ...(isCut && !isSaid ? [TOO_LONG] : []),
      ...(explained.left === null ? [] : [explained.left]),
    ].join(' ');
    // Of what is empty no part is missing.
    const lefts = explained.nothing === 'empty' && !isCut ? empty : cut;
    if (left !== '') lefts.push(namedBefore(left, file ?? 'standard input'));
    if (values.json) await printJson(explained, file, catalog, values.why ? why : null, terminal);
    else {
      const { diagnoses, deliveries, messages, others, isOurs } = explained;
      read.push({ file, diagnoses, deliveries, messages, others, isOurs });
    }
  }
  if (values.dead) await printDead(await deadIn(joined(read), catalog), terminal);
  else if (read.length > 0) {
    const how = { verbose: values.verbose, why: values.why ? why : null, show };
    await write(terminal.stdout, await renderExplained(read, { catalog, patience, zone }, how, terminal));
  }
  for (const line of [...empty, ...cut, ...unread]) terminal.stderr.write(`${printable(line)}\n`);
  if (unread.length > 0 && count === 0) return EXIT.usage;
  if (unread.length > 0) {
    const inPart = cut.length > 0 ? `, ${cut.length} of them in part` : '';
    terminal.stderr.write(`Read ${count} of ${count + unread.length} files${inPart}.\n`);
  }
  if (unread.length + cut.length > 0) return EXIT.part;
  return found ? EXIT.found : EXIT.none;
}

const TOO_LONG = `It is longer than ${MOST_BYTES / 1024 / 1024} MB: the rest was not read.`;

/** Some sentences name the file themselves. */
const namedBefore = (left: string, name: string): string =>
  left.startsWith(`${name} `) ? left : `${name}: ${left}`;

/** @throws UsageError where it is no number of a row */
function numberIn(typed: string | undefined): number | null {
  if (typed === undefined) return null;
  if (!/^[1-9]\d{0,5}$/.test(typed))
    throw new UsageError(`--show takes the number of a row, not "${typed}".`);
  return Number(typed);
}

/** One object a bounce, one a line. */
async function printJson(
  { diagnoses }: Explained,
  file: string | null,
  catalog: Catalog,
  why: Judging['why'] | null,
  terminal: Terminal,
): Promise<void> {
  for (const diagnosis of diagnoses) {
    const line = { file, ...bounceJson(diagnosis, catalog.reasons[diagnosis.reason].title) };
    const all = why === null ? line : { ...line, why: whyJson(why(diagnosis.bounce)) };
    await write(terminal.stdout, `${JSON.stringify(all)}\n`);
  }
}

/** One address a line, for a list to take in. */
async function printDead(dead: readonly string[], terminal: Terminal): Promise<void> {
  if (dead.length === 0) terminal.stderr.write('No address is dead beyond doubt.\n');
  else await write(terminal.stdout, dead.map((address) => `${printable(address)}\n`).join(''));
}
