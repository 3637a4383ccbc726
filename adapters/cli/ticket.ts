/** `bounce-triage ticket CASE`: what whoever is to mend a case needs to know, to copy into any tracker. */
import { parseArgs } from 'node:util';
import { findCase, isCaseId } from '../../src/cases/index.ts';
import { type Catalogs, openCatalog } from '../../src/catalog/index.ts';
import { caseTicket } from '../../src/desk.ts';
import { createExplain } from '../../src/diagnosis/index.ts';
import { ticketMarkdown, ticketText } from '../../src/escalation/index.ts';
import { type StoreConfig, withStore } from './database.ts';
import { EXIT } from './exit.ts';
import { teamOf } from './team.ts';

/** @returns the exit status: 1 where there is no such case, 2 for wrong use, 3 where the database fails */
export async function ticketCommand(
  args: readonly string[],
  catalogs: Catalogs,
  config: StoreConfig,
): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') return refuse(options, EXIT.usage);
  const { caseId, format, team: named } = options;
  const { catalog } = await openCatalog(catalogs);
  return withStore(config.DATABASE_URL, async (store) => {
    const told = await teamOf(store, named);
    if (typeof told === 'string') return refuse(told, EXIT.usage);
    const handled = await findCase(store, told.team, caseId);
    if (handled === null) return refuse(`There is no case ${caseId} in ${told.team}.`, EXIT.none);
    const { diagnose } = createExplain(catalog);
    const ticket = await caseTicket({ catalog, diagnose, store }, handled);
    process.stdout.write(format === 'md' ? ticketMarkdown(ticket) : ticketText(ticket));
    return EXIT.found;
  });
}

function refuse(words: string, status: number): number {
  process.stderr.write(`${words}\nSee bounce-triage help.\n`);
  return status;
}

function readOptions(
  args: readonly string[],
): { readonly caseId: string; readonly format: 'md' | 'text'; readonly team: string | undefined } | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { format: { type: 'string', default: 'text' }, team: { type: 'string' } },
      allowPositionals: true,
    });
    const [caseId = '', more] = positionals;
    if (!isCaseId(caseId) || more !== undefined) {
      return 'Name one case by its id, as tickets and the audit trail have it: c-0123456789abcdef0123';
    }
    const { format, team } = values;
    if (format !== 'md' && format !== 'text') return `There is no format "${format}": md or text.`;
    return { caseId, format, team };
  } catch (error) {
    return (error as Error).message;
  }
}
