/** `bounce-triage ticket CASE`: what whoever is to mend a case needs to know, to copy into any tracker. */
import { findCase, isCaseId } from '../../src/cases/index.ts';
import { type Catalogs, openCatalog } from '../../src/catalog/index.ts';
import { caseTicket } from '../../src/desk.ts';
import { createExplain } from '../../src/diagnosis/index.ts';
import { openPlan, ticketMarkdown, ticketText } from '../../src/escalation/index.ts';
import { readArguments } from './arguments.ts';
import { type StoreConfig, withStore } from './database.ts';
import { EXIT, UsageError } from './exit.ts';
import { TICKET } from './table/team.ts';
import { teamOf } from './team.ts';
import { type Terminal, write } from './terminal.ts';

/** @returns the exit status: 1 where there is no such case, 2 for wrong use, 3 where the database fails */
export async function ticketCommand(
  args: readonly string[],
  catalogs: Catalogs,
  config: StoreConfig,
  terminal: Terminal,
): Promise<number> {
  const { caseId, format, team: named } = readOptions(args);
  const { catalog } = await openCatalog(catalogs);
  return withStore(config.DATABASE_URL, terminal, async (store) => {
    const team = await teamOf(store, named);
    const handled = await findCase(store, team, caseId);
    if (handled === null) {
      terminal.stderr.write(`There is no case ${caseId} in ${team}.\n`);
      return EXIT.none;
    }
    const { diagnose } = createExplain(catalog);
    const room = {
      catalog,
      diagnose,
      store,
      now: () => new Date(),
      escalation: { plan: await openPlan(config.ESCALATION_FILE ?? null) },
      patience: { hours: config.SOFT_BOUNCE_HOURS, times: config.SOFT_BOUNCE_TIMES },
    };
    const ticket = await caseTicket(room, handled);
    await write(terminal.stdout, format === 'md' ? ticketMarkdown(ticket) : ticketText(ticket));
    return EXIT.found;
  });
}

/** @throws UsageError where the options are wrong */
function readOptions(args: readonly string[]) {
  const { values, words } = readArguments(TICKET, args);
  const [caseId = '', more] = words;
  if (!isCaseId(caseId) || more !== undefined) {
    throw new UsageError(
      'Name one case by its id, as tickets and the audit trail have it: c-0123456789abcdef0123',
    );
  }
  const { format = 'text', team } = values;
  if (format !== 'md' && format !== 'text')
    throw new UsageError(`There is no format "${format}": md or text.`);
  return { caseId, format, team };
}
