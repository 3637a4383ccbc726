/** What all commands behind `bounce-triage suppressions` share: their options, and how wrong use is told. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Catalogs, REASONS } from '../../src/catalog/index.ts';
import type { Store } from '../../src/store/index.ts';
import type { StoreConfig } from './database.ts';
import { EXIT } from './exit.ts';

const USE = `bounce-triage suppressions add ADDRESS --reason R [--note T] [--yes]
bounce-triage suppressions remove ADDRESS --note T
bounce-triage suppressions show ADDRESS
bounce-triage suppressions search TEXT
bounce-triage suppressions list
bounce-triage suppressions import FILE [--format F] [--reason R] [--check] [--yes]
bounce-triage suppressions export [--format F] [FILE] [--force]
See bounce-triage help.`;

const reason = z.enum(REASONS);

/** What a command works with. */
export type Work = {
  readonly store: Store;
  readonly config: StoreConfig;
  readonly catalogs: Catalogs;
  readonly team: string;
  /** What stands behind the command's word: an address, a text, a file. */
  readonly named: string | null;
  readonly values: ReturnType<typeof read>['values'];
};

/** @throws Error in plain words where an option is wrong */
export const read = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      team: { type: 'string' },
      reason: { type: 'string' },
      note: { type: 'string' },
      format: { type: 'string' },
      check: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });

export function usage(words: string): number {
  process.stderr.write(`${words}\n\n${USE}\n`);
  return EXIT.usage;
}

/** @returns the id, or null after a word on standard error */
export function reasonIn(text: string): z.infer<typeof reason> | null {
  const { data } = reason.safeParse(text);
  if (data === undefined) usage(`There is no reason "${text}". Known: ${REASONS.join(', ')}.`);
  return data ?? null;
}

export const printJson = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};
