/** `bounce-triage suppressions …`: the team's suppression list on the command line. */
import { type Catalogs, openCatalog } from '../../src/catalog/index.ts';
import { suppressedReply, suppressionStatusReply, unsuppressedReply } from '../../src/replies/index.ts';
import { suppressionJson } from '../../src/suppression-files/index.ts';
import {
  countSuppressions,
  findSuppression,
  openFingerprint,
  searchSuppressions,
  suppress,
  unsuppress,
} from '../../src/suppressions/index.ts';
import { readArguments } from './arguments.ts';
import { type StoreConfig, withStore } from './database.ts';
import { EXIT, UsageError } from './exit.ts';
import { jsonText } from './json-text.ts';
import { verdictsOf } from './last-verdict.ts';
import { counted, printable } from './lines.ts';
import { operatorOf } from './operator.ts';
import { type Reason, reasonIn } from './reason.ts';
import { renderNote } from './render.ts';
import { exportCommand, formatIn, importCommand, listIn } from './suppression-files.ts';
import { type Asked, addressIn, printJson, type Work } from './suppression-work.ts';
import type { Command } from './table/command.ts';
import { ADD, EXPORT, IMPORT, LIST, REMOVE, SEARCH, SHOW } from './table/suppressions.ts';
import { refuseOddTeam, teamOf } from './team.ts';
import { type Terminal, write } from './terminal.ts';

/** Rows in memory at a time. */
const PAGE = 1000;

/** Each with what refuses wrong use before a database is opened, where the words can be wrong. */
const COMMANDS = {
  add: [ADD, add, (asked) => [addressIn(asked), whyIn(asked)]],
  remove: [REMOVE, remove, (asked) => [addressIn(asked), remarkIn(asked)]],
  show: [SHOW, show, addressIn],
  search: [SEARCH, list, textIn],
  list: [LIST, list, () => {}],
  import: [IMPORT, importCommand, listIn],
  export: [EXPORT, exportCommand, formatIn],
} as const satisfies Readonly<
  Record<string, readonly [Command, (work: Work) => Promise<number>, (asked: Asked) => unknown]>
>;

/** The second words of the commands of two words. */
export type SuppressionWord = keyof typeof COMMANDS;

/**
 * @param word what is to be done with the list
 * @param args the words behind it
 * @returns the exit status: 1 where nothing was found or changed, 3 where the database or a file fails
 */
export async function suppressions(
  word: SuppressionWord,
  args: readonly string[],
  catalogs: Catalogs,
  config: StoreConfig,
  terminal: Terminal,
): Promise<number> {
  const [command, run, refuse] = COMMANDS[word];
  const { values, words } = readArguments(command, args);
  const [named = null, more] = words;
  if (more !== undefined) throw new UsageError(`One thing at a time: what is "${more}"?`);
  refuse({ named, values });
  refuseOddTeam(values.team);
  return withStore(config.DATABASE_URL, terminal, async (store) => {
    const team = await teamOf(store, values.team);
    return run({ store, config, catalogs, terminal, team, named, values });
  });
}

async function add(work: Work): Promise<number> {
  const { store, team, values, terminal } = work;
  const address = addressIn(work);
  const why = whyIn(work);
  const fingerprint = await openFingerprint(store, work.config.PRIVACY_KEY, new Date());
  const before = await findSuppression(store, fingerprint, team, address);
  const kept = before.kind === 'free' && (await (await verdictsOf(work))([address])).has(address);
  if (kept) {
    throw new UsageError(
      `Not done: the last bounce says to keep ${address}. To suppress it all the same, add --yes.`,
    );
  }
  const evidence = values.note?.trim() || null;
  const what = { addresses: [address], reason: why, evidence, source: 'command', caseId: null } as const;
  const added = await suppress(store, fingerprint, team, what, operatorOf(team));
  const standing = await findSuppression(store, fingerprint, team, address);
  const isNew = added.has(address);
  if (values.json) await printJson(terminal, { address, added: isNew });
  else {
    const { catalog } = await openCatalog(work.catalogs);
    await write(
      terminal.stdout,
      renderNote({ ...suppressedReply(address, isNew, standing, catalog), examples: [] }, terminal),
    );
  }
  return isNew ? EXIT.found : EXIT.none;
}

