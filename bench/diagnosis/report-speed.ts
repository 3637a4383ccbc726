import { type Catalogs, openCatalog } from '../../src/catalog/index.ts';
import type { Corpus } from './cases.ts';
import { explainedPerSecond, grown, judgedPerSecond, mailsOf, megabytes } from './speed.ts';

const print = (what: string, figure: string): void => console.log(`  ${what.padEnd(58)} ${figure}`);
const thousands = (value: number): string => Math.round(value).toLocaleString('en').padStart(9);

/** Prints lines and mails a second, how that changes with a catalog ten times as large, and memory. */
export async function reportSpeed(
  corpora: readonly Corpus[],
  catalogs: Catalogs,
  shared: string,
): Promise<void> {
  console.log('\nSpeed on one core, best of several runs');
  const [lines] = corpora;
  if (lines === undefined) return;
  const bounces = lines.cases.flatMap(({ bounce }) => bounce ?? []);
  const memory = await megabytes(catalogs, bounces);
  print('memory of the catalog, opened, compiled and used', `${memory.toFixed(1).padStart(9)} MB`);
  const { catalog } = await openCatalog(catalogs);
  const judged = await judgedPerSecond(catalog, bounces);
  print('facts judged a second', thousands(judged));
  const large = await judgedPerSecond(grown(catalog, 10), bounces);
  print(
    'the same with ten times the patterns',
    `${thousands(large)}  (${(judged / large).toFixed(2)} times the time)`,
  );
  const texts = lines.cases.map(({ text }) => text);
  print('lines read and judged a second', thousands(await explainedPerSecond(catalog, texts)));
  const mails = corpora.find(({ title }) => title.startsWith('mails'));
  if (mails === undefined) return;
  const files = [...new Set(mails.cases.map(({ name }) => name))];
  const inputs = mailsOf(`${shared}/mails`, files);
  print('mails read and judged a second', thousands(await explainedPerSecond(catalog, inputs)));
}
