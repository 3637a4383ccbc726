import { isDamaged, isOutage, openStore, outageWords, RESTORE, type Store } from '../../src/store/index.ts';
import { PrivacyKeyError } from '../../src/suppressions/index.ts';
import { EXIT } from './exit.ts';
import { printable } from './lines.ts';
import type { Terminal } from './terminal.ts';

/** Where the store is, and how it is worked with. */
export type StoreConfig = {
  readonly DATABASE_URL: string;
  /** Stands for forgotten addresses; null: the store keeps one. */
  readonly PRIVACY_KEY: string | null;
  /** When an address that is put off counts as dead. */
  readonly SOFT_BOUNCE_HOURS: number;
  readonly SOFT_BOUNCE_TIMES: number;
  /** Says when a provider's trouble is over; null or none: as usual. */
  readonly ESCALATION_FILE?: string | null;
};

/**
 * Opens the team's database for one command, and closes it.
 * @param url see `openStore`; a SQLite file must be there
 * @returns the exit status: that of the work, or `failed` with a plain word on standard error
 * @throws what is a mistake of ours
 */
export async function withStore(
  url: string,
  { stderr }: Terminal,
  work: (store: Store) => Promise<number>,
): Promise<number> {
  const fail = (words: string): number => {
    stderr.write(`${printable(words)}\n`);
    return EXIT.failed;
  };
  let store: Store;
  try {
    store = await openStore(url, { mustExist: true });
  } catch (error) {
    return fail((error as Error).message);
  }
  try {
    return await work(store);
  } catch (error) {
    if (error instanceof PrivacyKeyError) return fail(error.message);
    if (!isOutage(error)) throw error;
    const words = outageWords(error);
    const advice = isDamaged(error) ? RESTORE : 'Try again later.';
    return fail(`${words[0]?.toUpperCase()}${words.slice(1)}. ${advice}`);
  } finally {
    await store.destroy();
  }
}
