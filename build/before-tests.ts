import { build } from './build.ts';

/** Vitest calls this once, before the first test. */
export async function setup(): Promise<void> {
  await build();
}
