/** IP addresses: reading them, telling which of them the Internet can see, and their names in DNS. */
import ipaddr from 'ipaddr.js';

/** An address in its one way of writing; an IPv4 address in IPv6 clothes (::ffff:192.0.2.1) is the IPv4 one. */
export type Ip = { readonly text: string; readonly version: 4 | 6 };

/** @returns null for what is not an IP address; "010.0.0.1" and "1.2.3" are none */
export function readIp(text: string): Ip | null {
  const bare = text.trim().replace(/^\[(?:ipv6:)?|\]$/gi, '');
  if (!ipaddr.IPv6.isValid(bare) && !ipaddr.IPv4.isValidFourPartDecimal(bare)) return null;
  const address = ipaddr.process(bare);
  return { text: address.toString(), version: address.kind() === 'ipv4' ? 4 : 6 };
}

/** Ranges that no receiving server sees mail come from (RFC 6890), in the reader's words. */
const HIDDEN: Readonly<Record<string, string>> = {
  private: 'a private address, used inside a network only',
  loopback: "a machine's own loopback address",
  linkLocal: 'a link-local address, used on one cable only',
  uniqueLocal: 'a private address, used inside a network only',
  carrierGradeNat: 'an address behind the NAT of an access provider',
  unspecified: 'the address that stands for "none"',
  broadcast: 'the broadcast address',
  multicast: 'a multicast address',
  discard: 'an address whose traffic is thrown away',
  deprecatedSiteLocal: 'a private address, used inside a network only',
  segmentRouting: 'an address of one network’s own routing',
  reserved: 'a reserved address',
};
/** Set aside for examples (RFC 5737, RFC 3849): checked as any other, so that examples can be tried. */
const DOCUMENTATION = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32'] as const;

/** @returns what kind of address it is where servers on the Internet can't see it, else null */
export function hiddenKind(ip: Ip): string | null {
  if (isDocumentation(ip)) return null;
  const address = ipaddr.parse(ip.text);
  // Where the IPv4 address stands in it is each network's own choice.
  if (inRange(ip, LOCAL_NAT64)) return 'an address that a network translates for itself (NAT64)';
  for (const inside of carriedBy(address)) {
    const kind = hiddenKind(inside);
    if (kind !== null) return `${kind} (${inside.text})`;
  }
  return HIDDEN[address.range()] ?? null;
}

/** RFC 8215 */
const LOCAL_NAT64 = '64:ff9b:1::/48';

/** `::192.0.2.1`, as RFC 4291 §2.5.5.1 had it; `::` and `::1` are addresses of their own. */
const COMPATIBLE = ipaddr.parse('::') as ipaddr.IPv6;

/**
 * @returns the IPv4 addresses that a packet to an IPv6 address may end at: the one that NAT64 (RFC 6052 §2.1),
 *   translation (RFC 6145), 6to4 (RFC 3056 §2), Teredo (RFC 4380 §4: its server, and its client with every bit turned)
 *   or an IPv4-compatible address carries
 */
function carriedBy(address: ipaddr.IPv4 | ipaddr.IPv6): readonly Ip[] {
  if (address instanceof ipaddr.IPv4) return [];
  const bytes = address.toByteArray();
  const at = (from: number, turned = 0): Ip => ({
    text: bytes
      .slice(from, from + 4)
      .map((byte) => byte ^ turned)
      .join('.'),
    version: 4,
  });
  switch (address.range()) {
    case 'rfc6052':
    case 'rfc6145':
      return [at(12)];
    case '6to4':
      return [at(2)];
    case 'teredo':
      return [at(4), at(12, 0xff)];
    case 'unspecified':
    case 'loopback':
      return [];
    default:
      return address.match(COMPATIBLE, 96) ? [at(12)] : [];
  }
}

/** @returns whether the address is one of those set aside for examples */
export function isDocumentation(ip: Ip): boolean {
  return DOCUMENTATION.some((range) => inRange(ip, range));
}

/** @param range "192.0.2.0/24" or one address */
export function inRange(ip: Ip, range: string): boolean {
  const [network = '', bits] = range.split('/');
  if (!ipaddr.isValid(network)) return false;
  const start = ipaddr.parse(network);
  const address = ipaddr.parse(ip.text);
  if (start instanceof ipaddr.IPv4 && address instanceof ipaddr.IPv4) {
    return address.match(start, Number(bits ?? 32));
  }
  return start instanceof ipaddr.IPv6 && address instanceof ipaddr.IPv6
    ? address.match(start, Number(bits ?? 128))
    : false;
}

/** @returns whether two texts write the same address */
export function sameIp(a: string, b: string): boolean {
  return readIp(a)?.text === readIp(b)?.text && readIp(a) !== null;
}

/**
 * @returns the labels that a blocklist or the reverse tree is asked by: "1.2.0.192" for 192.0.2.1, 32 nibbles for
 *   IPv6 (RFC 5782 §2.1, §2.4)
 */
export function reversed(ip: Ip): string {
  const bytes = ipaddr.parse(ip.text).toByteArray();
  const parts =
    ip.version === 4
      ? bytes.map(String)
      : bytes.flatMap((byte) => [(byte >> 4).toString(16), (byte & 15).toString(16)]);
  return parts.reverse().join('.');
}

/** @returns the name that holds the PTR record: "1.2.0.192.in-addr.arpa" */
export function reverseName(ip: Ip): string {
  return `${reversed(ip)}.${ip.version === 4 ? 'in-addr' : 'ip6'}.arpa`;
}
