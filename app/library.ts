/** The package as a library: `import { explain, lookup, createExplainer } from 'bounce-triage'`. See docs/library.md. */

import { type Catalog, createLookup, openCatalog } from '../src/catalog/index.ts';
import { createExplain } from '../src/diagnosis/index.ts';
import { isZone } from '../src/intake/index.ts';
import { bounceJson, entryJson } from '../src/replies/index.ts';
import { builtInCatalog } from './catalog-folder.ts';
import type { Entry, Explained, Explainer, ExplainerOptions, Found } from './library-types.ts';

export type * from './library-types.ts';

/** @throws TypeError in plain words, where JavaScript gives what TypeScript would not let through */
function requireText(input: unknown): void {
  if (typeof input === 'string' || input instanceof Uint8Array) return;
  throw new TypeError(`explain takes a text or bytes (Uint8Array, Buffer), not ${kindOf(input)}.`);
}

/** @throws TypeError as `requireText` does */
function requireQuery(query: unknown): void {
  if (typeof query !== 'string') throw new TypeError(`lookup takes a text, not ${kindOf(query)}.`);
}

const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? 'an array' : `a value of the type ${typeof value}`;
};

/**
 * Makes an explainer, which is worth keeping: a first text takes some 50 ms more than the ones after it.
 * @throws Error where `catalogFolder` can't be read or `logTimezone` is no zone's name; entries of it that are wrong are left out, see `mistakes`
 */
export async function createExplainer(options: ExplainerOptions = {}): Promise<Explainer> {
  const zone = options.logTimezone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!isZone(zone))
    throw new Error(`logTimezone is not the name of a time zone such as Europe/Berlin: ${zone}`);
  const { catalog, mistakes } = await openCatalog({
    folder: builtInCatalog(),
    own: options.catalogFolder ?? null,
  });
  return explainerOf(catalog, mistakes, zone);
}

let common: Promise<Explainer> | null = null;
const theCommonOne = (): Promise<Explainer> => {
  common ??= createExplainer();
  return common;
};

/**
 * Reads the bounces in a text, and says of each what it means and what to do.
 * @param input a text, or the bytes of a mail or a log
 * @throws TypeError where it is given neither, and nothing for any text or bytes
 */
export async function explain(input: string | Uint8Array): Promise<Explained> {
  return (await theCommonOne()).explain(input);
}

/** Says what a code, a tag or a few words mean: "421 4.7.28", "TS03", "mailbox full". @throws TypeError for what is no text */
export async function lookup(query: string): Promise<Found> {
  return (await theCommonOne()).lookup(query);
}

function explainerOf(catalog: Catalog, mistakes: readonly string[], zone: string): Explainer {
  let judge: ReturnType<typeof createExplain> | null = null;
  let find: ReturnType<typeof createLookup>['find'] | null = null;
  return {
    mistakes,
    async explain(input) {
      requireText(input);
      judge ??= createExplain(catalog, { now: () => new Date(), zone });
      const { noticed, diagnoses, left } = await judge.explain(input, { asked: true });
      const bounces = diagnoses.map((diagnosis) =>
        bounceJson(diagnosis, catalog.reasons[diagnosis.reason].title),
      );
      return { noticed, bounces, left };
    },
    lookup(query) {
      requireQuery(query);
      find ??= createLookup(catalog).find;
      const { entries, codes } = find(query);
      const { reply: replyCode, enhanced: enhancedCode } = codes;
      return { replyCode, enhancedCode, entries: entries.map((entry): Entry => entryJson(entry, catalog)) };
    },
  };
}
