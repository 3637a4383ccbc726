/**
 * A second implementation of SPF (RFC 7208), written from the standard alone and for a zone in memory: it judges the
 * records that the check suggests, which were made and proven with another one. The official suite runs over it too.
 */
import { isIPv4, isIPv6 } from 'node:net';
import type { Zone } from './dns-server.ts';

export type Sender = { readonly ip: string; readonly sender: string; readonly helo: string };

class Stop extends Error {
  readonly result: string;
  constructor(result: string) {
    super(result);
    this.result = result;
  }
}
const permerror = (): never => {
  throw new Stop('permerror');
};

/** @returns "pass", "fail", "softfail", "neutral", "none", "permerror" or "temperror" */
export function judge(zone: Zone, { ip, sender, helo }: Sender): string {
  const names = new Map(Object.entries(zone).map(([name, value]) => [bare(name), value]));
  const from = sender === '' ? helo : sender;
  const at = from.lastIndexOf('@');
  const run: Run = {
    names,
    ip: numberOf(ip),
    local: at > 0 ? from.slice(0, at) : 'postmaster',
    domain: from.slice(at + 1),
    helo,
    lookups: 0,
    voids: 0,
  };
  try {
    return checkHost(run, run.domain);
  } catch (error) {
    if (error instanceof Stop) return error.result;
    throw error;
  }
}

type Run = {
  readonly names: ReadonlyMap<string, Zone[string]>;
  readonly ip: Address;
  readonly local: string;
  readonly domain: string;
  readonly helo: string;
  lookups: number;
  voids: number;
};
type Address = { readonly version: 4 | 6; readonly value: bigint };

const bare = (name: string): string => name.toLowerCase().replace(/\.$/, '');

function numberOf(text: string): Address {
  if (isIPv4(text)) {
    return { version: 4, value: text.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n) };
  }
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const plain = dotted ? `${dotted[1]}${hexPair(numberOf(dotted[2] ?? '').value)}` : text;
  const [head = '', tail] = plain.split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const groups = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
  const value = groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
  // An IPv4 address in IPv6 clothes is the IPv4 one (§5).
  return value >> 32n === 0xffffn ? { version: 4, value: value & 0xffffffffn } : { version: 6, value };
}

