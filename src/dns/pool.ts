/** Reverse DNS of access lines: addresses that providers hand out to their customers at home. */
import type { Ip } from './ip.ts';

/** Parts of names that say so; "static" says the contrary. */
const PARTS =
  /(?:^|[.\d_-])(?:[avxs]?dsl|dial(?:up|in)?|dip\d*|dyn(?:amic)?(?:ip)?|pool|ppp(?:oe)?|dhcp|cable|catv|broadband|bband|bb|res(?:idential)?|cust(?:omers?)?|clients?|users?|subscribers?|home|hfc|ftt[hxb]|fib(?:er|re)|gpon|cgn(?:at)?|nat|mobile|lte|wireless|wifi|hsd\d*|cpe|cm|speedy|adsl\w*|dynamic\w*|dialup\w*)(?=$|[.\d_-])/i;
const STATIC =
  /(?:^|[.\d_-])(?:static|fix(?:ed)?|server|srv|dedicated|vps|cloud|colo|hosting|hosted)(?=$|[.\d_-])/i;

/** @returns the first of the names that looks like an access line's: "dsl-198-51-100-66.pool.isp.example"; else null */
export function poolName(names: readonly string[], ip: Ip): string | null {
  return names.find((name) => PARTS.test(name) && !STATIC.test(name) && holdsAddress(name, ip)) ?? null;
}

/** The last two parts of the address at least, or all of it in hexadecimal; of IPv6 any group of digits. */
function holdsAddress(name: string, ip: Ip): boolean {
  if (ip.version === 6) return /[\da-f]{4}/i.test(name);
  const parts = ip.text.split('.');
  const hex = parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('');
  const numbers = new Set((name.match(/\d+/g) ?? []).map((digits) => String(Number(digits))));
  return (
    parts.slice(2).every((part) => numbers.has(part)) ||
    name.includes(hex) ||
    name.includes(parts.map((part) => part.padStart(3, '0')).join(''))
  );
}
