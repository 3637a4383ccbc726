/** Whom an event names as the recipient. Better nobody than the wrong one. */
import { areAtOdds } from './at-odds.ts';
import type { Place } from './leaves.ts';

export type Named = {
  /** Each had the failure. Empty: nobody is named, or several are and one answer is for one of them. */
  readonly recipients: readonly string[];
  /** A key names them, not only the words. */
  readonly isExplicit: boolean;
  /** Who was refused in the end, where `recipients` is what the sender's list holds. */
  readonly final: string | null;
};

const LISTED: readonly Place['tier'][] = ['listed'];
const NOBODY: Named = { recipients: [], isExplicit: false, final: null };

/**
 * @param words the server's, which may name one of several
 * @param isBounce whether the event itself is a bounce or a complaint: somebody on the list is then the recipient
 * @param isForAll whether what it tells holds for everybody on a list of recipients
 * @param recipientIn finds whom words are about
 */
export function recipientsOf(
  places: readonly Place[],
  words: string,
  { isBounce, isForAll }: { readonly isBounce: boolean; readonly isForAll: boolean },
  recipientIn: (words: string) => string | null,
): Named {
  const of = (tier: Place['tier']): readonly (readonly string[])[] =>
    places.filter((place) => place.tier === tier).map(({ addresses }) => unique(addresses));
  const explicit = (recipients: readonly string[]): Named => ({
    recipients,
    isExplicit: true,
    final: null,
  });
  const [original, ...more] = unique(of('original').flat().filter(hasDottedDomain));
  if (original !== undefined && more.length === 0) {
    const [final, ...others] = inAll([...of('failed'), ...of('recipient')]) ?? [];
    const isOther = final !== undefined && others.length === 0 && !includes([original], final);
    return { ...explicit([original]), final: isOther ? final : null };
  }
  const failed = unique(of('failed').flat());
  if (failed.length > 0) {
    const others = inAll(of('recipient'));
    if (others === null || others.length === 0) return explicit(failed);
    const names = namesOf(others);
    const both = failed.filter((one) => names.has(one.toLowerCase()));
    return both.length > 0 ? explicit(failed.length === 1 ? failed : both) : NOBODY;
  }
  const tiers: readonly Place['tier'][] = ['recipient', 'email', 'header', ...(isBounce ? LISTED : [])];
  for (const tier of tiers) {
    const named = inAll(of(tier));
    if (named === null) continue;
    // Beside the words of an error that name somebody, an address is whoever was logged in.
    if (tier === 'email' && !isBounce && speaksOfAnother(recipientIn(words), named)) return NOBODY;
    const [only] = named;
    if (only !== undefined && named.length === 1) {
      // The server's words name somebody who got a copy: whom the other key names is alive.
      const copied = copiedIn(places, words, recipientIn);
      if (speaksOfAnother(copied, named)) return explicit([copied as string]);
      // An event that is a bounce tells whose; an error beside a recipient may be another's.
      return !isBounce && isOfAnother(only, words, recipientIn) ? NOBODY : explicit(named);
    }
    const [one, ...others] = mentionedIn(words, named);
    if (one !== undefined) return others.length === 0 ? explicit([one]) : NOBODY;
    const isList = places.every((place) => place.tier !== tier || place.isList);
    return tier === 'recipient' && isForAll && isList && recipientIn(words) === null
      ? explicit(named)
      : NOBODY;
  }
  const spoken = recipientIn(words);
  const isSomebodyElse = places.some(
    ({ tier, addresses }) =>
      (tier === 'sender' || tier === 'other' || tier === 'listed') &&
      spoken !== null &&
      includes(addresses, spoken),
  );
  return spoken === null || isSomebodyElse
    ? NOBODY
    : { recipients: [spoken], isExplicit: false, final: null };
}

/** @returns whom the words name, where that is somebody under a key of others, such as those who get a copy; else null */
function copiedIn(
  places: readonly Place[],
  words: string,
  recipientIn: (words: string) => string | null,
): string | null {
  const others = places.filter(({ tier }) => tier === 'other');
  if (others.length === 0 || !words.includes('@')) return null;
  const spoken = recipientIn(words);
  return spoken !== null && others.some(({ addresses }) => includes(addresses, spoken)) ? spoken : null;
}

function isOfAnother(named: string, words: string, recipientIn: (words: string) => string | null): boolean {
  if (!words.includes('@')) return false;
  const spoken = recipientIn(words);
  return spoken !== null && areAtOdds(named, spoken, words);
}

const speaksOfAnother = (spoken: string | null, named: readonly string[]): boolean =>
  spoken !== null && !includes(named, spoken);

/** @returns the addresses that all places of a kind name: none where they contradict each other, null without places */
function inAll(places: readonly (readonly string[])[]): readonly string[] | null {
  const [first, ...others] = places;
  if (first === undefined) return null;
  if (others.length === 0) return first;
  const names = others.map(namesOf);
  return first.filter((address) => names.every((other) => other.has(address.toLowerCase())));
}

const namesOf = (addresses: readonly string[]): ReadonlySet<string> =>
  new Set(addresses.map((address) => address.toLowerCase()));

const includes = (addresses: readonly string[], one: string): boolean =>
  addresses.some((address) => address.toLowerCase() === one.toLowerCase());

/** @returns each address once, as it was written first; a list may hold thousands */
function unique(addresses: readonly string[]): readonly string[] {
  if (addresses.length < 2) return addresses;
  const known = new Map<string, string>();
  for (const address of addresses) {
    const name = address.toLowerCase();
    if (!known.has(name)) known.set(name, address);
  }
  return known.size === addresses.length ? addresses : [...known.values()];
}

/** @returns those of the addresses that words name, as a whole */
function mentionedIn(words: string, addresses: readonly string[]): readonly string[] {
  if (!words.includes('@')) return [];
  const text = words.toLowerCase();
  return addresses.filter((address) => {
    const at = text.indexOf(address.toLowerCase());
    return (
      at >= 0 && !/[\w.+-]/.test(words[at - 1] ?? ' ') && !/[\w-]/.test(words[at + address.length] ?? ' ')
    );
  });
}

/** `root` and `root@localhost` are on nobody's list. */
const hasDottedDomain = (address: string): boolean => /@[^@]{1,250}\.[^@.]{2,}$/.test(address);
