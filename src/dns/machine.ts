/** The names of the machine that sends: looked up, never guessed. */
import { type Answer, isAbsent, type Resolve, recordsOf } from './answer.ts';
import { hiddenKind, type Ip, readIp, sameIp } from './ip.ts';
import { readDomain } from './name.ts';
import type { Evidence } from './report.ts';
import { evidenceOf } from './row.ts';

/** Mail hosts whose addresses are looked at. */
const MOST_HOSTS = 5;
/** What mail servers are called, most often. */
const USUAL = ['mail', 'smtp', 'mx', 'mta'] as const;

/** Who sends, as far as it is known. */
export type Machine = {
  readonly ip: Ip;
  /** The name that it greets with. */
  readonly helo: string | null;
  /** The domains that mail is sent for. */
  readonly domains: readonly string[];
};

/** @returns the record type that holds such an address */
export const typeOf = (ip: Ip): 'A' | 'AAAA' => (ip.version === 4 ? 'A' : 'AAAA');

/**
 * @returns a name that leads to the address: the one that it greets with, a mail host of the domains or one of their
 *   usual names; null where none of them does
 */
export async function machineName({ ip, helo, domains }: Machine, ask: Resolve): Promise<string | null> {
  const greeted = helo === null ? null : readDomain(helo);
  const hosts = await Promise.all(
    domains.map(async (domain) => {
      const mx = recordsOf<'MX'>(await ask(domain, 'MX')).map(({ exchange }) => exchange);
      return [
        ...mx.filter(Boolean).slice(0, MOST_HOSTS),
        ...USUAL.map((name) => `${name}.${domain}`),
        domain,
      ];
    }),
  );
  const names = [...new Set([...(greeted && 'domain' in greeted ? [greeted.domain] : []), ...hosts.flat()])];
  const answers = await Promise.all(names.map((name) => ask(name, typeOf(ip))));
  return names.find((_, i) => leadsTo(answers[i], ip)) ?? null;
}

const leadsTo = (answer: Answer<'A' | 'AAAA'> | undefined, ip: Ip): boolean =>
  answer !== undefined && recordsOf<'A' | 'AAAA'>(answer).some((address) => sameIp(address, ip.text));

/** Where a name leads, for an address of one family. */
export type Forward = {
  readonly addresses: readonly string[];
  /** Why it isn't known; null where it is. */
  readonly open: string | null;
  /** Nothing stands at the name, neither addresses nor an alias: one may be put there. */
  readonly free: boolean;
  readonly evidence: readonly Evidence[];
};

/** @param ip says which of A and AAAA counts; the other one is looked at only to see whether the name is free */
export async function forwardOf(host: string, ip: Ip, ask: Resolve): Promise<Forward> {
  const types = ip.version === 4 ? (['A', 'AAAA'] as const) : (['AAAA', 'A'] as const);
  const answers = await Promise.all(types.map((type) => ask(host, type) as Promise<Answer<'A' | 'AAAA'>>));
  const [own] = answers;
  const addresses = own ? recordsOf<'A' | 'AAAA'>(own) : [];
  return {
    addresses,
    open: own?.status === 'failed' ? own.why : insideView(host, addresses),
    free: answers.every(
      (answer) => isAbsent(answer) && answer.status !== 'failed' && answer.aliases.length === 0,
    ),
    evidence: types.map((type, i) => evidenceOf(host, type, answers[i] as Answer)),
  };
}

/** @returns why addresses that the Internet can't see tell nothing of what others see there; null where one can be seen */
export function insideView(host: string, addresses: readonly string[]): string | null {
  const kinds = addresses.map((address) => {
    const ip = readIp(address);
    return ip === null ? null : hiddenKind(ip);
  });
  const [kind] = kinds;
  return kind && kinds.every((one) => one !== null)
    ? `${host} leads to ${addresses[0]} for our DNS server, which is ${kind}: others on the Internet may see another one. Ask a DNS server outside of your network (DNS_SERVERS)`
    : null;
}
