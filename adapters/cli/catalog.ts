import { type Catalog, type Catalogs, type Entry, openCatalog } from '../../src/catalog/index.ts';
import { entryJson } from '../../src/replies/index.ts';
import { readArguments } from './arguments.ts';
import { EXIT, UsageError } from './exit.ts';
import { jsonText } from './json-text.ts';
import { nearest } from './nearest.ts';
import { reasonIn } from './reason.ts';
import { CATALOG } from './table/judging.ts';
import { type Terminal, widthOf, write } from './terminal.ts';

/**
 * `bounce-triage catalog [--provider ID] [--reason ID] [--json | --check | --schema]`: lists what the bot knows.
 * @returns the exit status: 1 where nothing fits, or where the check finds mistakes
 */
export async function listCatalog(
  args: readonly string[],
  catalogs: Catalogs,
  terminal: Terminal,
): Promise<number> {
  const { values: options } = readArguments(CATALOG, args);
  const { stdout } = terminal;
  if (options.schema) {
    const { catalogJsonSchema } = await import('../../src/catalog/json-schema.ts');
    await write(stdout, `${JSON.stringify(catalogJsonSchema(), null, 2)}\n`);
    return EXIT.found;
  }
  const { catalog, mistakes } = await openCatalog(catalogs);
  if (options.check) {
    const { checkCatalog } = await import('./check-catalog.ts');
    return checkCatalog(catalog, mistakes, terminal);
  }
  const { provider } = options;
  const reason = options.reason === undefined ? undefined : reasonIn(options.reason);
  if (provider !== undefined && !catalog.providers.has(provider)) {
    throw new UsageError(noSuchProvider(provider, [...catalog.providers.keys()].sort()));
  }
  const entries = catalog.entries.filter(
    (entry) => (provider ?? entry.provider) === entry.provider && (reason ?? entry.reason) === entry.reason,
  );
  await write(
    stdout,
    options.json
      ? entries.map((entry) => `${jsonText(entryJson(entry, catalog))}\n`).join('')
      : table(
          entries,
          catalog,
          stdout.isTTY || terminal.env.COLUMNS ? widthOf(terminal) : Number.POSITIVE_INFINITY,
        ),
  );
  return entries.length > 0 ? EXIT.found : EXIT.none;
}

function noSuchProvider(typed: string, known: readonly string[]): string {
  const near = nearest(typed, known);
  return `There is no provider "${typed}". ${near === null ? `Known: ${known.join(', ')}.` : `Did you mean ${near}?`}`;
}

/** A longer cell shifts its own line only. */
const WIDEST_CELL = 40;

/** @param width where a line is cut: on a terminal, and where COLUMNS says so; in a pipe it is whole */
function table(entries: readonly Entry[], catalog: Catalog, width: number): string {
  if (entries.length === 0) return 'No entry fits.\n';
  const rows = entries.map((entry) => {
    const { reply, enhanced, tag } = entryJson(entry, catalog);
    return [entry.id, [reply, enhanced, tag].filter(Boolean).join(' '), entry.reason, entry.title];
  });
  const widths = [0, 1, 2].map((column) =>
    Math.min(WIDEST_CELL, Math.max(...rows.map((row) => row[column]?.length ?? 0))),
  );
  const lines = rows.map((row) => {
    const line = row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
    return line.length > width ? `${line.slice(0, width - 1)}…` : line;
  });
  return `${lines.join('\n')}\n\n${entries.length} of ${catalog.entries.length} entries.\n`;
}
