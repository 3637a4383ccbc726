/** `bounce-triage suppressions …`: the team's suppression list on the command line. */

import { type Catalogs, openCatalog } from '../../src/catalog/index.ts';
import { suppressedReply, suppressionStatusReply, unsuppressedReply } from '../../src/replies/index.ts';
import { suppressionJson } from '../../src/suppression-files/index.ts';
import {
  countSuppressions,
  findSuppression,
  normalAddress,
  openFingerprint,
  searchSuppressions,
  suppress,
  unsuppress,
} from '../../src/suppressions/index.ts';
import { type StoreConfig, withStore } from './database.ts';
import { EXIT } from './exit.ts';
import { verdictsOf } from './last-verdict.ts';
import { counted, printable } from './lines.ts';
import { operatorOf } from './operator.ts';
import { renderReply } from './render.ts';
import { exportCommand, importCommand } from './suppression-files.ts';
import { printJson, read, reasonIn, usage, type Work } from './suppression-options.ts';
import { teamOf } from './team.ts';

/** Rows in memory at a time. */
const PAGE = 1000;

const COMMANDS: Readonly<Record<string, (work: Work) => Promise<number>>> = {
  add,
  remove,
  show,
  search: async (work) => (work.named === null ? usage('What shall I look for?') : list(work)),
  list,
  import: importCommand,
  export: exportCommand,
};

/**
 * @param args the words behind `suppressions`
 * @returns the exit status: 1 where nothing was found or changed, 3 where the database or a file fails
 */
export async function suppressions(
  args: readonly string[],
  catalogs: Catalogs,
  config: StoreConfig,
): Promise<number> {
  let options: ReturnType<typeof read>;
  try {
    options = read(args);
  } catch (error) {
    return usage((error as Error).message);
  }
  const { values, positionals } = options;
  const [word = '', named = null, ...more] = positionals;
  const command = Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
  if (command === undefined) return usage(word === '' ? 'What shall I do?' : `There is no "${word}".`);
  if (more.length > 0) return usage(`One thing at a time: what is "${more[0]}"?`);
  return withStore(config.DATABASE_URL, async (store) => {
    const told = await teamOf(store, values.team);
    if (typeof told === 'string') return usage(told);
    return command({ store, config, catalogs, team: told.team, named, values });
  });
}

/** @returns the address, or null after a word on standard error */
function addressIn({ named }: Work): string | null {
  if (named === null) {
    usage('Which address?');
    return null;
  }
  const { address, why } = normalAddress(named);
  if (address === null) process.stderr.write(`"${printable(named)}" is no mail address: ${why}.\n`);
  return address;
}

async function add(work: Work): Promise<number> {
  const { store, team, values } = work;
  const address = addressIn(work);
  if (address === null) return EXIT.usage;
  if (values.reason === undefined) return usage('Say why, for example: --reason user-unknown');
  const why = reasonIn(values.reason);
  if (why === null) return EXIT.usage;
  const fingerprint = await openFingerprint(store, work.config.PRIVACY_KEY, new Date());
  const before = await findSuppression(store, fingerprint, team, address);
  const kept = before.kind === 'free' && (await (await verdictsOf(work))([address])).has(address);
  if (kept) {
    process.stderr.write(
      `Not done: the last bounce says to keep ${printable(address)}. To suppress it all the same, add --yes.\n`,
    );
    return EXIT.usage;
  }
  const evidence = values.note?.trim() || null;
  const what = { addresses: [address], reason: why, evidence, source: 'command', caseId: null } as const;
  const added = await suppress(store, fingerprint, team, what, operatorOf(team));
  const standing = await findSuppression(store, fingerprint, team, address);
  const isNew = added.has(address);
  if (values.json) printJson({ address, added: isNew });
  else {
    const { catalog } = await openCatalog(work.catalogs);
    process.stdout.write(
      renderReply({ ...suppressedReply(address, isNew, standing, catalog), examples: [] }),
    );
  }
  return isNew ? EXIT.found : EXIT.none;
}

async function remove(work: Work): Promise<number> {
  const { store, team, values } = work;
  const address = addressIn(work);
  if (address === null) return EXIT.usage;
  const why = values.note?.trim() ?? '';
  if (why === '') return usage('Say why it may be mailed again: --note "new mailbox, confirmed by phone"');
  const fingerprint = await openFingerprint(store, work.config.PRIVACY_KEY, new Date());
  const before = await unsuppress(store, fingerprint, team, address, why, operatorOf(team));
  const removed = before.kind !== 'free';
  if (values.json) printJson({ address, removed });
  else {
    const { catalog } = await openCatalog(work.catalogs);
    process.stdout.write(renderReply(unsuppressedReply(address, before, catalog)));
  }
  return removed ? EXIT.found : EXIT.none;
}

async function show(work: Work): Promise<number> {
  const { store, team, values } = work;
  const address = addressIn(work);
  if (address === null) return EXIT.usage;
  const fingerprint = await openFingerprint(store, work.config.PRIVACY_KEY, new Date());
  const standing = await findSuppression(store, fingerprint, team, address);
  if (values.json) {
    const known = standing.kind === 'suppressed' ? suppressionJson(standing.suppression) : { address };
    printJson({ standing: standing.kind, ...known });
  } else {
    const { catalog } = await openCatalog(work.catalogs);
    process.stdout.write(
      renderReply({ ...suppressionStatusReply(address, standing, catalog), examples: [] }),
    );
  }
  return standing.kind === 'free' ? EXIT.none : EXIT.found;
}

/** All of them, or those with a text in their address. */
async function list({ store, team, named, values }: Work): Promise<number> {
  let count = 0;
  for (let after: string | null = null, isEnd = false; !isEnd; ) {
    const { found, next } = await searchSuppressions(store, team, named ?? '', PAGE, after);
    const lines = found.map((one) => {
      if (values.json) return JSON.stringify(suppressionJson(one));
      const { address, reason: why, by, at } = one;
      return printable([address, why, new Date(at).toISOString().slice(0, 10), by.name].join('  '));
    });
    if (lines.length > 0 && !process.stdout.write(`${lines.join('\n')}\n`)) {
      await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
    count += found.length;
    isEnd = next === null;
    after = next;
  }
  const { listed, forgotten } = await countSuppressions(store, team);
  if (!values.json) {
    const more = forgotten > 0 ? `, and ${number(forgotten)} forgotten` : '';
    process.stderr.write(
      listed === 0 && forgotten === 0
        ? 'The list is empty. Fill it with bounce-triage suppressions import FILE.\n'
        : `${number(count)} of ${counted(listed, 'address', 'addresses')}${more}.\n`,
    );
  }
  return count > 0 ? EXIT.found : EXIT.none;
}

const number = (value: number): string => value.toLocaleString('en');
