/** Addresses that the front or the end of what was pasted cuts through: a log taken from the middle of a line. */
import type { Bounce } from './bounce.ts';

/** An address right at the front, and the sign that closes what was opened before the text begins. */
const AT_FRONT = /^\s{0,200}([^\s<>"'`=:,;()[\]{}|@]{1,64}@[a-z\d](?:[\w-]{0,62}\.){1,8}[\w-]{1,63})([>"])?/i;
/** An address behind a bracket that nothing closes any more. */
const AT_END = /^<([^\s<>"'`=:,;()[\]{}|@]{1,64}@[\w.-]{1,253})\s{0,200}$/;
/** … with nothing behind it but blanks. */
const ENDS_OPEN = /[\w.\s-]$/;
/** Longest end that is looked at, in characters. */
const LONGEST_END = 520;

const LOCAL = /[\w.+!#$%&'*/?^`{|}~=-]/;
const DOMAIN = /[\w.-]/;

/**
 * Whom a torn address names: it is the rest of a longer one, whom the text may name whole.
 * @param text what was read
 * @returns the same bounces, but those of the torn address are of the whole one, or of nobody
 */
export function withoutTorn(text: string, bounces: readonly Bounce[]): readonly Bounce[] {
  if (!bounces.some(({ recipient, finalRecipient }) => recipient !== null || finalRecipient !== null))
    return bounces;
  const whole = new Map<string, string | null>([...tornAtFront(text), ...tornAtEnd(text)]);
  if (whole.size === 0) return bounces;
  const mended = (address: string | null): string | null => {
    const known = address === null ? undefined : whole.get(address.toLowerCase());
    return known === undefined ? address : known;
  };
  return bounces.map((bounce) => {
    const recipient = mended(bounce.recipient);
    const finalRecipient = mended(bounce.finalRecipient);
    return recipient === bounce.recipient && finalRecipient === bounce.finalRecipient
      ? bounce
      : { ...bounce, recipient, finalRecipient };
  });
}

type Torn = readonly (readonly [torn: string, whole: string | null])[];
const NONE: Torn = [];

/** `do@example.com>: User unknown`: torn by the sign that closes, or where a longer address ends in the same letters. */
function tornAtFront(text: string): Torn {
  const found = AT_FRONT.exec(text);
  const [all, address, closing] = found ?? [];
  if (all === undefined || address === undefined) return NONE;
  const { isWhole, longer } = elsewhere(text, address, all.length, (at) => {
    let from = at;
    while (from > 0 && at - from < 64 && LOCAL.test(text.charAt(from - 1))) from--;
    return text.slice(from, at) + address;
  });
  if (isWhole || (closing === undefined && longer.size === 0)) return NONE;
  return [[address.toLowerCase(), onlyOne(longer)]];
}

/** `550 5.1.1 <ann@exam`: a bracket that isn't closed, with nothing behind it. */
function tornAtEnd(text: string): Torn {
  if (!ENDS_OPEN.test(text.slice(-2))) return NONE;
  const open = text.lastIndexOf('<');
  if (open < 0 || text.length - open > LONGEST_END) return NONE;
  const address = AT_END.exec(text.slice(open))?.[1];
  if (address === undefined) return NONE;
  const { isWhole, longer } = elsewhere(text.slice(0, open), address, 0, (at) => {
    let to = at + address.length;
    while (to - at < 320 && DOMAIN.test(text.charAt(to))) to++;
    return text.slice(at, to);
  });
  return isWhole ? NONE : [[address.toLowerCase(), onlyOne(longer)]];
}

/** Places that are looked at for the same letters. */
const MOST_PLACES = 100;

/** @returns whether the address itself stands elsewhere, and which longer ones hold its letters */
function elsewhere(
  text: string,
  address: string,
  from: number,
  around: (at: number) => string,
): { readonly isWhole: boolean; readonly longer: ReadonlySet<string> } {
  const longer = new Set<string>();
  let left = MOST_PLACES;
  for (
    let at = text.indexOf(address, from);
    at >= 0 && left > 0;
    at = text.indexOf(address, at + 1), left--
  ) {
    const there = around(at).replace(/\.$/, '');
    if (there === address) return { isWhole: true, longer };
    longer.add(there);
  }
  return { isWhole: false, longer };
}

const onlyOne = (addresses: ReadonlySet<string>): string | null =>
  addresses.size === 1 ? (addresses.values().next().value ?? null) : null;
