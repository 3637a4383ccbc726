import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { NOTES } from './migrate.ts';

/**
 * A look makes no database, nor one of a file that is none yet, or is another program's.
 * @param mustExist a file that isn't there, or isn't ours, is refused as well as a folder
 * @throws Error in plain words
 */
export async function refuseOddFile(path: string, mustExist: boolean): Promise<void> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(
      `The database ${path} is a folder. DATABASE_URL names a file in it: ${join(path, 'bounce-triage.db')}.`,
    );
  }
  if (!mustExist) return;
  if (!existsSync(path)) {
    throw new Error(
      `There is no database ${path}. DATABASE_URL says where it is. The bot makes it: start it once.`,
    );
  }
  const { holdsTable } = await import('./sqlite.ts');
  if (!holdsTable(path, NOTES)) {
    throw new Error(
      `${path} is no database of Bounce Triage's yet. DATABASE_URL says where it is. The bot makes it: start it once.`,
    );
  }
}
