/** The events that a structure holds: a platform's, which its own reader knows, or anybody's, by what their keys mean. */
import type { Found } from '../found.ts';
import { tellingOf } from './events.ts';
import { type KeyMeaning, meaningOf } from './keys.ts';
import { type Leaf, leafOf, leavesOf, placesOf } from './leaves.ts';
import { readRecord, type Told } from './record.ts';
import { subjectIn } from './subject.ts';
import { type Fields, isFields, isList, type Value } from './tree.ts';

/** One sending platform's events. Adding a platform is adding a file with one of these. */
export type Platform = {
  readonly name: string;
  /** A cheap look at an object's keys. */
  readonly recognises: (event: Fields) => boolean;
  /** @returns the bounces of one event; empty for opens, clicks and deliveries; null where the event is malformed */
  readonly read: (event: Fields) => readonly Found[] | null;
};

/** Facts that may tell what became of a mail. */
const FATE: ReadonlySet<KeyMeaning['fact']> = new Set(['event', 'status', 'class', 'classOrCode']);
/** Objects in objects that are looked into. */
const MAX_DEPTH = 40;
/** Keys of one object that are looked into. */
const MAX_KEYS = 500;
const EMAIL = /^<?[^\s@<>"',;]{1,80}@[^\s@<>"',;]{1,253}\.[^\s@<>"',;]{2,63}>?$/;

/**
 * @param value a structure
 * @param platforms are asked in order, at each object from the outside in
 * @returns its events; empty where it tells of none
 */
export function eventsIn(value: Value, platforms: readonly Platform[]): readonly Told[] {
  const own = platformEvents(value, platforms, 0);
  return own.length > 0 ? own : anybodys(value, [], [], 0);
}

/** Shorter than any text that speaks for itself. */
const SHORT = 12;
const MAY_TELL = /@|[45]\d\d|[45]\.\d/;

/**
 * A quick look at a structure, of which a hostile text holds hundreds of thousands.
 * @returns whether it has no key that means something, and nothing in it that could be an address, a code or a sentence;
 * or nothing at all
 */
export function tellsNothing(value: Value, isKnown = false, depth = 0): boolean {
  if (value === null) return true;
  if (typeof value !== 'object') {
    const text = String(value);
    return !isKnown && text.length < SHORT && !MAY_TELL.test(text);
  }
  if (depth > MAX_DEPTH) return true;
  if (isList(value)) return value.every((child) => tellsNothing(child, isKnown, depth + 1));
  for (const key in value) {
    const child = value[key] as Value;
    if (key.includes('@') || !tellsNothing(child, isKnown || meansSomething(key), depth + 1)) return false;
  }
  return true;
}

function meansSomething(key: string): boolean {
  const { whose, fact, said, isFailed } = meaningOf(key);
  return whose !== null || fact !== null || said > 0 || isFailed;
}

function platformEvents(value: Value, platforms: readonly Platform[], depth: number): Told[] {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return [];
  if (isFields(value)) {
    for (const platform of platforms) {
      const found = platform.recognises(value) ? platform.read(value) : null;
      if (found === null) continue;
      const isSure = found.some(({ kind }) => kind !== 'delivered');
      const { unsubscribed, delivered } =
        found.length === 0 ? readRecord(leavesOf(value)) : { unsubscribed: [], delivered: [] };
      return [
        {
          found: named(found, value),
          isSure,
          telling: found.length === 0 ? 'fine' : 'failed',
          unsubscribed,
          delivered,
        },
      ];
    }
  }
  return childrenOf(value).flatMap(([key, child]) =>
    meaningOf(key).isExample ? [] : platformEvents(child, platforms, depth + 1),
  );
}

/** What the mail is called that a platform's event is about: a key tells it, whichever platform. */
function named(found: readonly Found[], event: Fields): readonly Found[] {
  const subject = found.length === 0 ? null : subjectIn(leavesOf(event));
  return subject === null ? found : found.map((one) => ({ ...one, subject }));
}

function anybodys(value: Value, keys: readonly KeyMeaning[], around: readonly Leaf[], depth: number): Told[] {
  if (depth > MAX_DEPTH || keys.at(-1)?.isExample === true) return [];
  if (isList(value) && value.some(isFields))
    return value.filter(isFields).flatMap((item) => anybodys(item, keys, around, depth + 1));
  const parts = partsOf(value, keys, depth);
  if (parts.length > 0) {
    const shared = [...around, ...leavesOf(withoutParts(value, parts), keys).slice(0, 60)];
    return parts.flatMap((part) => anybodys(part.value, part.keys, shared, depth + 1));
  }
  const leaves = leavesOf(value, keys);
  if (leaves.some(({ keys: own }) => own.some(({ isExample }) => isExample))) return [];
  return [
    readRecord([
      ...byAddress(value),
      ...leaves,
      ...(around.length === 0 ? [] : around.filter(isAside(leaves))),
    ]),
  ];
}

