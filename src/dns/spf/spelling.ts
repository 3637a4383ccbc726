/** An SPF record as it was meant: mistakes of typing and pasting mended, where only one thing can have been meant. */
import ipaddr from 'ipaddr.js';
import { slipsBetween } from '../../slips.ts';
import { readIp } from '../ip.ts';
import { MECHANISMS } from './record.ts';

/** Whatever stands for `v=spf1` at the beginning: `v=spf1;`, `"v = spf1`, `spf1:`, `v=spf1.0`. */
const VERSION = /^[^a-z]{0,20}(?:txt[^a-z]{1,10})?(?:v[\s=:]{0,5})?spf[\s-]?\d?(?:\.0)?[\s;,:."'=]{0,20}/i;
const MARKERS = 'include:|ip4:|ip6:|exists:|redirect=|v=spf1';
const QUOTES = /["“”„‟«»]/g;
const BLANKS = /[\s\u00a0\u200b\u2028\u2029\ufeff]+/g;
const DASHES = /[\u2010-\u2015\u2212]/g;

/**
 * @param text a TXT record that is an SPF record or was meant as one: `"v=spf1; ip4:192.0.2.1, include:a.example-all"`
 * @returns its words behind the version, each as it stands: ["ip4:192.0.2.1", "include:a.example", "-all"]
 */
export function wordsOf(text: string): readonly string[] {
  const plain = text
    // Strings in quotation marks are one text without a blank between them (RFC 7208 §3.3).
    .replace(/"\s*"/g, '')
    .replace(QUOTES, '')
    .replace(/\\(?=[;,"])/g, '')
    .replace(DASHES, '-')
    .replace(BLANKS, ' ')
    .trim()
    .replace(VERSION, '')
    .replace(/\b(include|exists|redirect|ip4|ip6|a|mx)([:=])\2+(?=[\w%])/gi, '$1$2')
    .replace(/%\{[^}]*\}|[,;|]/g, (found) => (found.length > 1 ? found : ' '));
  return joined(plain.split(' ').filter((word) => word !== '' && !/^(?:and|&)$/i.test(word)))
    .flatMap(unglued)
    .flatMap(spread);
}

/** Puts together what a blank tore apart: `- all`, `ip4: 192.0.2.1`, `include a.example`, `ip4:192.0.2.0 /24`. */
function joined(words: readonly string[]): readonly string[] {
  const done: string[] = [];
  for (const word of words) {
    const last = done.at(-1);
    const isBare = !/[:=]/.test(word) && !isBareTerm(word);
    const joins =
      last !== undefined &&
      (/^[-+~?]+$/.test(last) ||
        /^(?:[:=]|\/\d)/.test(word) ||
        (/[:=]$/.test(last) && isBare) ||
        (/^[-+~?]?(?:include|exists|redirect|ip[46])$/i.test(last) && isBare));
    if (!joins) done.push(word);
    else done[done.length - 1] = `${last}${/[:=/+~?-]$/.test(last) || /^[:=/]/.test(word) ? '' : ':'}${word}`;
  }
  return done;
}

const isBareTerm = (word: string): boolean => /^[-+~?]?(?:a|mx|ptr|all)(?:\/\d+)?$/i.test(word);

/** Two strings glued without a blank: `include:a.exampleinclude:b.example`, `mx-all`, `a.example~all`. */
function unglued(word: string): readonly string[] {
  const parted = word
    .replace(new RegExp(`(?<=[^\\s+~?-])([+~?]?)(?=(?:${MARKERS}))`, 'gi'), ' $1')
    .replace(/^([-+~?]?)(a|mx|ptr)(?=[-+~?]?(?:mx|all)$)/i, '$1$2 ')
    .replace(/(?<=[^\s+~?-])(?=[-~?+]all$)/i, ' ');
  return parted.split(' ').filter((one) => one !== '' && !/^v=spf1$/i.test(one));
}

/** Names that stand for others, beside those that a slip of the finger makes. */
const NAMES: Readonly<Record<string, string>> = {
  ip: 'ip4',
  ipv4: 'ip4',
  ipv6: 'ip6',
  'ip-4': 'ip4',
  'ip-6': 'ip6',
  ip_4: 'ip4',
  v4: 'ip4',
  v6: 'ip6',
  ip4v: 'ip4',
  i4p: 'ip4',
  pi4: 'ip4',
  ipp4: 'ip4',
  iip4: 'ip4',
  lp4: 'ip4',
  '1p4': 'ip4',
  inc: 'include',
  xm: 'mx',
  al: 'all',
  alll: 'all',
  aall: 'all',
  a11: 'all',
  ai1: 'all',
  ail: 'all',
};
const LONG_NAMES = ['include', 'exists', 'redirect'];

/**
 * @param word one word of a record that is not a term of SPF: "ip:192.0.2.1", "inlcude:a.example", "192.0.2.1"
 * @returns what it can have meant, the likeliest first; none where nobody can tell
 */
export function spelled(word: string): readonly string[] {
  const [, signs = '', rest = ''] = /^([-+~?]*)(.*)$/s.exec(word) ?? [];
  const sign = signs.slice(0, 1);
  if (signs !== sign.repeat(signs.length)) return [];
  const bare = addressTerm(rest);
  if (bare !== null) return [sign + bare];
  const [, typed = '', mark = '', value = ''] = /^([\w-]*)([:=]?)(.*)$/s.exec(rest) ?? [];
  const name = nameMeant(typed.toLowerCase());
  if (name === null)
    return isHost(rest) ? [`${sign}include:${tidyHost(rest)}`, `${sign}a:${tidyHost(rest)}`] : [];
  if (name === 'all') return [`${sign}all`];
  const network = addressTerm(value);
  if (network !== null && name !== 'redirect') return [sign + network];
  const host = tidyHost(value);
  if (name === 'ip4' || name === 'ip6') return isHost(host) ? [`${sign}a:${host}`] : [];
  if (name === 'redirect') return isHost(host) ? [`redirect=${host}`] : [];
  if (mark === '' && value === '') return ['a', 'mx'].includes(name) ? [sign + name] : [];
  return isHost(host) ? [`${sign}${name}:${host}`] : [];
}

function nameMeant(typed: string): string | null {
  // Two slips from `include`, and its contrary.
  if (typed === 'exclude') return null;
  const name = NAMES[typed] ?? typed;
  if (MECHANISMS.includes(name) || name === 'redirect') return name;
  return LONG_NAMES.find((one) => slipsBetween(one, typed) <= 2) ?? null;
}

/** "https://a.example/" and "<a.example.>" → "a.example"; macros are left as they are. */
const tidyHost = (text: string): string =>
  text
    .replace(/^[<([]+|[>)\]]+$/g, '')
    .replace(/^https?:\/\//i, '')
    .replace(/^\.+/, '')
    .replace(/[/.]+$/, '');

const isHost = (text: string): boolean =>
  /^(?:[\w%{}-]{1,63}\.){1,10}[a-z][a-z\d-]{1,62}$/i.test(tidyHost(text)) && !/^[\d.]+$/.test(text);

/** "192.0.2.0/255.255.255.0", "192.0.2.*", "[2001:db8::1]", "192.0.2.10/33" → the term; null for what is no network. */
function addressTerm(text: string): string | null {
  const bare = unpadded(
    text
      .replace(/^\[|\](?=\/|$)/g, '')
      .replace(/\.$/, '')
      .replace(/^((?:\d{1,3}\.){3}\d{1,3}):\d{1,5}$/, '$1'),
  );
  const block = /^((?:\d{1,3}\.){3})\*$/.exec(bare);
  if (block) return addressTerm(`${block[1]}0/24`);
  if (SPAN.test(bare)) return blocksIn(bare)[0] ?? null;
  const [address = '', length, ...more] = bare.split('/');
  const ip = more.length > 0 ? null : readIp(address);
  if (ip === null || address.includes('[')) return null;
  // An IPv4 address in IPv6 clothes is left alone: `readIp` tells it as the IPv4 one.
  const name = address.includes(':') ? 'ip6' : 'ip4';
  const bits = length === undefined ? null : bitsOf(length);
  if (bits === undefined) return null;
  const most = name === 'ip4' ? 32 : 128;
  // A prefix that is longer than an address can mean nothing wider than that one address.
  return `${name}:${address}${bits === null || bits > most ? '' : `/${bits}`}`;
}

const SPAN = /^((?:\d{1,3}\.){3})(\d{1,3})-([\d.]{1,15})$/;
/** More networks than this for one range are no record that anybody keeps. */
const MOST_BLOCKS = 6;

/**
 * @param text "192.0.2.8-192.0.2.15", or "192.0.2.8-15" for the same
 * @returns the fewest networks that hold those addresses and no other; none for what is no range, or takes too many
 */
function blocksIn(text: string): readonly string[] {
  const [, net = '', first = '', last = ''] = SPAN.exec(text) ?? [];
  const [from = Number.NaN, to = Number.NaN] = [net + first, last.includes('.') ? last : net + last].map(
    (end) =>
      ipaddr.IPv4.isValidFourPartDecimal(end)
        ? ipaddr.IPv4.parse(end).octets.reduce((sum, octet) => sum * 256 + octet, 0)
        : Number.NaN,
  );
  const blocks: string[] = [];
  for (let at = from; at <= to; ) {
    let bits = 0;
    while (at % 2 ** (bits + 1) === 0 && at + 2 ** (bits + 1) - 1 <= to) bits += 1;
    const quad = [24, 16, 8, 0].map((shift) => Math.floor(at / 2 ** shift) % 256).join('.');
    blocks.push(`ip4:${quad}${bits === 0 ? '' : `/${32 - bits}`}`);
    if (blocks.length > MOST_BLOCKS) return [];
    at += 2 ** bits;
  }
  return blocks;
}

/** A range that takes several networks becomes a word for each. */
function spread(word: string): readonly string[] {
  const [, sign = '', range = ''] =
    /^([-+~?]?)(?:ip(?:v?4)?[:=])?([\d.]{7,15}-[\d.]{1,15})$/i.exec(word) ?? [];
  const blocks = blocksIn(range);
  return blocks.length > 1 ? blocks.map((block) => sign + block) : [word];
}

/** "192.000.002.009": as each part has three digits, none is octal. */
const unpadded = (text: string): string =>
  text.replace(/^(?:\d{3}\.){3}\d{3}(?![\d.])/, (quad) => quad.split('.').map(Number).join('.'));

function bitsOf(length: string): number | undefined {
  if (/^\d{1,3}$/.test(length)) return Number(length);
  if (!ipaddr.IPv4.isValidFourPartDecimal(length)) return undefined;
  return ipaddr.IPv4.parse(length).prefixLengthFromSubnetMask() ?? undefined;
}
