import type { Catalog, Entry, Pattern } from '../../src/catalog/index.ts';
import { FENCE, isFoundIn } from '../../src/catalog/index.ts';
import { createExplain } from '../../src/diagnosis/index.ts';
import { EXIT } from './exit.ts';
import { counted } from './lines.ts';
import { type Terminal, write } from './terminal.ts';

/**
 * `bounce-triage catalog --check`: finds what the shape of a file doesn't show. Entries that can't be reached
 * because another takes their example, the same text twice or for two reasons, texts that nothing can match.
 * @param mistakes what opening the catalog found already
 * @returns the exit status: 0 when all is well
 */
export async function checkCatalog(
  catalog: Catalog,
  mistakes: readonly string[],
  { stdout }: Terminal,
): Promise<number> {
  const { entries } = catalog;
  const found = [...doubles(entries), ...rivals(entries), ...dead(entries), ...(await shadowed(catalog))];
  for (const line of found) await write(stdout, `${line}\n`);
  const count = found.length + mistakes.length;
  await write(
    stdout,
    count === 0
      ? `${catalog.entries.length} entries, each reached by its example.\n`
      : `${counted(count, 'mistake', 'mistakes')} in ${catalog.entries.length} entries.\n`,
  );
  return count === 0 ? EXIT.found : EXIT.none;
}

const at = ({ file, id }: Entry): string => `${file}: ${id}`;

/** Two entries with the same text under the same codes of the same provider: one of them never decides. */
function doubles(entries: readonly Entry[]): readonly string[] {
  const known = new Map<string, Entry>();
  return entries.flatMap((entry) =>
    [...entry.texts, ...entry.tags].flatMap((pattern) => {
      const key = JSON.stringify([pattern.pieces, entry.provider, entry.reply, entry.enhanced, entry.not]);
      const other = known.get(key);
      known.set(key, entry);
      return other && other !== entry ? [`${at(entry)}: "${pattern.source}" is in ${at(other)} too`] : [];
    }),
  );
}

/** Combinations of one pattern's alternatives that are looked at: with more, two entries hardly mean the same. */
const MOST_COMBINATIONS = 2000;

/** The same words, as texts are compared, for two reasons under the same conditions: the place in the catalog decides. */
function rivals(entries: readonly Entry[]): readonly string[] {
  const known = new Map<string, { readonly entry: Entry; readonly source: string }>();
  const found = new Set<string>();
  for (const entry of entries.filter(({ kind }) => kind !== 'blocklist')) {
    for (const pattern of [...entry.texts, ...entry.tags]) {
      for (const words of combinationsOf(pattern)) {
        const { provider, weak, reply, enhanced, needsGivenUp } = entry;
        const key = JSON.stringify([words, provider, weak, reply, enhanced, needsGivenUp]);
        const other = known.get(key);
        if (other === undefined) known.set(key, { entry, source: pattern.source });
        else if (other.entry.reason !== entry.reason)
          found.add(
            `${at(entry)}: "${pattern.source}" is ${entry.reason}, and ${other.entry.reason} by "${other.source}" in ${at(other.entry)}`,
          );
      }
    }
  }
  return [...found];
}

function combinationsOf({ pieces }: Pattern): readonly string[] {
  let combinations = [''];
  for (const alternatives of pieces) {
    const forms = new Set(alternatives.map((piece) => JSON.stringify({ ...piece, weight: 0 })));
    if (combinations.length * forms.size > MOST_COMBINATIONS) return [];
    combinations = combinations.flatMap((before) => [...forms].map((form) => `${before} ${form}`));
  }
  return combinations;
}

/** @returns one text that the pattern stands for: of alternatives, `{one|other}`, the first */
const oneOf = (source: string): string =>
  source
    .replace(/\{([^|}]*)[^}]*\}/g, '$1')
    .replaceAll('*', ' ')
    .replace(/§\s*/, FENCE);

/** A pattern that doesn't match its own words matches nothing: an address in it, say, is read as "@". */
function dead(entries: readonly Entry[]): readonly string[] {
  return entries.flatMap((entry) =>
    [...entry.texts, ...entry.tags, ...entry.not]
      .filter((pattern) => !isFoundIn(pattern, oneOf(pattern.source)))
      .map((pattern) => `${at(entry)}: "${pattern.source}" can never match`),
  );
}

async function shadowed(catalog: Catalog): Promise<readonly string[]> {
  const { explain } = createExplain(catalog);
  const lines = await Promise.all(
    catalog.entries.map(async (entry) => {
      const { diagnoses } = await explain(entry.example, { asked: true });
      const reached = diagnoses.map((diagnosis) => diagnosis.entry?.id ?? 'no entry');
      if (reached.length === 1 && reached[0] === entry.id) return null;
      return reached.length === 0
        ? `${at(entry)}: no bounce is seen in its example`
        : `${at(entry)}: its example is taken by ${reached.join(', ')}`;
    }),
  );
  return lines.filter((line) => line !== null);
}
