import { readFileSync } from 'node:fs';
import { sha256 } from './hash.ts';

/** Whether this is the built program, which has its catalog beside it and whose code nobody edits. */
const IS_BUILT = !import.meta.url.endsWith('.ts');

/** How files are checked, and how patterns become tables: what the build made by other code is worth nothing. */
export const CHECKING = fingerprintOf(['schema.ts', 'short.ts', 'check.ts', 'words.ts']);
export const COMPILING = fingerprintOf([
  'characters.ts',
  'links.ts',
  'normal-form.ts',
  'pattern.ts',
  'keys.ts',
  'tables.ts',
]);

/**
 * Read when the code itself is, so that a program that runs while the code is edited takes nothing for its own.
 * @returns what changes with the code in these files; null in the built program
 */
function fingerprintOf(names: readonly string[]): string | null {
  if (IS_BUILT) return null;
  const hash = sha256();
  for (const name of names) hash.update(readFileSync(new URL(name, import.meta.url), 'utf8'));
  return hash.digest('hex');
}
