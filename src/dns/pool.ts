/** Reverse DNS of access lines: addresses that providers hand out to their customers at home. */
import type { Ip } from './ip.ts';

/** Parts of names that say so; "static" says the contrary. */
const PARTS =
  /(?:^|[.\d_-])(?:[avxs]?dslb?|dial(?:up|in)?|dip\d*|dyn(?:amic)?(?:ip)?|pools?|range|abo|bbtec|ppp(?:oe)?|dhcp|cable|catv|broadband|bband|bb|res(?:idential)?|cust(?:omers?)?|clients?|users?|subscribers?|home|hfc|ftt[hxb]|fib(?:er|re)|gpon|cgn(?:at)?|nat|mobile|lte|wireless|wifi|hsd\d*|cp[ce]|cm|speedy|adsl\w*|dynamic\w*|dialup\w*)(?=$|[.\d_-])/gi;
const STATIC =
  /(?:^|[.\d_-])(?:static|fix(?:ed)?|server|srv|dedicated|vps|cloud|colo|hosting|hosted)(?=$|[.\d_-])/i;

/** @returns the first of the names that looks like an access line's: "dsl-198-51-100-66.pool.isp.example"; else null */
export function poolName(names: readonly string[], ip: Ip): string | null {
  return names.find((name) => !STATIC.test(name) && isAccessLine(name, ip)) ?? null;
}

/** Such a word beside the address, two of them beside numbers of a line, or the address in full glued to a word. */
function isAccessLine(name: string, ip: Ip): boolean {
  const words = name.match(PARTS)?.length ?? 0;
  if (words > 0 && holdsAddress(name, ip)) return true;
  if (words > 1 && (name.match(/\d+/g)?.length ?? 0) > 2) return true;
  return ip.version === 4 && new RegExp(`^[a-z]{2,30}${padded(ip)}(?!\\d)`, 'i').test(name);
}

/** "198051100177" */
const padded = ({ text }: Ip): string =>
  text
    .split('.')
    .map((part) => part.padStart(3, '0'))
    .join('');

/** The last two parts of the address at least, or all of it in hexadecimal, forwards or backwards; of IPv6 any group of digits. */
function holdsAddress(name: string, ip: Ip): boolean {
  if (ip.version === 6) return /[\da-f]{4}/i.test(name);
  const parts = ip.text.split('.');
  const hex = parts.map((part) => Number(part).toString(16).padStart(2, '0'));
  const numbers = new Set((name.match(/\d+/g) ?? []).map((digits) => String(Number(digits))));
  return (
    parts.slice(2).every((part) => numbers.has(part)) ||
    name.includes(hex.join('')) ||
    name.includes(hex.toReversed().join('')) ||
    name.includes(padded(ip))
  );
}
