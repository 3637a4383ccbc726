/** Naming an address by hand needs no bounce; where the last verdict on it is to keep it, `--yes` has to be said. */
import { keptByVerdict } from '../../src/cases/index.ts';
import { openCatalog } from '../../src/catalog/index.ts';
import { createJudge } from '../../src/diagnosis/index.ts';
import type { Work } from './suppression-work.ts';

/** @returns asks which of the addresses (at most 30,000) the last verdict on them is to keep; nobody after `--yes` */
export async function verdictsOf({
  store,
  catalogs,
  config,
  team,
  values,
}: Work): Promise<(addresses: readonly string[]) => Promise<ReadonlySet<string>>> {
  if (values.yes) return async () => new Set();
  const { catalog } = await openCatalog(catalogs);
  const knowledge = { catalog, diagnose: createJudge(catalog).diagnose };
  const patience = { hours: config.SOFT_BOUNCE_HOURS, times: config.SOFT_BOUNCE_TIMES };
  return async (addresses) =>
    new Set((await keptByVerdict(store, team, addresses, { knowledge, patience, now: Date.now() })).keys());
}
