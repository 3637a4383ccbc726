/** What all commands behind `bounce-triage suppressions` share. */
import type { Catalogs } from '../../src/catalog/index.ts';
import type { Store } from '../../src/store/index.ts';
import { normalAddress } from '../../src/suppressions/index.ts';
import type { StoreConfig } from './database.ts';
import { UsageError } from './exit.ts';
import { jsonText } from './json-text.ts';
import type { Values } from './table/command.ts';
import type { ADD, EXPORT, IMPORT } from './table/suppressions.ts';
import { type Terminal, write } from './terminal.ts';

/** What was typed behind a command. */
export type Asked = {
  /** What stands behind the command's word: an address, a text, a file. */
  readonly named: string | null;
  readonly values: Partial<Values<typeof ADD> & Values<typeof IMPORT> & Values<typeof EXPORT>>;
};

/** What a command works with. */
export type Work = Asked & {
  readonly store: Store;
  readonly config: StoreConfig;
  readonly catalogs: Catalogs;
  readonly terminal: Terminal;
  readonly team: string;
};

/** @throws UsageError where no address is named */
export function addressIn({ named }: Asked): string {
  if (named === null) throw new UsageError('Which address?');
  const { address, why } = normalAddress(named);
  if (address === null) throw new UsageError(`"${named}" is not a mail address: ${why}.`);
  return address;
}

export const printJson = ({ stdout }: Terminal, value: unknown): Promise<void> =>
  write(stdout, `${jsonText(value)}\n`);
