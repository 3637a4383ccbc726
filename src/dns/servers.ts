/** Which DNS servers are asked. */
import { getServers } from 'node:dns';
import { isIP, isIPv6 } from 'node:net';

/** A DNS server: an IP address and a port. */
export type Server = { readonly address: string; readonly port: number };

/** @returns as people write it: "192.0.2.53", with the port where it isn't 53 */
export const nameOf = ({ address, port }: Server): string =>
  port === 53 ? address : isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;

/**
 * @param texts addresses as in `DNS_SERVERS`: "192.0.2.53", "192.0.2.53:5353", "[2001:db8::53]:53"
 * @returns null where one of them is not an address
 */
export function readServers(texts: readonly string[]): readonly Server[] | null {
  const servers = texts.map(serverOf).filter((server) => server !== null);
  return servers.length === texts.length ? servers : null;
}

/** @returns the servers that this machine uses */
export const systemServers = (): readonly Server[] => readServers(getServers()) ?? [];

function serverOf(text: string): Server | null {
  const found = /^(?:\[([\da-f:.]+)\](?::(\d+))?|([\d.]+)(?::(\d+))?|([\da-f:.]+))$/i.exec(text.trim());
  const address = found?.[1] ?? found?.[3] ?? found?.[5] ?? '';
  const port = Number(found?.[2] ?? found?.[4] ?? 53);
  return isIP(address) !== 0 && port > 0 && port < 65_536 ? { address, port } : null;
}
