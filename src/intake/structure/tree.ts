/** Structured text as data, whatever notation it was written in. */

export type Value = string | number | boolean | null | readonly Value[] | Fields;
export type Fields = { readonly [key: string]: Value };

/** A structure in a text. Offsets are in UTF-16 units of that text. */
export type Structure = {
  readonly start: number;
  readonly end: number;
  readonly value: Value;
};

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: unknown): value is readonly Value[] => Array.isArray(value);

/** An object to be filled: without a prototype, since keys are whatever somebody pasted. */
export type Filling = { [key: string]: Value };
export const emptyFields = (): Filling => new Bare() as Filling;

/** What `new` makes is kept as a record, an object of `Object.create(null)` as a table: three times as large, and slow to walk. */
const Bare = function Bare() {} as unknown as new () => object;
Bare.prototype = Object.create(null);

/** Sets a key; one that comes twice (`to=… to=…`) becomes a list, so that neither value is lost. */
export function put(fields: Filling, key: string, value: Value): void {
  const known = fields[key];
  if (known === undefined) fields[key] = value;
  else if (!isList(known)) fields[key] = [known, value];
  // The list is ours, or was read a moment ago for this key alone.
  else (known as Value[])[Math.min(known.length, MOST_TWICE)] = value;
}
/** Values that one repeated key keeps. */
const MOST_TWICE = 100;
