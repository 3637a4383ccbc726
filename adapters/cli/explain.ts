import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { type Catalog, type Catalogs, openCatalog } from '../../src/catalog/index.ts';
import { createExplain, type Diagnosis, type Explained, type Weighing } from '../../src/diagnosis/index.ts';
import { noBounceReply, otherReportsReply, verdictReply } from '../../src/replies/index.ts';
import { explainBatch } from './batch.ts';
import { bounceJson } from './bounce-json.ts';
import { EXIT } from './exit.ts';
import type { Judge } from './judge.ts';
import { renderReply } from './render.ts';
import { renderWhy, whyJson } from './render-why.ts';

/** `bounce-triage explain [--json] [--why] [FILE…]`, or with `--batch`. @returns the exit status */
export async function explain(args: readonly string[], catalogs: Catalogs): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n`);
    return EXIT.usage;
  }
  const { catalog } = await openCatalog(catalogs);
  const { explain, why } = createExplain(catalog);
  const judge: Judge = { catalog, explain };
  if (options.batch) return explainBatch(process.stdin, judge);

  let found = false;
  for (const file of options.files) {
    const bytes = await readInput(file);
    if (typeof bytes === 'string') {
      process.stderr.write(`${bytes}\n`);
      return EXIT.usage;
    }
    const explained = await judge.explain(bytes, { asked: true, name: file });
    found ||= explained.diagnoses.length > 0;
    print(explained, file, { catalog, json: options.json, why: options.why ? why : null });
  }
  return found ? EXIT.found : EXIT.none;
}

type Options = {
  readonly json: boolean;
  readonly batch: boolean;
  readonly why: boolean;
  readonly files: readonly (string | null)[];
};

const flag = { type: 'boolean', default: false } as const;

/** @returns the options, or what is wrong with them */
function readOptions(args: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: flag, batch: flag, why: flag },
      allowPositionals: true,
    });
    if (values.batch && values.why)
      return '--why is for single texts: it goes with --json, not with --batch.';
    if (values.batch && positionals.length > 0) return '--batch reads standard input: it takes no files.';
    const files = positionals.map((name) => (name === '-' ? null : name));
    return { ...values, files: files.length > 0 ? files : [null] };
  } catch (error) {
    return `${(error as Error).message}\nSee bounce-triage help.`;
  }
}

/** @returns the bytes, or in plain words why they can't be had */
async function readInput(file: string | null): Promise<Uint8Array | string> {
  if (file === null && process.stdin.isTTY) process.stderr.write('Paste the bounce, then press Ctrl+D.\n');
  try {
    return file === null ? await buffer(process.stdin) : await readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = { ENOENT: 'there is no such file', EACCES: 'it may not be read', EISDIR: 'it is a folder' }[
      code ?? ''
    ];
    return `${file}: ${why ?? message}.`;
  }
}

type How = {
  readonly catalog: Catalog;
  readonly json: boolean;
  /** Tells how a bounce was judged; null where nobody asked. */
  readonly why: ((bounce: Diagnosis['bounce']) => Weighing) | null;
};

function print(explained: Explained, file: string | null, { catalog, json, why }: How): void {
  const { diagnoses, others, left } = explained;
  if (json) {
    for (const diagnosis of diagnoses) {
      const line = { file, ...bounceJson(diagnosis, catalog.reasons[diagnosis.reason].title) };
      const all = why === null ? line : { ...line, why: whyJson(why(diagnosis.bounce)) };
      process.stdout.write(`${JSON.stringify(all)}\n`);
    }
    if (left !== null) process.stderr.write(`${file === null ? '' : `${file}: `}${left}\n`);
    return;
  }
  if (file !== null) process.stdout.write(`── ${file}\n\n`);
  const texts = diagnoses.map((diagnosis) => {
    const reply = renderReply(verdictReply(diagnosis, catalog, null));
    return why === null ? reply : `${reply}\n${renderWhy(why(diagnosis.bounce), catalog)}`;
  });
  const reports = others.length > 0 ? [renderReply(otherReportsReply(others, null))] : [];
  const all = [...texts, ...reports];
  process.stdout.write((all.length > 0 ? all : [renderReply(noBounceReply(left))]).join('\n'));
  if (all.length > 0 && left !== null) process.stdout.write(`\n${left}\n`);
}
