import { createLookup, openCatalog } from '../../src/catalog/index.ts';
import { lookupReply, unknownQueryReply } from '../../src/replies/index.ts';
import { EXIT } from './exit.ts';
import { renderReply } from './render.ts';

/** `bounce-triage lookup QUERY`: prints the answer. @returns the exit status */
export async function lookup(words: readonly string[], catalogFolder: string): Promise<number> {
  const query = words.join(' ').trim();
  if (query === '') {
    process.stderr.write('What shall I look up? For example: bounce-triage lookup 421 4.7.28\n');
    return EXIT.usage;
  }
  const { catalog } = await openCatalog(catalogFolder);
  const reply = lookupReply(query, createLookup(catalog).find(query), catalog, true);
  process.stdout.write(renderReply(reply ?? unknownQueryReply()));
  return reply ? EXIT.found : EXIT.none;
}
