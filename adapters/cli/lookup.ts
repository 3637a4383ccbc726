import { type Catalogs, createLookup, openCatalog } from '../../src/catalog/index.ts';
import { lookupReply, unknownQueryReply } from '../../src/replies/index.ts';
import { EXIT } from './exit.ts';
import { renderReply } from './render.ts';

/** `bounce-triage lookup QUERY`: prints the answer. @returns the exit status */
export async function lookup(words: readonly string[], catalogs: Catalogs): Promise<number> {
  const query = words.join(' ').trim();
  if (query === '') {
    process.stderr.write('What shall I look up? For example: bounce-triage lookup 421 4.7.28\n');
    return EXIT.usage;
  }
  const { catalog } = await openCatalog(catalogs);
  const reply = lookupReply(query, createLookup(catalog).find(query), catalog, true);
  process.stdout.write(renderReply(reply ?? unknownQueryReply()));
  return reply ? EXIT.found : EXIT.none;
}
