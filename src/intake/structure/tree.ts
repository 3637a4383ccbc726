/** Structured text as data, whatever notation it was written in, with the places where its parts stood. */

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

type Span = { readonly start: number; readonly end: number };
const spans = new WeakMap<object, Span>();

/** Notes where a list or an object stood. */
export function placed<T extends object>(value: T, start: number, end: number): T {
  spans.set(value, { start, end });
  return value;
}

/** @returns where a list or an object stood, or null for one that was in a string or was made here */
export const placeOf = (value: Value): Span | null =>
  typeof value === 'object' && value !== null ? (spans.get(value) ?? null) : null;

/** An object to be filled: without a prototype, since keys are whatever somebody pasted. */
export type Filling = { [key: string]: Value };
export const emptyFields = (): Filling => Object.create(null) as Filling;

/** Sets a key; one that comes twice (`to=… to=…`) becomes a list, so that neither value is lost. */
export function put(fields: Filling, key: string, value: Value): void {
  const known = fields[key];
  if (known === undefined) fields[key] = value;
  else fields[key] = isList(known) ? [...known.slice(0, MOST_TWICE), value] : [known, value];
}
/** Values that one repeated key keeps. */
const MOST_TWICE = 100;
