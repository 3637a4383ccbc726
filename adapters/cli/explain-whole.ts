/** `explain` where there is more than memory holds: bounces are told as they come, or summed up. */
import type { Catalog } from '../../src/catalog/index.ts';
import { type Ending, endingsOf, type LogExplainer, type LogTold } from '../../src/diagnosis/index.ts';
import { growSlowly } from '../../src/grow-slowly.ts';
import { LogSums } from '../../src/replies/index.ts';
import { bounceLine } from './bounce-line.ts';
import { printDead } from './dead.ts';
import type { Form, Read } from './explain.ts';
import type { How } from './explained.ts';
import { csvOf } from './log-csv.ts';
import type { LogInput } from './log-input.ts';
import { pageOf } from './log-page.ts';
import type { Reading } from './reading.ts';
import { renderSummary } from './render-summary.ts';
import { type Terminal, write } from './terminal.ts';
import { byTime, eachOnce, readLogs } from './whole-logs.ts';

/** What there is to read: texts that were read already, and logs. */
export type Whole = {
  readonly read: readonly Read[];
  readonly logs: readonly LogInput[];
  readonly explainer: LogExplainer;
};

export type WholeRead = {
  /** Whether there was a bounce. */
  readonly found: boolean;
  readonly isInterrupted: boolean;
  /** In plain words, what was not read; and what was read, and not kept. */
  readonly unread: readonly string[];
  readonly notes: readonly string[];
};

/** Reads logs to their end, and prints what they tell, together with what was read before. */
export async function explainWhole(
  { read, logs, explainer }: Whole,
  knowledge: { readonly catalog: Catalog } & Reading,
  form: Form,
  how: How,
  terminal: Terminal,
): Promise<WholeRead> {
  const { catalog, zone } = knowledge;
  if (logs.length > 0) growSlowly();
  const sums = form === 'json' ? null : new LogSums(catalog, form === 'dead');
  let found = false;
  const line = ({ file, diagnosis, count, first, last, arrived }: Ending): string =>
    `${bounceLine(
      { file, diagnosis, count, first: isoOf(first), last: isoOf(last), arrived: arrived !== null },
      catalog,
      how.why,
    )}\n`;
  const take = async ({ endings, arrivals }: LogTold): Promise<void> => {
    found ||= endings.length > 0;
    if (sums === null) {
      if (endings.length > 0) await write(terminal.stdout, endings.map(line).join(''));
      return;
    }
    for (const ending of endings) sums.add(ending);
    for (const delivery of arrivals) sums.arrive(delivery);
  };
  for (const { file, diagnoses, deliveries } of read)
    await take({
      endings: diagnoses.flatMap((diagnosis) => endingsOf(diagnosis, file)),
      arrivals: deliveries,
    });
  const { logs: once, copies } = eachOnce(byTime(logs, Date.now(), zone));
  const { unread, isInterrupted, isDamaged, bytes } = await readLogs(once, explainer, take, terminal);
  const notes = [...copies, ...explainer.letGo()];
  if (form === 'dead' && isDamaged)
    notes.push('No dead address is printed, since some may be wrong. Leave out what is damaged.');
  else if (sums !== null && form === 'dead') await printDead(sums.deadAddresses(), terminal);
  else if (sums !== null) {
    const summary = sums.summary();
    notes.push(...summary.left);
    const about = { ...summary, files: read.length + once.length, bytes, lines: explainer.lines() };
    const text =
      form === 'csv'
        ? csvOf(about, how.top)
        : form === 'html'
          ? pageOf(about, how.top, zone)
          : renderSummary(about, knowledge, how, terminal);
    await write(terminal.stdout, text);
  }
  return { found, isInterrupted, unread, notes };
}

const isoOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
