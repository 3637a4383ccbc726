/** The values of one event, flat, each with the keys that lead to it. */
import { addressesOf } from '../address.ts';
import { type KeyMeaning, meaningOf, type Whose } from './keys.ts';
import { type Fields, isFields, isList, type Value } from './tree.ts';

export type Leaf = {
  /** What the keys mean, outermost first. */
  readonly keys: readonly KeyMeaning[];
  /** The keys as they stood, joined: leaves of one list share it. */
  readonly place: string;
  readonly text: string;
  /** What its own key means; null where it has none. */
  readonly key: KeyMeaning | null;
  /** It stands in a container of what is apart from the mail's fate. */
  readonly isApart: boolean;
};

/** Where values stand: leaves of one list share it. */
type Path = Omit<Leaf, 'text'>;

const pathOf = (keys: readonly KeyMeaning[], place: string): Path => ({
  keys,
  place,
  key: keys.at(-1) ?? null,
  isApart: keys.some(({ isApart }) => isApart),
});

const under = ({ keys, place, isApart }: Path, name: string): Path => {
  const key = meaningOf(name);
  return { keys: [...keys, key], place: `${place}/${name}`, key, isApart: isApart || key.isApart };
};

/** Values of one event that are looked at. Events of platforms have some fifty. */
const MOST_LEAVES = 3000;
/** Longest value that is looked at, in characters. */
const LONGEST = 20_000;

/** @returns the values in an object or a list, in order */
export function leavesOf(value: Value, around: readonly KeyMeaning[] = [], place = ''): Leaf[] {
  const leaves: Leaf[] = [];
  collect(value, pathOf(around, place), leaves);
  return leaves;
}

/** @returns a value that stands nowhere in the event, as if under such a key */
export const leafOf = (name: string, place: string, text: string): Leaf => ({
  ...pathOf([meaningOf(name)], place),
  text,
});

function collect(value: Value, path: Path, leaves: Leaf[]): void {
  if (leaves.length >= MOST_LEAVES || value === null) return;
  if (isList(value)) {
    const joined = tupleText(value, path.key);
    if (joined !== null) leaves.push(leafAt(path, joined));
    else for (const item of value) collect(item, path, leaves);
  } else if (isFields(value)) {
    const enhanced = path.key?.fact === 'enhanced' ? enhancedOf(value) : null;
    const pair = nameAndValue(value);
    if (enhanced !== null) leaves.push(leafAt(path, enhanced));
    else if (pair !== null) collect(pair[1], under(path, pair[0]), leaves);
    else for (const name of Object.keys(value)) collect(value[name] as Value, under(path, name), leaves);
  } else {
    const text = String(value).slice(0, LONGEST).trim();
    if (text !== '') leaves.push(leafAt(path, text));
  }
}

const leafAt = ({ keys, place, key, isApart }: Path, text: string): Leaf => ({
  keys,
  place,
  text,
  key,
  isApart,
});

/** `(550, b'5.1.1 User unknown')` is one answer, `[5, 1, 1]` one code. */
function tupleText(items: readonly Value[], key: KeyMeaning | null): string | null {
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
    const addresses = addressesOf((text.length > 2000 ? text.slice(0, 2000) : text).replace(/\s*\v\s*/g, ''));
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
