/**
 * A real DNS server on loopback, UDP and TCP on one port, that answers from zones as a recursive resolver does: it
 * follows aliases, cuts what doesn't fit into a UDP packet, and fails where a zone tells it to.
 */
import { createSocket, type RemoteInfo } from 'node:dgram';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type Answer, decode, encode, type RecordType } from 'dns-packet';
import type { Server } from '../../src/dns/index.ts';

/** What goes wrong with a question: no answer at all, a failure (of DNSSEC, which is said), or a refusal. */
export type Fault = 'TIMEOUT' | 'SERVFAIL' | 'BOGUS' | 'REFUSED';
type Records = readonly string[] | Fault;
export type Zone = Readonly<
  Record<
    string,
    Fault | Readonly<Partial<Record<'A' | 'AAAA' | 'CNAME' | 'MX' | 'PTR' | 'TLSA' | 'TXT', Records>>>
  >
>;

export type DnsServer = {
  readonly server: Server;
  /** "TXT example.com", in the order in which they came; "tcp TXT …" over TCP. */
  readonly asked: string[];
  /** Puts another zone in the place of this one. */
  readonly serve: (zone: Zone) => void;
  readonly close: () => Promise<void>;
};

export type DnsServerOptions = {
  /** Milliseconds until each answer. */
  readonly delayMs?: number;
  readonly ttl?: number;
  /** Sets the AD bit, as a resolver that checks DNSSEC does. */
  readonly authenticated?: boolean;
};

const RCODES = { NOERROR: 0, SERVFAIL: 2, BOGUS: 2, NXDOMAIN: 3, REFUSED: 5 } as const;
/** Extended DNS Error 7 (RFC 8914 §4.8). */
const EXPIRED_SIGNATURES = {
  type: 'OPT' as const,
  name: '.',
  udpPayloadSize: 1232,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [{ code: 15, type: 'OPTION_15', data: Buffer.from([0, 7]) } as never],
};
const AUTHORITATIVE = 1 << 10;
const CUT = 1 << 9;
const RECURSION = (1 << 8) | (1 << 7);
const AUTHENTIC = 1 << 5;

export async function startDnsServer(
  first: Zone,
  { delayMs = 0, ttl = 300, authenticated = false }: DnsServerOptions = {},
): Promise<DnsServer> {
  let zone = lowered(first);
  const asked: string[] = [];
  const udp = createSocket('udp4');
  const sockets = new Set<Socket>();

  const respond = (query: Buffer, most: number, send: (bytes: Buffer) => void): void => {
    const { id = 0, questions: [question] = [] } = decode(query);
    if (!question) return;
    asked.push(`${most > 4096 ? 'tcp ' : ''}${question.type} ${question.name}`);
    const found = lookUp(zone, question.name, question.type);
    if (found === 'TIMEOUT') return;
    const { rcode, records } = typeof found === 'string' ? { rcode: found, records: [] } : found;
    const flags = RECURSION | RCODES[rcode] | AUTHORITATIVE | (authenticated ? AUTHENTIC : 0);
    const packet = { type: 'response' as const, id, questions: [question] };
    const answers = records.flatMap(([name, type, text]) => answerOf(name, type, text, ttl));
    const soa = {
      type: 'SOA' as const,
      name: 'test',
      ttl,
      data: { mname: 'ns.test', rname: 'dns.test', serial: 1, refresh: 1, retry: 1, expire: 1, minimum: ttl },
    };
    const bytes = encode({
      ...packet,
      flags,
      answers,
      authorities: answers.length > 0 ? [] : [soa],
      additionals: rcode === 'BOGUS' ? [EXPIRED_SIGNATURES] : [],
    });
    const fits = bytes.length <= most ? bytes : encode({ ...packet, flags: flags | CUT });
    if (delayMs > 0) setTimeout(() => send(fits), delayMs);
    else send(fits);
  };

  udp.on('message', (query: Buffer, { port, address }: RemoteInfo) =>
    respond(query, 1232, (bytes) => {
      if (!closed) udp.send(bytes, port, address);
    }),
  );
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) =>
      respond(bytes.subarray(2), 65_535, (reply) => {
        const length = Buffer.alloc(2);
        length.writeUInt16BE(reply.length);
        // In two parts, as a network may hand it over.
        socket.write(Buffer.concat([length, reply.subarray(0, 100)]));
        setImmediate(() => socket.end(reply.subarray(100)));
      }),
    );
  });
  let closed = false;
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const { port } = tcp.address() as AddressInfo;
  await new Promise<void>((resolve) => udp.bind(port, '127.0.0.1', resolve));
  return {
    server: { address: '127.0.0.1', port },
    asked,
    serve: (next) => {
      zone = lowered(next);
    },
    close: async () => {
      closed = true;
      for (const socket of sockets) socket.destroy();
      await Promise.all([
        new Promise<void>((resolve) => udp.close(() => resolve())),
        new Promise<void>((resolve) => tcp.close(() => resolve())),
      ]);
    },
  };
}

const lowered = (zone: Zone): Zone =>
  Object.fromEntries(
    Object.entries(zone).map(([name, value]) => [name.toLowerCase().replace(/\.$/, ''), value]),
  );

type Found = {
  readonly rcode: 'NOERROR' | 'NXDOMAIN';
  readonly records: readonly (readonly [name: string, type: string, text: string])[];
};

function lookUp(zone: Zone, asked: string, type: string): Found | Fault {
  const name = asked.toLowerCase();
  const node = zone[name];
  if (typeof node === 'string') return node;
  if (node === undefined) {
    // A name above one that exists does exist (RFC 8020).
    const exists = Object.keys(zone).some((other) => other.endsWith(`.${name}`));
    return { rcode: exists ? 'NOERROR' : 'NXDOMAIN', records: [] };
  }
  const records = node[type as keyof typeof node];
  if (typeof records === 'string') return records;
  if (records) return { rcode: 'NOERROR', records: records.map((text) => [asked, type, text] as const) };
  const [alias] = Array.isArray(node.CNAME) ? node.CNAME : [];
  if (alias === undefined) return { rcode: 'NOERROR', records: [] };
  const target = lookUp(zone, alias, type);
  if (typeof target === 'string') return target;
  return { rcode: target.rcode, records: [[asked, 'CNAME', alias], ...target.records] };
}

function answerOf(name: string, type: string, text: string, ttl: number): Answer {
  return { name, type: type as RecordType, ttl, class: 'IN', data: dataOf(type, text) } as Answer;
}

function dataOf(type: string, text: string): unknown {
  const [first = '', second = '', third = '', fourth = ''] = text.split(' ');
  if (type === 'MX') return { preference: Number(first), exchange: second };
  if (type === 'TLSA') {
    return {
      usage: Number(first),
      selector: Number(second),
      matchingType: Number(third),
      certificate: Buffer.from(fourth, 'hex'),
    };
  }
  if (type !== 'TXT') return text;
  const bytes = Buffer.from(text, 'utf8');
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length || at === 0; at += 255) parts.push(bytes.subarray(at, at + 255));
  return parts;
}
