import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { forget } from '../../src/forget/index.ts';
import { normalAddress, openFingerprint } from '../../src/suppressions/index.ts';
import { type StoreConfig, withStore } from './database.ts';
import { EXIT } from './exit.ts';
import { printable } from './lines.ts';
import { operatorOf } from './operator.ts';

/**
 * `bounce-triage forget ADDRESS [--yes]`: erases an address in all teams, also while the bot runs.
 * @returns the exit status: 1 where the address was found nowhere, or the question was answered with no
 */
export async function forgetCommand(args: readonly string[], config: StoreConfig): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n`);
    return EXIT.usage;
  }
  const { address, yes, json } = options;
  if (!yes) {
    if (!process.stdin.isTTY) {
      process.stderr.write('This can not be undone. To confirm it without a terminal, add --yes.\n');
      return EXIT.usage;
    }
    if (!(await isConfirmed(address))) {
      process.stderr.write('Nothing was changed.\n');
      return EXIT.none;
    }
  }
  return withStore(config.DATABASE_URL, async (store) => {
    const fingerprint = await openFingerprint(store, config.PRIVACY_KEY, new Date());
    // Each team's audit trail gets its own entry; who did it belongs to no team.
    const result = await forget(store, fingerprint, address, operatorOf('cli'));
    const total = Object.values(result.erased).reduce((sum, count) => sum + count, 0);
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${report(result, total).join('\n')}\n`);
    return total > 0 ? EXIT.found : EXIT.none;
  });
}

function readOptions(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        yes: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    });
    const [named] = positionals;
    if (named === undefined || positionals.length > 1) {
      return 'Name one address: bounce-triage forget ADDRESS';
    }
    const { address, why } = normalAddress(named);
    return address === null ? `"${printable(named)}" is no mail address: ${why}.` : { ...values, address };
  } catch (error) {
    return `${(error as Error).message}\nSee bounce-triage help.`;
  }
}

async function isConfirmed(address: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const question = `Erase ${address} from all cases, lists and trails of all teams? This can not be undone. [y/N] `;
    return /^y(es)?$/i.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}

const WHERE = {
  suppressions: 'on suppression lists',
  cases: 'in cases',
  bounces: 'in the history of bounces',
  inbox: 'in what was delivered and is not handled yet',
  outbox: 'in what waits to be sent',
  escalations: 'in notes of escalations',
  audit: 'in the audit trail',
} as const;

function report(
  { erased, staysSuppressed }: Awaited<ReturnType<typeof forget>>,
  total: number,
): readonly string[] {
  const places = (Object.keys(WHERE) as (keyof typeof WHERE)[]).filter((place) => erased[place] > 0);
  return [
    ...(total === 0 ? ['The address was found nowhere; nothing was changed.'] : ['Erased:']),
    ...places.map((place) => `${erased[place].toLocaleString('en').padStart(9)}  ${WHERE[place]}`),
    staysSuppressed.length > 0
      ? `It stays suppressed by a keyed hash, in ${staysSuppressed.join(', ')}.`
      : 'It is on no suppression list, so it may be mailed.',
    'Not touched: messages in Slack and Discord themselves, backups, and files that were exported.',
  ];
}
