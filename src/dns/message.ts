/** DNS messages: a question as bytes, and bytes as an answer. The wire format itself is read by dns-packet. */
import { decode, encode, type Packet, type Answer as PacketRecord, type TxtData } from 'dns-packet';
import type { Answer, DnsFailure, RecordData, RecordType } from './answer.ts';

/** What may come in one UDP packet without being cut on its way (DNS flag day 2020, RFC 9715 §3.1). */
const UDP_SIZE = 1232;
const RECURSION_DESIRED = 1 << 8;
/** Asks for the AD bit in the answer without asking for the signatures (RFC 6840 §5.7). */
const AUTHENTIC_DATA = 1 << 5;
/** Where an absence names no time to keep it for, or a record none: seconds. */
const SHORTEST = 30;

/** @returns the question as a packet for UDP; over TCP its length goes in front */
export function encodeQuestion(id: number, name: string, type: RecordType): Buffer {
  return encode({
    type: 'query',
    id,
    flags: RECURSION_DESIRED | AUTHENTIC_DATA,
    questions: [{ name, type, class: 'IN' }],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: UDP_SIZE,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        flag_do: false,
        options: [],
      },
    ],
  });
}

/** @returns null for a packet that answers another question, or is none */
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
    (question === undefined || (question.type === type && same(question.name, name)));
  return isOurs ? packet : null;
}

const same = (a: string, b: string): boolean => tidy(a) === tidy(b);
const tidy = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** What dns-packet gives beside its types. */
type Flags = { readonly rcode?: string; readonly flag_ad?: boolean; readonly flag_tc?: boolean };

export const isCut = (packet: Packet): boolean => (packet as Flags).flag_tc === true;

/** @param server for the words of a failure: "192.0.2.53" */
export function answerOf<T extends RecordType>(
  packet: Packet,
  name: string,
  type: T,
  server: string,
): Answer<T> {
  const { rcode = 'NOERROR', flag_ad: authenticated = false } = packet as Flags;
  if (rcode !== 'NOERROR' && rcode !== 'NXDOMAIN') return refusal(rcode, packet, server);
  const records = packet.answers ?? [];
  const aliases = aliasesOf(name, records);
  const owner = tidy(aliases.at(-1) ?? name);
  const fitting = records.filter((record) => record.type === type && tidy(record.name) === owner);
  const told = { authenticated, aliases };
  if (fitting.length > 0) {
    const data = fitting.map((record) => dataOf(record)).filter((one) => one !== null);
    const ttl = Math.min(...records.map((record) => ttlOf(record)));
    return { status: 'found', records: data as unknown as readonly RecordData[T][], ttl, ...told };
  }
  const ttl = absenceTtl(packet);
  return rcode === 'NXDOMAIN' ? { status: 'no-name', ttl, ...told } : { status: 'no-data', ttl, ...told };
}

function refusal(rcode: string, packet: Packet, server: string): DnsFailure {
  if (rcode === 'REFUSED') {
    return { status: 'failed', kind: 'refused', why: `the DNS server ${server} refused the question` };
  }
  const reason = extendedError(packet);
  return {
    status: 'failed',
    kind: 'server-failure',
    why: `the DNS server ${server} could not find out (${rcode}${reason ? `: ${reason}` : ''})`,
  };
}

/** Extended DNS Errors (RFC 8914 §4) that tell an administrator more than SERVFAIL does. */
const EXTENDED: Readonly<Record<number, string>> = {
  6: 'DNSSEC signatures are wrong',
  7: 'DNSSEC signatures have expired',
  8: 'DNSSEC signatures are not valid yet',
  9: 'the DNSSEC key is missing',
  10: 'DNSSEC signatures are missing',
  22: "the domain's name servers cannot be reached",
  23: "a network error on the way to the domain's name servers",
};

function extendedError(packet: Packet): string | null {
  for (const record of packet.additionals ?? []) {
    if (record.type !== 'OPT') continue;
    for (const option of record.options as readonly { code: number; data?: Buffer }[]) {
      if (option.code !== 15 || !option.data || option.data.length < 2) continue;
      return EXTENDED[option.data.readUInt16BE(0)] ?? null;
    }
  }
  return null;
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

const textOf = (data: TxtData): string =>
  (Array.isArray(data) ? data : [data])
    .map((part) => (typeof part === 'string' ? part : part.toString('latin1')))
    .join('');
