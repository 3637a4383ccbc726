/** What all commands behind `bounce-triage suppressions` share. */
import { z } from 'zod';
import { type Catalogs, REASONS } from '../../src/catalog/index.ts';
import type { Store } from '../../src/store/index.ts';
import { normalAddress } from '../../src/suppressions/index.ts';
import type { StoreConfig } from './database.ts';
import { UsageError } from './exit.ts';
import { nearest } from './nearest.ts';
import type { Values } from './table/command.ts';
import type { ADD, EXPORT, IMPORT } from './table/suppressions.ts';
import { type Terminal, write } from './terminal.ts';

const reason = z.enum(REASONS);

/** What a command works with. */
export type Work = {
  readonly store: Store;
  readonly config: StoreConfig;
  readonly catalogs: Catalogs;
  readonly terminal: Terminal;
  readonly team: string;
  /** What stands behind the command's word: an address, a text, a file. */
  readonly named: string | null;
  readonly values: Partial<Values<typeof ADD> & Values<typeof IMPORT> & Values<typeof EXPORT>>;
};

/** @throws UsageError where no address is named */
export function addressIn({ named }: Work): string {
  if (named === null) throw new UsageError('Which address?');
  const { address, why } = normalAddress(named);
  if (address === null) throw new UsageError(`"${named}" is not a mail address: ${why}.`);
  return address;
}

/** @throws UsageError where there is no such reason */
export function reasonIn(text: string): z.infer<typeof reason> {
  const { data } = reason.safeParse(text);
  if (data !== undefined) return data;
  const near = nearest(text, REASONS);
  throw new UsageError(
    `There is no reason "${text}". ${near === null ? '' : `Did you mean ${near}? `}Known: ${REASONS.join(', ')}.`,
  );
}

export const printJson = ({ stdout }: Terminal, value: unknown): Promise<void> =>
  write(stdout, `${JSON.stringify(value)}\n`);
