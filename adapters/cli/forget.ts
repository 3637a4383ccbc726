import { createInterface } from 'node:readline';
import { forget } from '../../src/forget/index.ts';
import { normalAddress, openFingerprint } from '../../src/suppressions/index.ts';
import { readArguments } from './arguments.ts';
import { type StoreConfig, withStore } from './database.ts';
import { EXIT, UsageError } from './exit.ts';
import { jsonText } from './json-text.ts';
import { operatorOf } from './operator.ts';
import { FORGET } from './table/team.ts';
import { type Terminal, write } from './terminal.ts';

/**
 * `bounce-triage forget ADDRESS [--yes]`: erases an address in all teams, also while the bot runs.
 * @returns the exit status: 1 where the address was found nowhere, or the question was answered with no
 */
export async function forgetCommand(
  args: readonly string[],
  config: StoreConfig,
  terminal: Terminal,
): Promise<number> {
  const { address, yes, json } = readOptions(args);
  if (!yes) {
    if (!terminal.stdin.isTTY) {
      throw new UsageError('This can not be undone. To confirm it without a terminal, add --yes.');
    }
    const answer = await answerTo(address, terminal);
    if (answer !== 'yes') {
      terminal.stderr.write('Nothing was changed.\n');
      return answer === 'no' ? EXIT.none : EXIT.interrupted;
    }
  }
  return withStore(config.DATABASE_URL, terminal, async (store) => {
    const fingerprint = await openFingerprint(store, config.PRIVACY_KEY, new Date());
    // Each team's audit trail gets its own entry; who did it belongs to no team.
    const result = await forget(store, fingerprint, address, operatorOf('cli'));
    const total = Object.values(result.erased).reduce((sum, count) => sum + count, 0);
    await write(terminal.stdout, json ? `${jsonText(result)}\n` : `${report(result, total).join('\n')}\n`);
    return total > 0 ? EXIT.found : EXIT.none;
  });
}

/** @throws UsageError where no address is named */
function readOptions(args: readonly string[]) {
  const { values, words } = readArguments(FORGET, args);
  const [named] = words;
  if (named === undefined || words.length > 1) {
    throw new UsageError('Name one address: bounce-triage forget ADDRESS');
  }
  const { address, why } = normalAddress(named);
  if (address === null) throw new UsageError(`"${named}" is not a mail address: ${why}.`);
  return { ...values, address };
}

/** Ctrl+D is a no; so is Ctrl+C, which is told apart. */
async function answerTo(address: string, { stdin, stderr }: Terminal): Promise<'yes' | 'no' | 'interrupted'> {
  const question = `Erase ${address} from all cases, lists and trails of all teams? This can not be undone. [y/N] `;
  const asking = createInterface({ input: stdin, output: stderr });
  try {
    return await new Promise((resolve) => {
      asking.once('SIGINT', () => resolve('interrupted'));
      asking.once('close', () => resolve('no'));
      asking.question(question, (typed) => resolve(/^y(es)?$/i.test(typed.trim()) ? 'yes' : 'no'));
    });
  } finally {
    asking.close();
  }
}

const WHERE = {
  suppressions: 'on suppression lists',
  cases: 'in cases',
  bounces: 'in the history of bounces',
  inbox: 'in what was delivered and is not handled yet',
  presses: 'in what was pressed and is not carried out yet',
  outbox: 'in what waits to be sent',
  answers: 'in what answers say was left unread',
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
