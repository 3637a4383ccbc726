/**
 * What tests need and the repository does not hold: platforms' own schemas, the SPF suite, real bounces. It lies in a
 * folder `shared` beside the checkout, or where `SHARED_DIR` says. What is missing is left out, and the end of the run
 * says so; with SHARED_REQUIRED=1 it is a failure.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestOptions } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** What the test would have needed, as a path in `shared`. */
    leftOut?: string;
  }
}

const ROOT = join(import.meta.dirname, '../..');

/** A git worktree has a file `.git`: "gitdir: /home/ann/bot/.git/worktrees/NAME". */
function mainCheckout(): string {
  const git = join(ROOT, '.git');
  if (!existsSync(git) || !statSync(git).isFile()) return ROOT;
  const [, place = git] = /^gitdir: (.+)$/m.exec(readFileSync(git, 'utf8')) ?? [];
  return dirname(dirname(dirname(place)));
}

const folders =
  process.env.SHARED_DIR !== undefined
    ? [process.env.SHARED_DIR]
    : [join(ROOT, '../shared'), join(mainCheckout(), '../shared')];

/**
 * @param path in the folder: "corpus/mails.jsonl"
 * @returns where it is, or null
 * @throws where it is missing although SHARED_REQUIRED=1 says that it must be there
 */
export function inShared(path: string): string | null {
  const found = folders.map((folder) => join(folder, path)).find((file) => existsSync(file));
  if (found !== undefined) return found;
  if (process.env.SHARED_REQUIRED !== '1') return null;
  throw new Error(`SHARED_REQUIRED=1, but there is no ${path} in ${folders.join(' or ')}`);
}

/** @returns options for a test or a `describe` that needs a file of the folder: it is skipped where there is none */
export const needing = (path: string): TestOptions =>
  inShared(path) === null ? { skip: true, meta: { leftOut: path } } : {};