/** What is told around several events holds for each, unless an event says its own. */
const isAside = (own: readonly Leaf[]) => {
  const names = new Set(own.map(({ key }) => key));
  const namesSomebody = placesOf(own).some(
    ({ tier }) => tier !== 'sender' && tier !== 'other' && tier !== 'listed',
  );
  return ({ key: last }: Leaf): boolean => {
    if (last === null || names.has(last) || last.said > 1) return false;
    return !(
      namesSomebody &&
      last.whose !== null &&
      last.whose !== 'sender' &&
      last.whose !== 'other' &&
      last.whose !== 'listed'
    );
  };
};

type Part = { readonly value: Value; readonly keys: readonly KeyMeaning[]; readonly holder: Value };

/** Events inside an object: items of one of its lists, or several objects, each with a recipient and a fate of its own. */
function partsOf(value: Value, keys: readonly KeyMeaning[], depth: number): readonly Part[] {
  if (!isFields(value) || depth > MAX_DEPTH) return [];
  const addressed = addressedIn(value);
  if (addressed.length > 1)
    return addressed.map(([key, inner]) => ({ value: { [key]: inner }, keys, holder: value }));
  const children = childrenOf(value);
  if (!children.some(([, child]) => typeof child === 'object')) return [];
  const standing = children.filter(
    ([key, child]) => isFields(child) && standsAlone(child, [...keys, meaningOf(key)]),
  );
  if (standing.length > 1)
    return standing.map(([key, child]) => ({ value: child, keys: [...keys, meaningOf(key)], holder: value }));
  for (const [key, child] of children) {
    const within = [...keys, meaningOf(key)];
    if (isList(child)) {
      const items = child.filter(isFields);
      if (items.length > 0 && items.every((item) => standsAlone(item, within)))
        return items.map((item) => ({ value: item, keys: within, holder: child }));
    }
  }
  for (const [key, child] of children) {
    const within = [...keys, meaningOf(key)];
    const inner = isList(child) && child.length === 1 ? (child[0] as Value) : child;
    const parts = partsOf(inner, within, depth + 1);
    if (parts.length > 0) return parts;
  }
  return [];
}

function standsAlone(value: Fields, keys: readonly KeyMeaning[]): boolean {
  const leaves = leavesOf(value, keys);
  const names = placesOf(leaves).some(
    ({ tier }) =>
      tier === 'recipient' ||
      tier === 'email' ||
      tier === 'failed' ||
      tier === 'listed' ||
      tier === 'original',
  );
  return (
    (names || byAddress(value).length > 0) &&
    leaves.some(({ keys: [...path], text }) => {
      const own = path.slice(keys.length);
      const last = own.at(-1);
      if (last === undefined || own.some(({ isApart }) => isApart)) return false;
      const isFate = FATE.has(last.fact);
      return (
        (isFate && (tellingOf(text) !== null || /^[45]/.test(text))) ||
        (last.said > 1 && /\p{L}{2}/u.test(text)) ||
        last.fact === 'enhanced'
      );
    })
  );
}

/** @returns what stands under keys that are addresses */
const addressedIn = (value: Fields): readonly (readonly [string, Value])[] =>
  Object.keys(value).some(isAddress) ? Object.entries(value).filter(([key]) => isAddress(key)) : [];
const isAddress = (key: string): boolean => key.includes('@') && EMAIL.test(key);

/** `{'ann@example.com': (550, b'5.1.1 User unknown')}`, as Python's smtplib and others tell whom was refused. */
function byAddress(value: Value): readonly Leaf[] {
  if (!isFields(value)) return [];
  const [one, ...more] = addressedIn(value);
  if (one === undefined || more.length > 0) return [];
  return [
    leafOf('failed_recipient', '/', one[0]),
    ...leavesOf(one[1], [meaningOf('response')], '/answer'),
    // A tuple is what smtplib keeps of the answers to RCPT TO.
    ...(isList(one[1]) ? [leafOf('command', '/command', 'RCPT TO')] : []),
  ];
}

/** The object without the list or the objects that hold its events. */
function withoutParts(value: Value, parts: readonly Part[]): Value {
  const gone = new Set<Value>(
    parts.flatMap(({ value: part, holder }) => (holder === value ? [part] : [holder])),
  );
  const copy = (one: Value, depth: number): Value => {
    if (gone.has(one) || depth > MAX_DEPTH) return null;
    if (!isFields(one))
      return isList(one) && one.some((item) => typeof item === 'object')
        ? one.map((item) => copy(item, depth + 1))
        : one;
    const fields = Object.create(null) as { [key: string]: Value };
    for (const [key, inner] of Object.entries(one)) if (!isAddress(key)) fields[key] = copy(inner, depth + 1);
    return fields;
  };
  return copy(value, 0);
}

const childrenOf = (value: Value): readonly (readonly [string, Value])[] =>
  isList(value)
    ? value.map((item) => ['', item] as const)
    : isFields(value)
      ? Object.entries(value).slice(0, MAX_KEYS)
      : [];
