/** Whether a place and a server's words name two people, or one person twice. */
import { domainToASCII } from 'node:url';
import { envelopeIn } from '../envelope.ts';

/** Said of an address that another one became: then both are the recipient's. */
const SENT_ON =
  /\b(?:(?:auto-?)?forward(?:ed|ing|s)?|re-?direct(?:ed|ing|s)?|resent|expan(?:ded|sion)|alias(?:ed)? (?:of|for|to|from)|rewrit(?:ten|ing)|generated from|weitergeleitet|weiterleitung|umgeleitet|transféré|redirigé|reenviad[oa]|inoltrat[oa]|doorgestuurd)\b/iu;

/** Said before an address to write to from now on: whom the place names is the one who left. */
const INSTEAD =
  /\b(?:new|neue|nouvelle|nueva|nuovo|nieuwe|changed|moved|instead|updated|replaced|succeeded|try|use|using|contact)\b[^@.]{0,40}$/i;
/** How a domain, a gateway and a return path write the sign of an address that they hold. */
const SIGN = /%40|[=+]40|[%=]/g;

/**
 * @param named whom a place names
 * @param spoken whom the words are about
 * @param words the server's
 * @returns whether nothing tells that the two are one: the same address, its mailbox on another host of the domain, one
 * that holds the other (VERP, SRS), one that the words say it was sent on to, or the new one of somebody who moved
 */
export function areAtOdds(named: string, spoken: string, words: string): boolean {
  const one = partsOf(named);
  const other = partsOf(spoken);
  if (one === null || other === null) return false;
  if (one.local === other.local && isOneDomain(one.domain, other.domain)) return false;
  const inside = envelopeIn(named);
  if (isSame(inside?.recipient, spoken) || isSame(inside?.sender, spoken)) return false;
  const text = words.toLowerCase();
  const name = named.toLowerCase();
  if (text.includes(name) || text.replace(SIGN, '@').includes(name)) return false;
  const [before = ''] = text.split(spoken.toLowerCase(), 1);
  return !SENT_ON.test(words) && !INSTEAD.test(before);
}

const isSame = (one: string | null | undefined, other: string): boolean =>
  one?.toLowerCase() === other.toLowerCase();

/** @returns an address without quotes and tag; null where it isn't a whole one with a dotted domain */
function partsOf(address: string): { readonly local: string; readonly domain: string } | null {
  const parts = /^([^@]{1,200})@([^@]{1,250}\.[^@.]{2,})$/.exec(
    address.toLowerCase().replaceAll('"', '').replace(/\.$/, ''),
  );
  const [, local, domain] = parts ?? [];
  return local === undefined || domain === undefined
    ? null
    : { local: local.replace(/(?<=.)\+.*$/, ''), domain: domainToASCII(domain) || domain };
}

/** A host of the domain, the name that Microsoft gives it (`acme.onmicrosoft.com`), or Google's two. */
const isOneDomain = (one: string, other: string): boolean =>
  one.replace('googlemail', 'gmail') === other.replace('googlemail', 'gmail') ||
  one.endsWith(`.${other}`) ||
  other.endsWith(`.${one}`) ||
  atMicrosoft(one) === labelOf(other) ||
  atMicrosoft(other) === labelOf(one);

const atMicrosoft = (domain: string): string | null =>
  /(?:^|\.)([^.]{1,63})\.(?:mail\.)?onmicrosoft\.com$/.exec(domain)?.[1] ?? null;
const labelOf = (domain: string): string | undefined => /([^.]{1,63})\.[^.]+$/.exec(domain)?.[1];