async function remove(work: Work): Promise<number> {
  const { store, team, values, terminal } = work;
  const address = addressIn(work);
  const why = remarkIn(work);
  const fingerprint = await openFingerprint(store, work.config.PRIVACY_KEY, new Date());
  const before = await unsuppress(store, fingerprint, team, address, why, operatorOf(team));
  const removed = before.kind !== 'free';
  if (values.json) await printJson(terminal, { address, removed });
  else {
    const { catalog } = await openCatalog(work.catalogs);
    await write(
      terminal.stdout,
      renderNote(unsuppressedReply(address, before, catalog, 'bounce-triage suppressions search'), terminal),
    );
  }
  return removed ? EXIT.found : EXIT.none;
}

async function show(work: Work): Promise<number> {
  const { store, team, values, terminal } = work;
  const address = addressIn(work);
  const fingerprint = await openFingerprint(store, work.config.PRIVACY_KEY, new Date());
  const standing = await findSuppression(store, fingerprint, team, address);
  if (values.json) {
    const known = standing.kind === 'suppressed' ? suppressionJson(standing.suppression) : { address };
    await printJson(terminal, { standing: standing.kind, ...known });
  } else {
    const { catalog } = await openCatalog(work.catalogs);
    await write(
      terminal.stdout,
      renderNote(
        {
          ...suppressionStatusReply(address, standing, catalog),
          examples:
            standing.kind === 'free'
              ? [`bounce-triage suppressions add ${address} --reason user-unknown`]
              : [],
        },
        terminal,
      ),
    );
  }
  return standing.kind === 'free' ? EXIT.none : EXIT.found;
}

/** @throws UsageError where no reason is given, or an unknown one */
function whyIn({ values }: Asked): Reason {
  if (values.reason === undefined) throw new UsageError('Say why, for example: --reason user-unknown');
  return reasonIn(values.reason);
}

/** @throws UsageError where no remark is given */
function remarkIn({ values }: Asked): string {
  const remark = values.note?.trim() ?? '';
  if (remark !== '') return remark;
  throw new UsageError('Say why it may be mailed again: --note "new mailbox, confirmed by phone"');
}

/** @throws UsageError where there is nothing to search for */
function textIn({ named }: Asked): void {
  if (named === null) throw new UsageError('What shall I look for?');
}

/** All of them, or those with a text in their address. */
async function list({ store, team, named, values, terminal }: Work): Promise<number> {
  let count = 0;
  for (let after: string | null = null, isEnd = false; !isEnd; ) {
    const { found, next } = await searchSuppressions(store, team, named ?? '', PAGE, after);
    const lines = found.map((one) => {
      if (values.json) return jsonText(suppressionJson(one));
      const { address, reason: why, by, at } = one;
      return printable([address, why, new Date(at).toISOString().slice(0, 10), by.name].join('  '));
    });
    if (lines.length > 0) await write(terminal.stdout, `${lines.join('\n')}\n`);
    count += found.length;
    isEnd = next === null;
    after = next;
  }
  const { listed, forgotten } = await countSuppressions(store, team);
  if (!values.json) {
    const more = forgotten > 0 ? `, and ${number(forgotten)} forgotten` : '';
    terminal.stderr.write(
      listed === 0 && forgotten === 0
        ? 'The list is empty. Fill it with bounce-triage suppressions import FILE.\n'
        : `${number(count)} of ${counted(listed, 'address', 'addresses')}${more}.\n`,
    );
  }
  return count > 0 ? EXIT.found : EXIT.none;
}

const number = (value: number): string => value.toLocaleString('en');
