import { type Catalog, type Catalogs, openCatalog } from '../../src/catalog/index.ts';
import { createExplain, type Explained, type Judge as Judging } from '../../src/diagnosis/index.ts';
import { bounceJson, noBounceReply, otherReportsReply, verdictReply } from '../../src/replies/index.ts';
import { readArguments } from './arguments.ts';
import { EXIT, UsageError } from './exit.ts';
import { inputsOf, MOST_BYTES } from './inputs.ts';
import type { Judge } from './judge.ts';
import { printable } from './lines.ts';
import type { Reading } from './reading.ts';
import { renderReply } from './render.ts';
import { renderWhy, whyJson } from './render-why.ts';
import { EXPLAIN } from './table/judging.ts';
import { type Terminal, write } from './terminal.ts';

/**
 * `bounce-triage explain [--json] [--why] [-r] [FILE…]`, or with `--batch`.
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
  const { catalog } = await openCatalog(catalogs);
  const { explain, why } = createExplain(catalog, { now: () => new Date(), zone });
  const judge: Judge = { catalog, explain };
  if (values.batch) return (await import('./batch.ts')).explainBatch(judge, terminal);

  const how = { catalog, patience, json: values.json, why: values.why ? why : null, terminal };
  const count = { read: 0, found: 0 };
  const unread: string[] = [];
  const cut: string[] = [];
  for await (const input of inputsOf(words, values.recursive, terminal)) {
    if ('why' in input) {
      unread.push(`${input.file || '""'}: ${input.why}.`);
      continue;
    }
    const { file, bytes, isCut } = input;
    const explained = await judge.explain(bytes, { asked: true, name: file });
    if (count.read > 0 && !values.json) await write(terminal.stdout, '\n');
    count.read++;
    count.found += explained.diagnoses.length;
    const left = [...(isCut ? [TOO_LONG] : []), ...(explained.left === null ? [] : [explained.left])].join(
      ' ',
    );
    if (left !== '') cut.push(namedBefore(left, file ?? 'standard input'));
    await print(explained, file, how);
  }
  for (const line of [...cut, ...unread]) terminal.stderr.write(`${printable(line)}\n`);
  if (unread.length > 0 && count.read === 0) return EXIT.usage;
  if (unread.length > 0) {
    const inPart = cut.length > 0 ? `, ${cut.length} of them in part` : '';
    terminal.stderr.write(`Read ${count.read} of ${count.read + unread.length} files${inPart}.\n`);
  }
  if (unread.length + cut.length > 0) return EXIT.part;
  return count.found > 0 ? EXIT.found : EXIT.none;
}

const TOO_LONG = `It is longer than ${MOST_BYTES / 1024 / 1024} MB: the rest was not read.`;

/** Some sentences name the file themselves. */
const namedBefore = (left: string, name: string): string =>
  left.startsWith(`${name} `) ? left : `${name}: ${left}`;

type How = {
  readonly catalog: Catalog;
  readonly patience: Reading['patience'];
  readonly json: boolean;
  /** Tells how a bounce was judged; null where nobody asked. */
  readonly why: Judging['why'] | null;
  readonly terminal: Terminal;
};

async function print(
  { diagnoses, others }: Explained,
  file: string | null,
  { catalog, patience, json, why, terminal }: How,
): Promise<void> {
  if (json) {
    for (const diagnosis of diagnoses) {
      const line = { file, ...bounceJson(diagnosis, catalog.reasons[diagnosis.reason].title) };
      const all = why === null ? line : { ...line, why: whyJson(why(diagnosis.bounce)) };
      await write(terminal.stdout, `${JSON.stringify(all)}\n`);
    }
    return;
  }
  const texts = diagnoses.map((diagnosis) => {
    const reply = renderReply(verdictReply(diagnosis, catalog, null, patience), terminal);
    return why === null ? reply : `${reply}\n${renderWhy(why(diagnosis.bounce), catalog, terminal)}`;
  });
  const reports = others.length > 0 ? [renderReply(otherReportsReply(others, null), terminal)] : [];
  const told = [...texts, ...reports];
  const all = told.length > 0 ? told : [renderReply(noBounceReply(null, 'terminal'), terminal)];
  const title = file === null ? '' : `── ${printable(file)}\n\n`;
  await write(terminal.stdout, `${title}${all.join('\n')}`);
}
