import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { type Catalog, type Catalogs, openCatalog } from '../../src/catalog/index.ts';
import { createExplain, type Explained } from '../../src/diagnosis/index.ts';
import { noBounceReply, verdictReply } from '../../src/replies/index.ts';
import { explainBatch } from './batch.ts';
import { bounceJson } from './bounce-json.ts';
import { EXIT } from './exit.ts';
import type { Judge } from './judge.ts';
import { renderReply } from './render.ts';

/** `bounce-triage explain [--json | --batch] [FILE…]`. @returns the exit status */
export async function explain(args: readonly string[], catalogs: Catalogs): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n`);
    return EXIT.usage;
  }
  const { catalog } = await openCatalog(catalogs);
  const judge: Judge = { catalog, explain: createExplain(catalog).explain };
  if (options.batch) return explainBatch(process.stdin, judge);

  let found = false;
  for (const file of options.files) {
    const bytes = await readInput(file);
    if (typeof bytes === 'string') {
      process.stderr.write(`${bytes}\n`);
      return EXIT.usage;
    }
    const explained = await judge.explain(bytes, { asked: true });
    found ||= explained.diagnoses.length > 0;
    print(explained, file, options.json, catalog);
  }
  return found ? EXIT.found : EXIT.none;
}

type Options = {
  readonly json: boolean;
  readonly batch: boolean;
  readonly files: readonly (string | null)[];
};

/** @returns the options, or what is wrong with them */
function readOptions(args: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false }, batch: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
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

function print({ diagnoses, left }: Explained, file: string | null, json: boolean, catalog: Catalog): void {
  if (json) {
    for (const diagnosis of diagnoses) {
      const line = { file, ...bounceJson(diagnosis, catalog.reasons[diagnosis.reason].title) };
      process.stdout.write(`${JSON.stringify(line)}\n`);
    }
    return;
  }
  if (file !== null) process.stdout.write(`── ${file}\n\n`);
  const replies = diagnoses.map((diagnosis) => verdictReply(diagnosis, catalog, null));
  process.stdout.write((replies.length > 0 ? replies : [noBounceReply(left)]).map(renderReply).join('\n'));
  if (replies.length > 0 && left !== null) process.stdout.write(`\n${left}\n`);
}
