/** Addresses to try a record with: the first and the last of each network, their neighbours outside, and strangers. */
import ipaddr from 'ipaddr.js';
import { rangesOf } from './allowed.ts';
import type { Walked, WalkedTerm } from './walk.ts';

/** Networks of one record that are tried, and of one that it includes. */
const MOST_OWN = 25;
const MOST_INCLUDED = 2;
/** Included records that are tried. */
const MOST_RECORDS = 16;

/** Far from one another, and of nobody in particular. */
const STRANGERS = [
  '1.2.3.4',
  '23.45.67.89',
  '62.11.22.33',
  '91.7.61.12',
  '128.66.5.5',
  '151.9.8.7',
  '177.44.3.2',
  '198.18.250.1',
  '222.1.2.3',
  '2001:db8:ffff::77',
  '2400:77::1',
  '2a0a:9::9',
];

/** @returns each address once */
export function probesOf(records: readonly (Walked | null)[]): readonly string[] {
  const ranges = records.flatMap((record) => (record === null ? [] : rangesIn(record)));
  return [...new Set([...ranges.flatMap(edgesOf), ...STRANGERS])];
}

function rangesIn(root: Walked): readonly string[] {
  const own = spread(root.terms.flatMap(rangesOf), MOST_OWN);
  const others = spread(includedIn(root.terms), MOST_RECORDS);
  return [...own, ...others.flatMap(({ terms }) => spread(terms.flatMap(rangesOf), MOST_INCLUDED))];
}

const includedIn = (terms: readonly WalkedTerm[]): readonly Walked[] =>
  terms.flatMap(({ included }) => (included ? [included, ...includedIn(included.terms)] : []));

/** So many of them, from the first to the last. */
function spread<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))] as T);
}

/** "192.0.2.0/28" → 192.0.2.0 and .15, and .255 of the network before and .16 outside. */
function edgesOf(range: string): readonly string[] {
  const [network = '', prefix] = range.split('/');
  if (!ipaddr.isValid(network)) return [];
  const address = ipaddr.parse(network);
  const size = address.kind() === 'ipv4' ? 32 : 128;
  const length = Number(prefix ?? size);
  const all = address.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const hosts = (1n << BigInt(size - length)) - 1n;
  const first = all & ~hosts;
  const most = (1n << BigInt(size)) - 1n;
  return [first, first + hosts, first - 1n, first + hosts + 1n]
    .filter((one) => one >= 0n && one <= most)
    .map((one) => textOf(one, size / 8));
}

function textOf(value: bigint, bytes: number): string {
  const parts = Array.from({ length: bytes }, (_, i) =>
    Number((value >> BigInt(8 * (bytes - 1 - i))) & 255n),
  );
  return ipaddr.fromByteArray(parts).toString();
}
