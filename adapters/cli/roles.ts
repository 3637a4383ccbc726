/** `bounce-triage roles`: who may triage in a team, and who administers it. */
import { parseArgs } from 'node:util';
import { type Rules, rulesOf, setRules } from '../../src/cases/index.ts';
import type { Store } from '../../src/store/index.ts';
import { type StoreConfig, withStore } from './database.ts';
import { EXIT } from './exit.ts';
import { printable } from './lines.ts';
import { operatorOf } from './operator.ts';
import { teamOf } from './team.ts';

const USE = `bounce-triage roles [--team T]                      who may do what
bounce-triage roles --triagers S0123=@email-ops     only they may triage: ids of Slack user groups, of Discord
                                                    roles or of people, with the names to say them by
bounce-triage roles --admins 4711=@mail-admins      they may change settings, besides the workspace's admins
bounce-triage roles --triagers everybody            every member may triage again
See bounce-triage help.`;

type Who = Rules['triagers'];

/** @returns the exit status: 3 where the database fails */
export async function roles(args: readonly string[], config: StoreConfig): Promise<number> {
  let values: { team?: string | undefined; triagers?: string | undefined; admins?: string | undefined };
  try {
    values = parseArgs({
      args: [...args],
      options: { team: { type: 'string' }, triagers: { type: 'string' }, admins: { type: 'string' } },
    }).values;
  } catch (error) {
    return usage((error as Error).message);
  }
  const triagers = whoIn(values.triagers);
  const admins = whoIn(values.admins);
  if (triagers === null || admins === null) {
    return usage('Write ids with their names, with commas between them: S0123=@email-ops,U0456=Ann');
  }
  return withStore(config.DATABASE_URL, async (store) => {
    const told = await teamOf(store, values.team);
    if (typeof told === 'string') return usage(told);
    if (triagers !== undefined || admins !== undefined) await change(store, told.team, triagers, admins);
    show(told.team, await rulesOf(store, told.team));
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

/** @returns undefined where nothing was said, null where it can't be read */
function whoIn(text: string | undefined): Who | undefined | null {
  if (text === undefined) return undefined;
  if (text === 'everybody' || text === 'none') return [];
  const found = text.split(',').map((one) => /^\s*([^\s=]+)=(.+?)\s*$/.exec(one));
  if (found.some((match) => match === null)) return null;
  return found.map((match) => ({ id: match?.[1] ?? '', name: match?.[2] ?? '' }));
}

function show(team: string, { triagers, admins }: Rules): void {
  const list = (who: Who): string => who.map(({ id, name }) => `${name} (${id})`).join(', ');
  process.stdout.write(
    `${[
      `Team ${team}`,
      `  look at cases, ask:   everybody`,
      `  act on cases:         ${triagers.length > 0 ? list(triagers) : 'every member; guests only look'}`,
      `  change settings:      the workspace's admins${admins.length > 0 ? `, ${list(admins)}` : ''}`,
    ]
      .map(printable)
      .join('\n')}\n`,
  );
}

function usage(words: string): number {
  process.stderr.write(`${words}\n\n${USE}\n`);
  return EXIT.usage;
}
