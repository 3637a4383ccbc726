import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Catalogs } from '../../src/catalog/index.ts';
import type { Judge } from '../../src/diagnosis/index.ts';
import type { Bounce } from '../../src/intake/bounce.ts';
import type { Corpus } from './cases.ts';
import { explainedPerSecond, mailsOf, megabytes } from './speed.ts';

const print = (what: string, figure: string): void => console.log(`  ${what.padEnd(58)} ${figure}`);
const thousands = (value: number): string => Math.round(value).toLocaleString('en').padStart(9);

/**
 * Prints lines and mails a second, how that changes with a catalog ten times as large, and memory.
 * @param diagnose the only judge of this thread, as in the bot
 */
export async function reportSpeed(
  corpora: readonly Corpus[],
  diagnose: Judge['diagnose'],
  catalogs: Catalogs,
  shared: string,
): Promise<void> {
  console.log('\nSpeed on one core, best of several runs');
  const [lines] = corpora;
  if (lines === undefined) return;
  const bounces = lines.cases.flatMap(({ bounce }) => bounce ?? []);
  const texts = lines.cases.map(({ text }) => text);
  const judged = await judgedInThread(catalogs, 1, bounces);
  print('facts judged a second', thousands(judged));
  print('lines read and judged a second', thousands(await explainedPerSecond(diagnose, texts)));
  const mails = corpora.find(({ title }) => title.startsWith('mails'));
  if (mails !== undefined) {
    const inputs = mailsOf(`${shared}/mails`, [...new Set(mails.cases.map(({ name }) => name))]);
    print('mails read and judged a second', thousands(await explainedPerSecond(diagnose, inputs)));
  }
  const memory = await megabytes(catalogs, bounces);
  print('memory of the catalog, opened, compiled and used', `${memory.toFixed(1).padStart(9)} MB`);
  const large = await judgedInThread(catalogs, 10, bounces);
  print(
    'facts judged a second with ten times the patterns',
    `${thousands(large)}  (${(judged / large).toFixed(2)} times the time)`,
  );
}

async function judgedInThread(
  catalogs: Catalogs,
  times: number,
  bounces: readonly Bounce[],
): Promise<number> {
  const worker = new Worker(new URL('./judged-worker.ts', import.meta.url), {
    workerData: { catalogs, times, bounces },
  });
  const [figure] = await once(worker, 'message');
  return figure as number;
}
