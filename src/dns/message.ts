/** DNS messages: a question as bytes, and bytes as an answer. The wire format itself is read by dns-packet. */
import { isUtf8 } from 'node:buffer';
import { decode, encode, type Packet, type Answer as PacketRecord, type TxtData } from 'dns-packet';
import type { Answer, DnsFailure, RecordData, RecordType } from './answer.ts';

/** What may come in one UDP packet without being cut on its way (DNS flag day 2020, RFC 9715 §3.1). */
const UDP_SIZE = 1232;
const RECURSION_DESIRED = 1 << 8;
/** Asks for the AD bit in the answer without asking for the signatures (RFC 6840 §5.7). */
const AUTHENTIC_DATA = 1 << 5;
/** Where an absence names no time to keep it for, or a record none: seconds. */
const SHORTEST = 30;

const EDNS = {
  type: 'OPT' as const,
  name: '.',
  udpPayloadSize: UDP_SIZE,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

/**
 * @param edns whether to speak EDNS (RFC 6891), which a few old servers and firewalls don't take
 * @returns the question as a packet for UDP; over TCP its length goes in front
 */
export function encodeQuestion(id: number, name: string, type: RecordType, edns = true): Buffer {
  return encode({
    type: 'query',
    id,
    flags: RECURSION_DESIRED | AUTHENTIC_DATA,
    questions: [{ name, type, class: 'IN' }],
    additionals: edns ? [EDNS] : [],
  });
}

/** @returns null for a packet that answers another question, or is none; an error alone may leave the question out */
export function decodeAnswer(bytes: Buffer, id: number, name: string, type: RecordType): Packet | null {
  let packet: Packet;
  try {
    packet = decode(bytes);
  } catch {
    return null;
  }
  const [question] = packet.questions ?? [];
  const isOurs =
    packet.type === 'response' &&
    packet.id === id &&
    (question === undefined
      ? !isAnswer(packet)
      : question.type === type && question.class === 'IN' && same(question.name, name));
  return isOurs ? packet : null;
}

const same = (a: string, b: string): boolean => tidy(a) === tidy(b);
const tidy = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** What dns-packet gives beside its types. */
type Flags = {
  readonly rcode?: string;
  readonly flag_aa?: boolean;
  readonly flag_ad?: boolean;
  readonly flag_ra?: boolean;
  readonly flag_tc?: boolean;
};

export const isCut = (packet: Packet): boolean => (packet as Flags).flag_tc === true;

/** @returns whether the server could not read the question, as those do that don't know EDNS (RFC 6891 §7) */
export const isUnread = (packet: Packet): boolean =>
  ['FORMERR', 'NOTIMP'].includes((packet as Flags).rcode ?? '');

/** @returns whether it says something of the name, be it that there is none */
const isAnswer = (packet: Packet): boolean =>
  ['NOERROR', 'NXDOMAIN'].includes((packet as Flags).rcode ?? 'NOERROR');

/** The server told an alias and didn't look up what it leads to: whoever asked asks for that. */
export type Unfollowed = {
  readonly status: 'alias';
  readonly ttl: number;
  readonly authenticated: boolean;
  readonly aliases: readonly string[];
};

/** @param server for the words of a failure: "192.0.2.53" */
export function answerOf<T extends RecordType>(
  packet: Packet,
  name: string,
  type: T,
  server: string,
): Answer<T> | Unfollowed {
  const { rcode = 'NOERROR', flag_ad: authenticated = false } = packet as Flags;
  if (!isAnswer(packet)) return refusal(rcode, packet, server);
  const hidden = withheld(packet, server);
  if (hidden) return hidden;
  const records = packet.answers ?? [];
  const aliases = type === 'CNAME' ? [] : aliasesOf(name, records);
  const owner = tidy(aliases.at(-1) ?? name);
  const fitting = records.filter((record) => record.type === type && tidy(record.name) === owner);
  const told = { authenticated, aliases };
  const ttl = Math.min(...records.map((record) => ttlOf(record)));
  if (fitting.length > 0) {
    const data = fitting.map((record) => dataOf(record)).filter((one) => one !== null);
    return { status: 'found', records: data as unknown as readonly RecordData[T][], ttl, ...told };
  }
  if (!isDenied(packet, owner)) {
    if (aliases.length > 0) return { status: 'alias', ttl, ...told };
    const why = `the DNS server ${server} looked nothing up for this name and only names other servers`;
    return { status: 'failed', kind: 'not-followed', why };
  }
  const absence = { ttl: absenceTtl(packet), ...told };
  return rcode === 'NXDOMAIN' ? { status: 'no-name', ...absence } : { status: 'no-data', ...absence };
}

/**
 * Whether an answer without records says that there are none (RFC 2308 §2.1, §2.2): the SOA record of a zone that
 * holds the name does. Without one it does so where the server has authority or looked the name up; one that only names
 * other servers is a referral, and an alias alone says nothing of what it leads to.
 */
function isDenied(packet: Packet, owner: string): boolean {
  const { rcode, flag_aa: authority = false, flag_ra: recursion = false } = packet as Flags;
  const above = packet.authorities ?? [];
  const isAlias = (packet.answers ?? []).some(({ type }) => type === 'CNAME');
  if (rcode === 'NXDOMAIN') return authority || recursion;
  const soa = above.find(({ type }) => type === 'SOA');
  if (soa !== undefined) return !isAlias || isWithin(owner, tidy(soa.name));
  return !isAlias && (authority || (recursion && !above.some(({ type }) => type === 'NS')));
}

const isWithin = (name: string, zone: string): boolean =>
  zone === '' || name === zone || name.endsWith(`.${zone}`);

function refusal(rcode: string, packet: Packet, server: string): DnsFailure {
  if (rcode === 'REFUSED') {
    return { status: 'failed', kind: 'refused', why: `the DNS server ${server} refused the question` };
  }
  const reason = extendedErrors(packet)
    .map((code) => EXTENDED[code])
    .find((words) => words !== undefined);
  return {
    status: 'failed',
    kind: 'server-failure',
    why: `the DNS server ${server} could not find out (${rcode}${reason ? `: ${reason}` : ''})`,
  };
}

/** Extended DNS Errors (RFC 8914 §4) that tell an administrator more than SERVFAIL does. */
const EXTENDED: Readonly<Record<number, string>> = {
  1: 'a DNSSEC algorithm that it does not know',
  2: 'a DNSSEC digest that it does not know',
  5: 'DNSSEC could not be checked',
  6: 'DNSSEC signatures are wrong',
  7: 'DNSSEC signatures have expired',
  8: 'DNSSEC signatures are not valid yet',
  9: 'the DNSSEC key is missing',
  10: 'DNSSEC signatures are missing',
  11: 'the DNSSEC key is not one for a zone',
  12: 'the DNSSEC proof that there is no such record is missing',
  22: "the domain's name servers cannot be reached",
  23: "a network error on the way to the domain's name servers",
};
/** Those with which a server owns up to an answer that isn't what DNS holds (RFC 8914 §4.5, §4.16 to §4.20). */
const WITHHELD: Readonly<Record<number, string>> = {
  4: 'made its answer up',
  15: 'blocks this name',
  16: 'is made to block this name',
  17: 'filters this name out',
  18: 'does not answer us',
  19: 'has an old answer only',
};

/** The codes of an answer, most of them have none. */
function extendedErrors(packet: Packet): readonly number[] {
  return (packet.additionals ?? []).flatMap((record) =>
    record.type === 'OPT'
      ? (record.options as readonly { code: number; data?: Buffer }[]).flatMap(({ code, data }) =>
          code === 15 && data && data.length >= 2 ? [data.readUInt16BE(0)] : [],
        )
      : [],
  );
}

function withheld(packet: Packet, server: string): DnsFailure | null {
  const code = extendedErrors(packet).find((one) => WITHHELD[one] !== undefined);
  if (code === undefined) return null;
  return { status: 'failed', kind: 'blind', why: `the DNS server ${server} ${WITHHELD[code]}` };
}

function aliasesOf(name: string, records: readonly PacketRecord[]): string[] {
  const aliases: string[] = [];
  let at = tidy(name);
  while (aliases.length < records.length) {
    const next = records.find((record) => record.type === 'CNAME' && tidy(record.name) === at);
    if (next?.type !== 'CNAME') break;
    at = tidy(next.data);
    aliases.push(at);
  }
  return aliases;
}

const ttlOf = (record: PacketRecord): number =>
  'ttl' in record && typeof record.ttl === 'number' ? record.ttl : SHORTEST;

/** RFC 2308 §5: the lesser of the SOA's own TTL and its minimum field. */
function absenceTtl(packet: Packet): number {
  const soa = packet.authorities?.find((record) => record.type === 'SOA');
  return soa?.type === 'SOA' ? Math.min(ttlOf(soa), soa.data.minimum ?? SHORTEST) : SHORTEST;
}

function dataOf(record: PacketRecord): RecordData[RecordType] | null {
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return record.data;
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return tidy(record.data);
    case 'MX':
      return { preference: record.data.preference ?? 0, exchange: tidy(record.data.exchange) };
    case 'TXT':
      return textOf(record.data);
    case 'TLSA': {
      const { usage, selector, matchingType, certificate } = record.data;
      return { usage, selector, matching: matchingType, data: certificate.toString('hex') };
    }
    default:
      return null;
  }
}

/** RFC 1035 knows bytes alone. What people type beyond ASCII is stored as UTF-8, or else each byte is a letter. */
function textOf(data: TxtData): string {
  const parts = Array.isArray(data) ? data : [data];
  const bytes = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
}
