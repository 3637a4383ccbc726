/** An SPF record taken apart (RFC 7208 §4.6.1, §12), with the mistakes that people make in it told in plain words. */
import { readIp } from '../ip.ts';

/** DNS look-ups that a record may cost, those of what it includes counted in (RFC 7208 §4.6.4). */
export const MOST_LOOKUPS = 10;
/** Look-ups that may lead nowhere (RFC 7208 §4.6.4). */
export const MOST_VOIDS = 2;

export type Term = {
  /** As it is in the record: "~include:_spf.example.com". */
  readonly text: string;
  /** "+", "-", "~" or "?" for a mechanism, null for a modifier. */
  readonly qualifier: '+' | '-' | '~' | '?' | null;
  /** "include", "ip4", "redirect", lower case. */
  readonly name: string;
  /** Domain or network behind ":" or "=", without the prefix lengths; null where there is none. */
  readonly target: string | null;
  /** "/24", "//64", "/24//64" or "". */
  readonly prefix: string;
};

export type SpfRecord = {
  readonly text: string;
  readonly terms: readonly Term[];
  readonly faults: readonly string[];
};

export const MECHANISMS = ['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists'];
/** Terms that cost a DNS look-up (RFC 7208 §4.6.4). */
const COSTLY = ['include', 'a', 'mx', 'ptr', 'exists', 'redirect'];

/** What parts the items of a list elsewhere; no name ends in one (RFC 7208 §7.1). */
const SIGNS: Readonly<Record<string, string>> = { ',': 'a comma', ';': 'a semicolon', '|': 'a bar' };

export const costsLookup = ({ name }: Term): boolean => COSTLY.includes(name);

/** @returns whether a TXT record is an SPF record (RFC 7208 §4.5) */
export const isSpf = (txt: string): boolean => /^v=spf1(?: |$)/i.test(txt);

/** @returns whether a TXT record was meant as one and isn't: "v=spf1;…", "spf1 …", quotes in the text */
export const looksLikeSpf = (txt: string): boolean =>
  !isSpf(txt) &&
  /^[^a-z]{0,20}(?:txt[^a-z]{1,10})?(?:v[\s=:]{0,5}spf|spf[\s-]?\d)/i.test(txt) &&
  !/^spf2\.0\//i.test(txt);

/** @returns the first term that lets everybody pass, or a good part of the Internet; null where none does */
export const openTerm = ({ terms }: SpfRecord): Term | null => terms.find(isOpen) ?? null;

/** Networks of so few bits are nobody's alone: the widest that were ever given out are /8, of IPv6 /16. */
export function isOpen({ name, prefix, qualifier }: Term): boolean {
  if (qualifier !== '+') return false;
  if (name === 'all') return true;
  const bits = prefix === '' ? null : Number(prefix.slice(1));
  return bits !== null && ((name === 'ip4' && bits < 8) || (name === 'ip6' && bits < 16));
}

/** @returns what stands behind the `all` that ends the record, and so counts for nothing (RFC 7208 §5.1, §6.1) */
export function hiddenTerms({ terms }: SpfRecord): readonly Term[] {
  const all = terms.findIndex(lastsAll);
  if (all < 0) return [];
  return terms.filter(
    ({ name, qualifier }, i) => name === 'redirect' || (i > all && qualifier !== null && name !== 'all'),
  );
}

/** `all`, and the network that is everything. */
export const lastsAll = ({ name, prefix, qualifier }: Term): boolean =>
  name === 'all' || ((name === 'ip4' || name === 'ip6') && prefix === '/0' && qualifier === '+');

export function parseSpf(text: string): SpfRecord {
  const words = text.split(' ').filter(Boolean).slice(1);
  const terms = words.map(readTerm);
  return { text, terms, faults: terms.flatMap((term, i) => faultOf(term, words[i + 1])) };
}

function readTerm(text: string): Term {
  const modifier = /^([a-z][\w.-]*)=(.*)$/i.exec(text);
  if (modifier) {
    const [, name = '', value = ''] = modifier;
    return { text, qualifier: null, name: name.toLowerCase(), target: value, prefix: '' };
  }
  const [, qualifier = '+', name = '', target, prefix = ''] =
    /^([-+~?])?([^:/]*)(?::(.*?))?((?:\/\d*)?(?:\/\/\d*)?)$/.exec(text) ?? [];
  return {
    text,
    qualifier: qualifier as '+',
    name: name.toLowerCase(),
    target: target ?? null,
    prefix,
  };
}

function faultOf(term: Term, next: string | undefined): readonly string[] {
  const { text, qualifier, name, target, prefix } = term;
  const shown = `\`${text}\``;
  if (qualifier === null) {
    return ['redirect', 'exp'].includes(name) && target === ''
      ? [`${shown} names no domain behind the "="`]
      : MECHANISMS.includes(name)
        ? [`${shown} must be written with a colon: \`${name}:${target}\``]
        : [];
  }
  if (!MECHANISMS.includes(name)) {
    const meant = { ip: 'ip4', ipv4: 'ip4', ipv6: 'ip6', inlcude: 'include', includes: 'include' }[name];
    const hint = meant
      ? `; meant is probably \`${meant}:\``
      : readIp(text.split('/')[0] ?? '')
        ? '; an address needs `ip4:` or `ip6:` in front'
        : '';
    return [`${shown} is not a term of SPF${hint}`];
  }
  if (target === '') {
    return [
      next && !/[:=]/.test(next)
        ? `a blank stands behind ${shown}: it must be \`${text}${next}\``
        : `${shown} names nothing behind the colon`,
    ];
  }
  const sign = SIGNS[target?.at(-1) ?? ''];
  if (sign !== undefined) return [`${shown} has ${sign} at its end: terms are parted by blanks alone`];
  if (name === 'all')
    return target === null && prefix === '' ? [] : [`${shown} may have nothing behind "all"`];
  if (name === 'ip4' || name === 'ip6') return networkFault(shown, name, target, prefix);
  if ((name === 'include' || name === 'exists') && (target === null || prefix !== '')) {
    return [`${shown} must be \`${name}:\` and a domain`];
  }
  return [];
}

function networkFault(
  shown: string,
  name: 'ip4' | 'ip6',
  target: string | null,
  prefix: string,
): readonly string[] {
  const version = name === 'ip4' ? 4 : 6;
  const ip = readIp(target ?? '');
  const written = (target ?? '').includes(':') ? 6 : 4;
  if (!ip) return [`${shown} has no valid address behind the colon`];
  if (written !== version) return [`${shown} must be \`ip${written}:\`, for the address is IPv${written}`];
  const bits = prefix === '' ? 0 : Number(prefix.slice(1));
  const most = version === 4 ? 32 : 128;
  return prefix === '' || (/^\/\d+$/.test(prefix) && bits <= most)
    ? []
    : [`${shown} has a wrong prefix length: it goes from /0 to /${most}`];
}