const hexPair = (value: bigint): string => `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;

const within = (ip: Address, network: Address, length: number): boolean => {
  const rest = BigInt((ip.version === 4 ? 32 : 128) - length);
  return ip.version === network.version && ip.value >> rest === network.value >> rest;
};

/** @returns the records; none where there are none. @throws temperror where DNS fails */
function ask(
  { names }: Run,
  name: string,
  type: 'A' | 'AAAA' | 'MX' | 'PTR' | 'TXT',
  hops = 0,
): readonly string[] {
  const node = names.get(bare(name));
  if (typeof node === 'string') throw new Stop('temperror');
  const records = node?.[type];
  if (typeof records === 'string') throw new Stop('temperror');
  if (records) return records;
  const alias = node?.CNAME?.[0];
  return alias === undefined || hops > 9 ? [] : ask({ names } as Run, alias, type, hops + 1);
}

/** A look-up of a mechanism: at most two may lead nowhere (§4.6.4). */
function askCounted(run: Run, name: string, type: 'A' | 'AAAA' | 'MX' | 'PTR'): readonly string[] {
  const found = ask(run, name, type);
  if (found.length === 0) {
    run.voids += 1;
    if (run.voids > 2) permerror();
  }
  return found;
}

const isName = (name: string): boolean =>
  name.length <= 253 &&
  bare(name).split('.').length > 1 &&
  bare(name)
    .split('.')
    .every((label) => label.length > 0 && label.length <= 63);

function checkHost(run: Run, domain: string): string {
  if (!isName(domain) || /^\[/.test(domain)) return 'none';
  const records = ask(run, domain, 'TXT').filter((text) => /^v=spf1(?: |$)/i.test(text));
  if (records.length === 0) return 'none';
  if (records.length > 1 || /[^\x20-\x7e]/.test(records[0] ?? '')) return permerror();
  const terms = (records[0] ?? '').slice(6).split(/ +/).filter(Boolean).map(parse);
  for (const once of ['redirect', 'exp']) {
    if (terms.filter((term) => 'modifier' in term && term.modifier === once).length > 1) permerror();
  }
  for (const term of terms) {
    if ('modifier' in term) continue;
    if (matches(run, term, domain)) {
      return { '+': 'pass', '-': 'fail', '~': 'softfail', '?': 'neutral' }[term.sign] as string;
    }
  }
  const redirect = terms.find((term) => 'modifier' in term && term.modifier === 'redirect');
  if (!redirect || !('modifier' in redirect)) return 'neutral';
  spend(run);
  const result = checkHost(run, expand(run, redirect.value, domain));
  return result === 'none' ? permerror() : result;
}

type Mechanism = {
  readonly sign: string;
  readonly name: string;
  readonly value: string | null;
  readonly four: number;
  readonly six: number;
};
type Modifier = { readonly modifier: string; readonly value: string };

const MACRO = String.raw`%\{[slodiphvSLODIPHV](?:[1-9]\d*)?[rR]?[.\-+,/_=]*\}|%%|%_|%-`;
const MACRO_STRING = new RegExp(`^(?:${MACRO}|[\\x21-\\x24\\x26-\\x7e])*$`);
const EXPLANATION = new RegExp(
  `^(?:${MACRO.replace('slodiph', 'slodiphcrt').replace('SLODIPH', 'SLODIPHCRT')}|[\\x21-\\x24\\x26-\\x7e])*$`,
);
const TOP = '(?:[a-z\\d]*[a-z][a-z\\d]*|[a-z\\d]+-[a-z\\d-]*[a-z\\d])';
const DOMAIN_END = new RegExp(`(?:\\.${TOP}\\.?|%\\{[^}]*\\})$`, 'i');

const isDomainSpec = (text: string): boolean => MACRO_STRING.test(text) && DOMAIN_END.test(text);

/** The grammar of §12; whatever doesn't follow it is an error of the whole record. */
function parse(text: string): Mechanism | Modifier {
  const modifier = /^([a-z][a-z\d\-_.]*)=(.*)$/i.exec(text);
  if (modifier) {
    const [, name = '', value = ''] = modifier;
    const known = ['redirect', 'exp'].includes(name.toLowerCase());
    if (known ? !isDomainSpec(value) : !EXPLANATION.test(value)) permerror();
    return { modifier: name.toLowerCase(), value };
  }
  const [, sign = '', name = '', rest = ''] = /^([-+~?]?)([a-z\d]+)(.*)$/i.exec(text) ?? permerror();
  const kind = name.toLowerCase();
  const of = (value: string | null, four = 32, six = 128): Mechanism => ({
    sign: sign || '+',
    name: kind,
    value,
    four,
    six,
  });
  switch (kind) {
    case 'all':
      return rest === '' ? of(null) : permerror();
    case 'include':
    case 'exists':
      return rest.startsWith(':') && isDomainSpec(rest.slice(1)) ? of(rest.slice(1)) : permerror();
    case 'ptr':
      return rest === ''
        ? of(null)
        : rest.startsWith(':') && isDomainSpec(rest.slice(1))
          ? of(rest.slice(1))
          : permerror();
    case 'ip4': {
      const [, address = '', length] = /^:([\d.]+)(?:\/(0|[1-9]\d?))?$/.exec(rest) ?? permerror();
      const four = Number(length ?? 32);
      return isIPv4(address) && four <= 32 ? of(address, four) : permerror();
    }
    case 'ip6': {
      const [, address = '', length] = /^:([\da-f:.]+)(?:\/(0|[1-9]\d{0,2}))?$/i.exec(rest) ?? permerror();
      const six = Number(length ?? 128);
      return isIPv6(address) && six <= 128 ? of(address, 32, six) : permerror();
    }
    case 'a':
    case 'mx': {
      const [, value, first, second] =
        /^(?::(.+?))?(?:\/(0|[1-9]\d?))?(?:\/\/(0|[1-9]\d{0,2}))?$/.exec(rest) ?? permerror();
      const [four, six] = [Number(first ?? 32), Number(second ?? 128)];
      if ((value !== undefined && !isDomainSpec(value)) || four > 32 || six > 128) permerror();
      return of(value ?? null, four, six);
    }
    default:
      return permerror();
  }
}

function spend(run: Run): void {
  run.lookups += 1;
  if (run.lookups > 10) permerror();
}

function matches(run: Run, { name, value, four, six }: Mechanism, domain: string): boolean {
  if (name === 'all') return true;
  if (name === 'ip4' || name === 'ip6') {
    const network = numberOf(value ?? '');
    return (
      (name === 'ip4') === (run.ip.version === 4) && within(run.ip, network, name === 'ip4' ? four : six)
    );
  }
  spend(run);
  const target = value === null ? domain : expand(run, value, domain);
  if (name === 'include') {
    const result = checkHost(run, target);
    return result === 'none' || result === 'permerror' ? permerror() : result === 'pass';
  }
  if (!isName(target)) return false;
  const type = run.ip.version === 4 ? 'A' : 'AAAA';
  const hits = (addresses: readonly string[]): boolean =>
    addresses.some((address) => within(run.ip, numberOf(address), run.ip.version === 4 ? four : six));
  switch (name) {
    case 'a':
      return hits(askCounted(run, target, type));
    case 'mx': {
      const hosts = askCounted(run, target, 'MX').map((record) => record.split(' ')[1] ?? '');
      if (hosts.length > 10) permerror();
      return hosts.some((host) => bare(host) !== '' && hits(ask(run, host, type)));
    }
    case 'exists':
      return askCounted(run, target, 'A').length > 0;
    default:
      return validated(run, true).some((host) => host === bare(target) || host.endsWith(`.${bare(target)}`));
  }
}

/** Names of the address that lead back to it (§5.5); DNS that fails makes the term match nobody. */
function validated(run: Run, counted: boolean): readonly string[] {
  const { version, value } = run.ip;
  const parts =
    version === 4
      ? [0n, 8n, 16n, 24n].map((shift) => String((value >> shift) & 255n))
      : Array.from({ length: 32 }, (_, i) => ((value >> BigInt(4 * i)) & 15n).toString(16));
  const reverse = `${parts.join('.')}.${version === 4 ? 'in-addr' : 'ip6'}.arpa`;
  try {
    const names = counted ? askCounted(run, reverse, 'PTR') : ask(run, reverse, 'PTR');
    return names
      .slice(0, 10)
      .map(bare)
      .filter((host) => leadsBack(run, host));
  } catch (error) {
    if (error instanceof Stop && error.result === 'temperror') return [];
    throw error;
  }
}

function leadsBack(run: Run, host: string): boolean {
  try {
    return ask(run, host, run.ip.version === 4 ? 'A' : 'AAAA').some(
      (address) => numberOf(address).value === run.ip.value,
    );
  } catch {
    return false;
  }
}

/** Macros (§7). @returns the name, its left labels cut where it is too long */
function expand(run: Run, spec: string, domain: string): string {
  const text = spec.replace(
    /%(?:\{([a-z])(\d*)(r?)([.\-+,/_=]*)\}|([%_-]))/gi,
    (_, letter: string | undefined, digits: string, reversed: string, marks: string, plain: string) => {
      if (letter === undefined) return { '%': '%', _: ' ', '-': '%20' }[plain] as string;
      const whole = valueFor(run, letter.toLowerCase(), domain);
      let parts =
        marks === '' ? whole.split('.') : whole.split(new RegExp(`[${marks.replace(/[-/]/g, '\\$&')}]`));
      if (reversed !== '') parts = parts.reverse();
      if (digits !== '') parts = parts.slice(-Number(digits));
      const joined = parts.join('.');
      return letter === letter.toLowerCase() ? joined : encodeURIComponent(joined);
    },
  );
  let name = text.replace(/\.$/, '');
  while (name.length > 253 && name.includes('.')) name = name.slice(name.indexOf('.') + 1);
  return name;
}

function valueFor(run: Run, letter: string, domain: string): string {
  const { version, value } = run.ip;
  switch (letter) {
    case 's':
      return `${run.local}@${run.domain}`;
    case 'l':
      return run.local;
    case 'o':
      return run.domain;
    case 'd':
      return domain;
    case 'i':
      return version === 4
        ? [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.')
        : value.toString(16).padStart(32, '0').split('').join('.');
    case 'h':
      return run.helo;
    case 'v':
      return version === 4 ? 'in-addr' : 'ip6';
    default: {
      const names = validated(run, false);
      const own = names.find((name) => name === bare(domain));
      const under = names.find((name) => name.endsWith(`.${bare(domain)}`));
      return own ?? under ?? names[0] ?? 'unknown';
    }
  }
}
