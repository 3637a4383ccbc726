export type { Catalog, Entry } from './entry.ts';
export { createLookup, type LookupResult } from './lookup.ts';
export { type Catalogs, openCatalog } from './open.ts';
export { matches, type Pattern, type Searchable, searchable } from './pattern.ts';
export { isIn } from './query.ts';
export type { Blocklist, ControlFacts, Sender } from './schema.ts';
export {
  CATEGORIES,
  type Category,
  CONTROLS,
  type Control,
  type Evidence,
  type Permanence,
  REASONS,
  type ReasonId,
} from './words.ts';
