/** `bounce-triage explain`: the card of one bounce, or a table of many; `--json` and `--dead` for programs. */
import { type Catalog, type Catalogs, openCatalog } from '../../src/catalog/index.ts';
import {
  createExplain,
  createLogExplainer,
  type Explained,
  type Judge as Judging,
} from '../../src/diagnosis/index.ts';
import { ONLY_FRONT } from '../../src/intake/index.ts';
import { readArguments } from './arguments.ts';
import { bounceLine } from './bounce-line.ts';
import { printDead } from './dead.ts';
import { EXIT, UsageError } from './exit.ts';
import { renderExplained } from './explained.ts';
import { Gathered } from './gathered.ts';
import { type Heeded, heedingBy } from './heeding.ts';
import { inputsOf, MOST_BYTES } from './inputs.ts';
import type { Judge } from './judge.ts';
import { listed, printable } from './lines.ts';
import { bytesOf, type LogInput } from './log-input.ts';
import { deadIn, joined } from './problems.ts';
import type { Reading } from './reading.ts';
import type { Values } from './table/command.ts';
import { EXPLAIN } from './table/judging.ts';
import { type Terminal, write } from './terminal.ts';

/** What is printed: for people, for programs, for a spreadsheet, a browser, or a list. */
export type Form = 'text' | 'json' | 'csv' | 'html' | 'dead';

/** What was read of one input. */
export type Read = Pick<Heeded, 'diagnoses' | 'deliveries' | 'messages' | 'others' | 'isOurs'> & {
  readonly file: string | null;
};

/**
 * `bounce-triage explain [OPTION…] [FILE…]`, or with `--batch`.
 * @returns the exit status: 4 where a part could not be read, 2 where no file could be opened
 */
export async function explain(
  args: readonly string[],
  catalogs: Catalogs,
  reading: Reading,
  terminal: Terminal,
): Promise<number> {
  const { values, words } = readArguments(EXPLAIN, args);
  const form = formIn(values, words);
  const show = numberIn('show', values.show);
  const top = numberIn('top', values.top);
  const { catalog } = await openCatalog(catalogs);
  const pasted = { now: () => new Date(), zone: reading.zone };
  const { explain, explainEach, diagnose, why } = createExplain(catalog, pasted);
  const judge: Judge = { catalog, explain, explainEach };
  if (values.batch) return (await import('./batch/index.ts')).explainBatch(judge, terminal);

  const how = { verbose: values.verbose, all: values.all, why: values.why ? why : null, show, top };
  const heed = heedingBy(catalog);
  const read: Read[] = [];
  const logs: LogInput[] = [];
  const told: Said = { unread: [], cut: [], empty: [] };
  const lines = new Gathered(terminal.stdout);
  let count = 0;
  let found = false;
  const readOne = async (file: string | null, bytes: Uint8Array, isCut: boolean): Promise<void> => {
    const explained = heed(bytes, await judge.explain(bytes, { asked: true, name: file, isAlone: true }));
    found ||= explained.diagnoses.length > 0;
    sayLeft(explained, file, isCut, told);
    if (form === 'json') await printJson(explained, file, catalog, how.why, lines);
    // What could not be read holds a bounce or not: it is named on standard error alone.
    else if (explained.nothing !== 'unread') {
      const { diagnoses, deliveries, messages, others, isOurs } = explained;
      read.push({ file, diagnoses, deliveries, messages, others, isOurs });
    }
  };
  for await (const input of inputsOf(words, values.recursive, terminal)) {
    if ('why' in input) {
      told.unread.push(`${input.file || '""'}: ${input.why}.`);
      continue;
    }
    count++;
    if ('log' in input) logs.push(input.log);
    else await readOne(input.file, input.bytes, input.isCut);
  }
  // Rows of a summary are of whole messages.
  const isSummary = form === 'csv' || form === 'html' || top !== null;
  const isWhole =
    logs.some(({ isLong }) => isLong) ||
    ((logs.length > 1 || isSummary) && logs.some(({ isLine }) => !isLine));
  if (!isWhole) for (const log of logs) await readOne(log.file, await bytesOf(log), false);
  await lines.flush();
  let isInterrupted = false;
  if (
    isWhole ||
    (form !== 'json' && form !== 'dead' && (form !== 'text' || (top !== null && read.length > 0)))
  ) {
    const { explainWhole } = await import('./explain-whole.ts');
    const explainer = createLogExplainer({ diagnose, explain }, pasted);
    const whole = { read, logs: isWhole ? logs : [], explainer };
    const end = await explainWhole(whole, { catalog, ...reading }, form, how, terminal);
    isInterrupted = end.isInterrupted;
    found ||= end.found;
    told.cut.push(...end.unread);
    told.empty.push(...end.notes);
  } else if (form === 'dead') await printDead(await deadIn(joined(read), catalog), terminal);
  else if (read.length > 0) {
    await write(terminal.stdout, await renderExplained(read, { catalog, ...reading }, how, terminal));
  }
  return statusOf(told, count, isInterrupted, found, terminal);
}

