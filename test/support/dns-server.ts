/**
 * A real DNS server on loopback, UDP and TCP on one port, that answers from zones as a recursive resolver does: it
 * follows aliases, cuts what doesn't fit into a UDP packet, and fails where a zone tells it to.
 */
import { createSocket, type RemoteInfo } from 'node:dgram';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type Answer, decode, encode, type RecordType } from 'dns-packet';
import type { Server } from '../../src/dns/index.ts';

/**
 * What goes wrong with a question: no answer at all, a failure (of DNSSEC, which is said), a refusal, other servers'
 * names in place of an answer, "no such name" of a server that blocks it and says so, an alias alone, an answer that
 * is cut where TCP is closed, or one without an SOA record.
 */
export type Fault =
  | 'TIMEOUT'
  | 'SERVFAIL'
  | 'BOGUS'
  | 'REFUSED'
  | 'FORMERR'
  | 'REFERRAL'
  | 'BLOCKED'
  | 'CUT'
  | 'EMPTY';
type Records = readonly string[] | Fault;
type Type = 'A' | 'AAAA' | 'CNAME' | 'MX' | 'NS' | 'PTR' | 'TLSA' | 'TXT';
type Node = Readonly<Partial<Record<Type, Records>>> & {
  /** Its alias alone comes, not what it leads to. */
  readonly unfollowed?: true;
};
export type Zone = Readonly<Record<string, Fault | Node>>;

export type DnsServer = {
  readonly server: Server;
  /** "TXT example.com", in the order in which they came; "tcp TXT …" over TCP, "bare TXT …" without EDNS. */
  readonly asked: string[];
  /** The same without what a resolver asks to find out whether the server knows the Internet. */
  readonly askedOfUs: () => readonly string[];
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
  /** Answers without EDNS alone, as an old server does: FORMERR to others, or nothing. */
  readonly old?: 'FORMERR' | 'TIMEOUT';
  /** Knows its own zones and nothing else: not even .com is there. */
  readonly blind?: boolean;
  /** An address that it gives in place of "no such name", as some access providers do. */
  readonly invents?: string;
};

/** What every server on the Internet knows. */
const INTERNET: Zone = { com: { NS: ['a.gtld-servers.net'] } };

const RCODES = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  BOGUS: 2,
  NXDOMAIN: 3,
  BLOCKED: 3,
  REFUSED: 5,
} as const;
/** Extended DNS Errors: expired signatures (RFC 8914 §4.8), blocked (§4.16). */
const EXTENDED: Readonly<Record<string, number>> = { BOGUS: 7, BLOCKED: 15 };
const extendedError = (code: number) => ({
  type: 'OPT' as const,
  name: '.',
  udpPayloadSize: 1232,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [{ code: 15, type: 'OPTION_15', data: Buffer.from([0, code]) } as never],
});
const AUTHORITATIVE = 1 << 10;
const CUT = 1 << 9;
const DESIRED = 1 << 8;
const RECURSION = DESIRED | (1 << 7);
const AUTHENTIC = 1 << 5;

export async function startDnsServer(
  first: Zone,
  { delayMs = 0, ttl = 300, authenticated = false, old, blind = false, invents }: DnsServerOptions = {},
): Promise<DnsServer> {
  const whole = (zone: Zone): Zone => lowered(blind ? zone : { ...INTERNET, ...zone });
  let zone = whole(first);
  const asked: string[] = [];
  const udp = createSocket('udp4');
  const sockets = new Set<Socket>();

  const respond = (query: Buffer, most: number, send: (bytes: Buffer) => void): void => {
    const { id = 0, questions: [question] = [], additionals = [] } = decode(query);
    if (!question) return;
    const isTcp = most > 4096;
    const bare = additionals.length === 0;
    asked.push(`${isTcp ? 'tcp ' : ''}${bare ? 'bare ' : ''}${question.type} ${question.name}`);
    const found = old && !bare ? old : lookUp(zone, question.name, question.type, invents);
    const packet = { type: 'response' as const, id, questions: [question] };
    if (found === 'TIMEOUT' || (found === 'CUT' && isTcp)) return;
    if (found === 'CUT') {
      send(encode({ ...packet, flags: RECURSION | CUT }));
      return;
    }
    if (found === 'REFERRAL') {
      const other = { type: 'NS' as const, name: question.name, ttl, data: 'ns.elsewhere.test' };
      send(encode({ ...packet, flags: DESIRED, authorities: [other] }));
      return;
    }
    if (found === 'EMPTY') {
      send(encode({ ...packet, flags: RECURSION }));
      return;
    }
    const { rcode, records } = typeof found === 'string' ? { rcode: found, records: [] } : found;
    const flags = RECURSION | RCODES[rcode] | AUTHORITATIVE | (authenticated ? AUTHENTIC : 0);
    const answers = records.flatMap(([name, type, text]) => answerOf(name, type, text, ttl));
    const soa = {
      type: 'SOA' as const,
      name: 'test',
      ttl,
      data: { mname: 'ns.test', rname: 'dns.test', serial: 1, refresh: 1, retry: 1, expire: 1, minimum: ttl },
    };
    const extended = EXTENDED[rcode];
    const bytes = encode({
      ...packet,
      flags,
      answers,
      authorities: answers.length > 0 ? [] : [soa],
      additionals: extended === undefined ? [] : [extendedError(extended)],
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
    askedOfUs: () => asked.filter((line) => !/ (com|[0-9a-f]{32}\.com)$/.test(line)),
    serve: (next) => {
      zone = whole(next);
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

function lookUp(zone: Zone, asked: string, type: string, invents?: string): Found | Fault {
  const name = asked.toLowerCase();
  const node = zone[name];
  if (typeof node === 'string') return node;
  if (node === undefined) {
    // A name above one that exists does exist (RFC 8020).
    const exists = Object.keys(zone).some((other) => other.endsWith(`.${name}`));
    if (invents === undefined) return { rcode: exists ? 'NOERROR' : 'NXDOMAIN', records: [] };
    return { rcode: 'NOERROR', records: type === 'A' ? [[asked, type, invents]] : [] };
  }
  const records = node[type as Type];
  if (typeof records === 'string') return records;
  if (records) return { rcode: 'NOERROR', records: records.map((text) => [asked, type, text] as const) };
  const [alias] = Array.isArray(node.CNAME) ? node.CNAME : [];
  if (alias === undefined) return { rcode: 'NOERROR', records: [] };
  if (node.unfollowed) return { rcode: 'NOERROR', records: [[asked, 'CNAME', alias]] };
  const target = lookUp(zone, alias, type, invents);
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
