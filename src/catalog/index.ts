export { FENCE } from './characters.ts';
export { CLUE, type Clues, listOf } from './clues.ts';
export type { Catalog, Entry, Reason } from './entry.ts';
export { CatalogFolderError } from './files.ts';
export { readNumbers, writeNumbers } from './kept-numbers.ts';
export { createLookup, type Lookup, type LookupResult } from './lookup.ts';
export type { Matcher, Passage } from './matcher.ts';
export { isAnyNear, nearEntries } from './near-entries.ts';
export { withoutAccents } from './normal-form.ts';
export { CatalogError, type Catalogs, openCatalog } from './open.ts';
export type { Pattern } from './pattern.ts';
export { isIn } from './query.ts';
export { createRecogniser } from './recogniser.ts';
export type { Blocklist, ControlFacts, Provider, Sender } from './schema.ts';
export type { Short } from './short.ts';
export { isFoundIn } from './spans.ts';
export { type Step, stepsIn } from './step.ts';
export {
  CATEGORIES,
  type Category,
  CONTROLS,
  type Control,
  DOUBTS,
  type Doubt,
  type Evidence,
  type Permanence,
  REASONS,
  type ReasonId,
  SAID_KINDS,
  type SaidKind,
  SUBJECTS,
  type Subject,
  type When,
} from './words.ts';