/** What is said on standard error: files that can't be had, parts that were not read, and what is missing nowhere. */
type Said = { readonly unread: string[]; readonly cut: string[]; readonly empty: string[] };

/** Says what was not read. @returns the exit status */
function statusOf(
  { unread, cut, empty }: Said,
  count: number,
  isInterrupted: boolean,
  found: boolean,
  { stderr }: Terminal,
): number {
  for (const line of [...empty, ...cut, ...unread]) stderr.write(`${printable(line)}\n`);
  if (unread.length > 0 && count === 0) return EXIT.usage;
  if (unread.length > 0) {
    const inPart = cut.length > 0 ? `, ${cut.length} of them in part` : '';
    stderr.write(`Read ${count} of ${count + unread.length} files${inPart}.\n`);
  }
  if (isInterrupted) return EXIT.interrupted;
  if (unread.length + cut.length > 0) return EXIT.part;
  return found ? EXIT.found : EXIT.none;
}

/** How it is printed. @throws UsageError where two are asked for that don't go together */
function formIn(values: Values<typeof EXPLAIN>, words: readonly string[]): Form {
  for (const { option, without, because } of EXCLUDING) {
    const others = values[option] ? without.filter((name) => values[name]).map((name) => `--${name}`) : [];
    if (others.length > 0)
      throw new UsageError(`--${option} goes without ${listed(others, 'and')}: ${because}.`);
  }
  if (values.batch && words.length > 0) {
    throw new UsageError('--batch reads standard input: it takes no files.');
  }
  return (['json', 'csv', 'html', 'dead'] as const).find((name) => values[name]) ?? 'text';
}

type Name = keyof Values<typeof EXPLAIN>;

/** Which options can't be heeded beside another. */
const EXCLUDING: readonly {
  readonly option: Name;
  readonly without: readonly Name[];
  readonly because: string;
}[] = [
  {
    option: 'batch',
    without: ['dead', 'csv', 'html', 'show', 'top', 'all', 'recursive', 'verbose', 'why'],
    because: 'it answers each line with one of JSON, always the same fields',
  },
  { option: 'dead', without: ['json', 'csv', 'html'], because: 'it prints addresses alone' },
  { option: 'json', without: ['csv', 'html'], because: 'each is printed alone' },
  { option: 'csv', without: ['html'], because: 'each is printed alone' },
];

/** Of two limits the tighter one is told; of what is empty no part is missing. */
function sayLeft({ left, nothing }: Explained, file: string | null, isCut: boolean, told: Said): void {
  const isSaid = left?.includes(ONLY_FRONT) ?? false;
  const all = [...(isCut && !isSaid ? [TOO_LONG] : []), ...(left === null ? [] : [left])].join(' ');
  const said = nothing === 'empty' && !isCut ? told.empty : told.cut;
  if (all !== '') said.push(namedBefore(all, file ?? 'standard input'));
}

const TOO_LONG = `It is longer than ${MOST_BYTES / 1024 / 1024} MB: the rest was not read.`;

/** Some sentences name the file themselves. */
const namedBefore = (left: string, name: string): string =>
  left.startsWith(`${name} `) ? left : `${name}: ${left}`;

/** @throws UsageError where it is no number of rows */
function numberIn(option: 'show' | 'top', typed: string | undefined): number | null {
  if (typed === undefined) return null;
  if (!/^[1-9]\d{0,5}$/.test(typed)) {
    const wanted = option === 'show' ? 'the number of a row' : 'a number of rows';
    throw new UsageError(`--${option} takes ${wanted}, not "${typed}".`);
  }
  return Number(typed);
}

/** One object a bounce, one a line. */
async function printJson(
  { diagnoses }: Explained,
  file: string | null,
  catalog: Catalog,
  why: Judging['why'] | null,
  lines: Gathered,
): Promise<void> {
  for (const diagnosis of diagnoses) {
    const { attempts } = diagnosis.bounce;
    const times = attempts.flatMap(({ time }) => time ?? []);
    const tried = { count: attempts.length, first: times[0] ?? null, last: times.at(-1) ?? null };
    await lines.add(bounceLine({ file, diagnosis, ...tried }, catalog, why));
  }
}
