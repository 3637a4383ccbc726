import { type Catalogs, createLookup, openCatalog } from '../../src/catalog/index.ts';
import { createExplain } from '../../src/diagnosis/index.ts';
import {
  asAsked,
  biddenReply,
  closestReply,
  type NoteReply,
  ownAnswerReply,
  partsReply,
  queryReply,
  quotesOurAnswer,
  unknownQueryReply,
} from '../../src/replies/index.ts';
import { bidden } from '../../src/talk/index.ts';
import { readArguments } from './arguments.ts';
import { EXIT, UsageError } from './exit.ts';
import { jsonText } from './json-text.ts';
import { lookupJson } from './lookup-json.ts';
import type { Reading } from './reading.ts';
import { renderNote, renderVerdict } from './render.ts';
import { toCommand } from './step-command.ts';
import { LOOKUP } from './table/judging.ts';
import { type Terminal, write } from './terminal.ts';

/** `bounce-triage lookup [--json] [--verbose] QUERY`: prints the answer. @returns the exit status: 1 where nothing is known */
export async function lookup(
  args: readonly string[],
  catalogs: Catalogs,
  { patience }: Reading,
  terminal: Terminal,
): Promise<number> {
  const { values, words } = readArguments(LOOKUP, args);
  const query = words.join(' ').trim();
  if (query === '') {
    throw new UsageError('What shall I look up? For example: bounce-triage lookup 421 4.7.28');
  }
  const { catalog } = await openCatalog(catalogs);
  const other = noQuestion(query);
  const found = createLookup(catalog).find(other === null ? query : '');
  const { explain } = createExplain(catalog);
  const [diagnosis = null] = other === null ? (await explain(query, { asked: true })).diagnoses : [];
  const reply = queryReply(query, found, diagnosis, catalog, true, patience);
  const told = reply ?? partsReply(found.codes, catalog);
  const close = (): NoteReply => closestReply(found, catalog, 'terminal') ?? unknownQueryReply('terminal');
  await write(
    terminal.stdout,
    values.json
      ? `${jsonText(lookupJson(query, asAsked(found, diagnosis, catalog), told, reply !== null, catalog))}\n`
      : reply
        ? renderVerdict(reply, terminal, { verbose: values.verbose, toCommand: toCommand(reply.category, 0) })
        : renderNote(other ?? close(), terminal),
  );
  return reply ? EXIT.found : EXIT.none;
}

/** @returns what is said of what asks for no code: an answer of ours, or what another command does; else null */
function noQuestion(query: string): NoteReply | null {
  if (quotesOurAnswer(query)) return ownAnswerReply('terminal');
  const command = bidden(query);
  return command && biddenReply(command, 'terminal');
}
