/** The values of one event, flat, each with the keys that lead to it. */
import { addressesIn } from '../address.ts';
import { type KeyMeaning, meaningOf, type Whose } from './keys.ts';
import { type Fields, isFields, isList, type Value } from './tree.ts';

export type Leaf = {
  /** What the keys mean, outermost first. */
  readonly keys: readonly KeyMeaning[];
  /** The keys as they stood, joined: leaves of one list share it. */
  readonly place: string;
  readonly text: string;
};

/** Values of one event that are looked at. Events of platforms have some fifty. */
const MOST_LEAVES = 3000;
/** Longest value that is looked at, in characters. */
const LONGEST = 20_000;

/** @returns the values in an object or a list, in order */
export function leavesOf(value: Value, around: readonly KeyMeaning[] = [], place = ''): Leaf[] {
  const leaves: Leaf[] = [];
  collect(value, around, place, leaves);
  return leaves;
}

function collect(value: Value, keys: readonly KeyMeaning[], place: string, leaves: Leaf[]): void {
  if (leaves.length >= MOST_LEAVES || value === null) return;
  if (isList(value)) {
    const joined = tupleText(value, keys.at(-1));
    if (joined !== null) leaves.push({ keys, place, text: joined });
    else for (const item of value) collect(item, keys, place, leaves);
  } else if (isFields(value)) {
    const enhanced = keys.at(-1)?.fact === 'enhanced' ? enhancedOf(value) : null;
    const pair = nameAndValue(value);
    if (enhanced !== null) leaves.push({ keys, place, text: enhanced });
    else if (pair !== null) collect(pair[1], [...keys, meaningOf(pair[0])], `${place}/${pair[0]}`, leaves);
    else
      for (const [key, inner] of Object.entries(value))
        collect(inner, [...keys, meaningOf(key)], `${place}/${key}`, leaves);
  } else {
    const text = String(value).slice(0, LONGEST).trim();
    if (text !== '') leaves.push({ keys, place, text });
  }
}

/** `(550, b'5.1.1 User unknown')` is one answer, `[5, 1, 1]` one code. */
function tupleText(items: readonly Value[], key: KeyMeaning | undefined): string | null {
  const [first, ...rest] = items;
  if (
    key?.fact === 'enhanced' &&
    items.length === 3 &&
    items.every((item) => typeof item !== 'object' && /^\d{1,3}$/.test(String(item)))
  )
    return items.join('.');
  if (typeof first === 'object' || !/^[245]\d\d$/.test(String(first)) || rest.length === 0 || rest.length > 3)
    return null;
  if (!rest.every((item) => typeof item === 'string')) return null;
  return [first, ...rest.filter((item) => !/^<?[^\s@]{1,80}@[^\s@]{1,253}>?$/.test(String(item)))].join(' ');
}

/** KumoMTA: `{"class": 5, "subject": 1, "detail": 1}` */
function enhancedOf({ class: first, subject, detail }: Fields): string | null {
  return [first, subject, detail].every((part) => typeof part === 'number')
    ? `${first}.${subject}.${detail}`
    : null;
}

/** `{"name": "To", "value": "ann@example.com"}`, as APIs write headers. */
function nameAndValue(fields: Fields): readonly [string, Value] | null {
  const { value } = fields;
  const label = fields.name ?? fields.key;
  if (typeof label !== 'string' || value === undefined) return null;
  const others = Object.keys(fields).filter((one) => one !== 'name' && one !== 'key' && one !== 'value');
  if (others.length > 1) return null;
  return [label, value];
}

/** How surely a place names who failed. */
type Tier = 'failed' | 'recipient' | 'email' | 'header';

export type Place = {
  readonly tier: Tier | 'original' | 'listed' | 'sender' | 'other';
  readonly addresses: readonly string[];
  /** Each value of the key, or each part between commas, is one address. */
  readonly isList: boolean;
};

/** @returns the places that name addresses and say whose: one a key, with all addresses of a list */
export function placesOf(leaves: readonly Leaf[]): readonly Place[] {
  const places = new Map<string, { tier: Place['tier']; addresses: string[]; isList: boolean }>();
  for (const { keys, place, text } of leaves) {
    if (!text.includes('@')) continue;
    const tier = tierOf(keys);
    if (tier === null) continue;
    const addresses = addressesIn((text.length > 2000 ? text.slice(0, 2000) : text).replace(/\s*\v\s*/g, ''));
    if (addresses.length === 0) continue;
    const known = places.get(place);
    const isList = text.split(/[,;]/).length === addresses.length;
    if (known === undefined) places.set(place, { tier, addresses, isList });
    else {
      known.addresses.push(...addresses);
      known.isList &&= isList;
    }
  }
  return [...places.values()];
}

/** The innermost key that says whose an address is decides. */
function tierOf(keys: readonly KeyMeaning[]): Place['tier'] | null {
  let whose: Whose | null = null;
  for (let i = keys.length - 1; i >= 0; i--) {
    const one = (keys[i] as KeyMeaning).whose;
    if (i === keys.length - 1 && one === null) return null;
    whose = one ?? whose;
    if (one !== null && one !== 'email') break;
  }
  if (whose === null || whose === 'sender' || whose === 'other' || whose === 'listed') return whose;
  if (keys.some(({ isApart, isHeader }) => isApart && !isHeader)) return 'other';
  if (whose === 'original') return 'original';
  if (keys.some(({ isHeader }) => isHeader)) return 'header';
  return keys.some(({ isFailed }) => isFailed) ? 'failed' : whose;
}
