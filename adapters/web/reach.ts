/** From where a server is reached, told by addresses. */
import { BlockList, isIP } from 'node:net';

const own = new BlockList();
own.addSubnet('127.0.0.0', 8, 'ipv4');
own.addAddress('::1', 'ipv6');

/** @returns whether only this machine reaches that address; a name may be any other's */
export const isLoopback = (host: string): boolean =>
  host.toLowerCase() === 'localhost' || isWithin(own, host.replace(/^\[(.*)\]$/, '$1'));

/** @returns whether an address is in the list, IPv4 within IPv6 too */
export function isWithin(list: BlockList, address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIP(plain);
  return family !== 0 && list.check(plain, family === 4 ? 'ipv4' : 'ipv6');
}

/** Bits of the largest network that may be a proxy's: of `0.0.0.0/0` everybody is the proxy. */
const LARGEST = { 4: 8, 6: 16 } as const;

/** @returns null where a word in the list is neither an address nor a network such as 10.0.0.0/8, or is a larger one */
export function readProxies(words: readonly string[]): BlockList | null {
  const list = new BlockList();
  for (const word of words) {
    const [address = '', bits] = word.split('/');
    const family = isIP(address);
    if (family !== 4 && family !== 6) return null;
    const all = family === 4 ? 32 : 128;
    const length = bits === undefined ? all : Number(bits);
    if (!/^\d{1,3}$/.test(bits ?? '0') || length > all || length < LARGEST[family]) return null;
    list.addSubnet(address, length, family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}
