/** `bounce-triage roles`: who may triage in a team, and who administers it. */
import { type Rules, rulesOf, setRules } from '../../src/cases/index.ts';
import type { Store } from '../../src/store/index.ts';
import { readArguments } from './arguments.ts';
import { type StoreConfig, withStore } from './database.ts';
import { EXIT, UsageError } from './exit.ts';
import { printable } from './lines.ts';
import { operatorOf } from './operator.ts';
import { ROLES } from './table/team.ts';
import { teamOf } from './team.ts';
import { type Terminal, write } from './terminal.ts';

type Who = Rules['triagers'];

/** @returns the exit status: 3 where the database fails */
export async function roles(
  args: readonly string[],
  config: StoreConfig,
  terminal: Terminal,
): Promise<number> {
  const { values } = readArguments(ROLES, args);
  const triagers = whoIn(values.triagers);
  const admins = whoIn(values.admins);
  return withStore(config.DATABASE_URL, terminal, async (store) => {
    const team = await teamOf(store, values.team);
    if (triagers !== undefined || admins !== undefined) await change(store, team, triagers, admins);
    await write(terminal.stdout, shown(team, await rulesOf(store, team)));
    return EXIT.found;
  });
}

async function change(
  store: Store,
  team: string,
  triagers: Who | undefined,
  admins: Who | undefined,
): Promise<void> {
  const before = await rulesOf(store, team);
  const rules = { triagers: triagers ?? before.triagers, admins: admins ?? before.admins };
  await setRules(store, team, rules, operatorOf(team));
}

/**
 * @returns undefined where nothing was said
 * @throws UsageError where it can't be read
 */
function whoIn(text: string | undefined): Who | undefined {
  if (text === undefined) return undefined;
  if (text === 'everybody' || text === 'none') return [];
  const found = text.split(',').map((one) => /^\s*([^\s=]+)=(.+?)\s*$/.exec(one));
  if (found.some((match) => match === null)) {
    throw new UsageError('Write ids with their names, with commas between them: S0123=@email-ops,U0456=Ann');
  }
  return found.map((match) => ({ id: match?.[1] ?? '', name: match?.[2] ?? '' }));
}

function shown(team: string, { triagers, admins }: Rules): string {
  const list = (who: Who): string => who.map(({ id, name }) => `${name} (${id})`).join(', ');
  const lines = [
    `Team ${team}`,
    '  look at cases, ask:   everybody',
    `  act on cases:         ${triagers.length > 0 ? list(triagers) : 'every member; guests only look'}`,
    `  change settings:      the workspace's admins${admins.length > 0 ? `, ${list(admins)}` : ''}`,
  ];
  return `${lines.map(printable).join('\n')}\n`;
}
