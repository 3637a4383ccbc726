import type { Store } from '../../src/store/index.ts';
import { UsageError } from './exit.ts';

/** "slack:T0123", "discord:42", "web:local" */
const TEAM = /^(?:slack|discord|web):\S+$/;

/**
 * @param named what stands behind `--team`
 * @returns the team that is meant: without a name the only one that there is
 * @throws UsageError where it can't be told
 */
export async function teamOf(store: Store, named: string | undefined): Promise<string> {
  refuseOddTeam(named);
  if (named !== undefined) return named;
  const teams = await teamsOf(store);
  const [team] = teams;
  if (team === undefined) {
    throw new UsageError(
      'The database knows no team yet. Say whose list it is: --team slack:T0123, with the id of your Slack workspace, --team discord:42, with that of your Discord server, or --team web:local for the local web chat.',
    );
  }
  if (teams.length > 1) {
    throw new UsageError(`There are several teams. Say which: --team ${teams.join(' or --team ')}`);
  }
  return team;
}

/** @throws UsageError where what stands behind `--team` is not a team's name; this needs no database */
export function refuseOddTeam(named: string | undefined): void {
  if (named === undefined || TEAM.test(named)) return;
  throw new UsageError(`"${named}" is not a team: those are like slack:T0123, discord:42 or web:local.`);
}

/** Goes from team to team along the tables' keys, as a list may have a million rows. */
async function teamsOf(store: Store): Promise<readonly string[]> {
  const teams = new Set<string>();
  for (const table of ['suppressions', 'forgotten', 'cases', 'inbox', 'settings'] as const) {
    for (let last = ''; ; ) {
      const next = await store
        .selectFrom(table)
        .select((eb) => eb.fn.min('team').as('team'))
        .where('team', '>', last)
        .executeTakeFirst();
      if (!next?.team) break;
      last = next.team;
      teams.add(last);
    }
  }
  return [...teams].sort();
}
