import { parseArgs } from 'node:util';
import { type Catalog, type Catalogs, type Entry, openCatalog, REASONS } from '../../src/catalog/index.ts';
import { entryJson } from '../../src/replies/index.ts';
import { EXIT } from './exit.ts';

/**
 * `bounce-triage catalog [--provider ID] [--reason ID] [--json | --check | --schema]`: lists what the bot knows.
 * @returns the exit status: 1 where nothing fits, or where the check finds mistakes
 */
export async function listCatalog(args: readonly string[], catalogs: Catalogs): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') return refuse(options);
  if (options.schema) {
    const { catalogJsonSchema } = await import('../../src/catalog/json-schema.ts');
    process.stdout.write(`${JSON.stringify(catalogJsonSchema(), null, 2)}\n`);
    return EXIT.found;
  }
  const { catalog, mistakes } = await openCatalog(catalogs);
  for (const mistake of mistakes) process.stderr.write(`left out: ${mistake}\n`);
  if (options.check) {
    const { checkCatalog } = await import('./check-catalog.ts');
    return checkCatalog(catalog, mistakes);
  }
  const { provider, reason } = options;
  if (provider !== undefined && !catalog.providers.has(provider)) {
    return refuse(
      `There is no provider "${provider}". Known: ${[...catalog.providers.keys()].sort().join(', ')}.`,
    );
  }
  if (reason !== undefined && !(REASONS as readonly string[]).includes(reason)) {
    return refuse(`There is no reason "${reason}". Known: ${REASONS.join(', ')}.`);
  }
  const entries = catalog.entries.filter(
    (entry) => (provider ?? entry.provider) === entry.provider && (reason ?? entry.reason) === entry.reason,
  );
  process.stdout.write(
    options.json
      ? entries.map((entry) => `${JSON.stringify(entryJson(entry))}\n`).join('')
      : table(entries, catalog),
  );
  return entries.length > 0 ? EXIT.found : EXIT.none;
}

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        provider: { type: 'string' },
        reason: { type: 'string' },
        json: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        schema: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return `${(error as Error).message}\nSee bounce-triage help.`;
  }
}

function refuse(message: string): number {
  process.stderr.write(`${message}\n`);
  return EXIT.usage;
}

function table(entries: readonly Entry[], catalog: Catalog): string {
  if (entries.length === 0) return 'No entry fits.\n';
  const rows = entries.map((entry) => {
    const { reply, enhanced, tag } = entryJson(entry);
    return [entry.id, [reply, enhanced, tag].filter(Boolean).join(' '), entry.reason, entry.title].map(
      (cell) => cell.slice(0, 60),
    );
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n\n${entries.length} of ${catalog.entries.length} entries.\n`;
}
