/** Our DNS client against a real server on loopback. */
import { createServer } from 'node:net';
import { encode } from 'dns-packet';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createResolver } from '../../src/dns/index.ts';
import { answerOf, decodeAnswer } from '../../src/dns/message.ts';
import { type DnsServer, startDnsServer } from '../support/dns-server.ts';

const LONG = `v=long ${'x'.repeat(4096)}`;
let dns: DnsServer;
beforeAll(async () => {
  dns = await startDnsServer(
    {
      'example.com': {
        A: ['192.0.2.1', '192.0.2.2'],
        AAAA: ['2001:db8::1'],
        MX: ['20 Backup.example.com', '10 mail.example.com'],
        TXT: ['v=spf1 -all', 'other'],
      },
      'null.example.com': { MX: ['0 .'] },
      'www.example.com': { CNAME: ['web.example.com'] },
      'web.example.com': { CNAME: ['example.com'] },
      'dangling.example.com': { CNAME: ['nowhere.test'] },
      '_25._tcp.mail.example.com': { TLSA: ['3 1 1 aabb'] },
      'long.example.com': { TXT: [LONG] },
      'broken.example.com': 'SERVFAIL',
      'bogus.example.com': 'BOGUS',
      'refused.example.com': 'REFUSED',
      'silent.example.com': 'TIMEOUT',
      'referral.example.com': 'REFERRAL',
      'empty.example.com': 'EMPTY',
      'blocked.example.com': 'BLOCKED',
      'cut.example.com': 'CUT',
      'unread.example.com': 'FORMERR',
      'half.example.com': { CNAME: ['web.example.com'], unfollowed: true },
      'half-dead.example.com': { CNAME: ['nowhere.test'], unfollowed: true },
      'half-broken.example.com': { CNAME: ['broken.example.com'], unfollowed: true },
      'circle.example.com': { CNAME: ['circle2.example.com'], unfollowed: true },
      'circle2.example.com': { CNAME: ['circle.example.com'], unfollowed: true },
      'c0.example.com': { CNAME: ['c1.example.com'], unfollowed: true },
      ...Object.fromEntries(
        Array.from({ length: 12 }, (_, i) => [
          `c${i + 1}.example.com`,
          { CNAME: [`c${i + 2}.example.com`], unfollowed: true },
        ]),
      ),
      'c13.example.com': { A: ['192.0.2.3'] },
    },
    { ttl: 60 },
  );
});
afterAll(() => dns.close());
beforeEach(() => {
  dns.asked.length = 0;
});
const client = (timeoutMs = 200, now = () => new Date(0)) =>
  createResolver({ servers: [dns.server], timeoutMs, now });

describe('what a question comes back with', () => {
  test('records of each type, with how long they may be kept', async () => {
    const { resolve } = client();
    expect(await resolve('Example.COM.', 'A')).toEqual({
      status: 'found',
      records: ['192.0.2.1', '192.0.2.2'],
      ttl: 60,
      authenticated: false,
      aliases: [],
    });
    expect(await resolve('example.com', 'MX')).toMatchObject({
      records: [
        { preference: 20, exchange: 'backup.example.com' },
        { preference: 10, exchange: 'mail.example.com' },
      ],
    });
    expect(await resolve('example.com', 'TXT')).toMatchObject({ records: ['v=spf1 -all', 'other'] });
    expect(await resolve('null.example.com', 'MX')).toMatchObject({
      records: [{ preference: 0, exchange: '' }],
    });
    expect(await resolve('_25._tcp.mail.example.com', 'TLSA')).toMatchObject({
      records: [{ usage: 3, selector: 1, matching: 1, data: 'aabb' }],
    });
  });

  test('aliases are followed and named, also where they lead nowhere', async () => {
    const { resolve } = client();
    expect(await resolve('www.example.com', 'A')).toMatchObject({
      status: 'found',
      aliases: ['web.example.com', 'example.com'],
      records: ['192.0.2.1', '192.0.2.2'],
    });
    expect(await resolve('dangling.example.com', 'A')).toMatchObject({
      status: 'no-name',
      aliases: ['nowhere.test'],
    });
  });

  test('a name that does not exist, and one that has no such record, are told apart', async () => {
    const { resolve } = client();
    expect(await resolve('missing.example.com', 'A')).toMatchObject({ status: 'no-name' });
    expect(await resolve('mail.example.com', 'MX')).toMatchObject({ status: 'no-data' });
    expect(await resolve('null.example.com', 'A')).toMatchObject({ status: 'no-data' });
  });

  test('an alias that the server did not follow is followed by us', async () => {
    const { resolve } = client();
    expect(await resolve('half.example.com', 'A')).toMatchObject({
      status: 'found',
      aliases: ['web.example.com', 'example.com'],
      records: ['192.0.2.1', '192.0.2.2'],
    });
    expect(await resolve('half.example.com', 'TLSA')).toMatchObject({ status: 'no-data' });
    expect(await resolve('half-dead.example.com', 'A')).toMatchObject({
      status: 'no-name',
      aliases: ['nowhere.test'],
    });
    expect(await resolve('half-broken.example.com', 'A')).toMatchObject({ kind: 'server-failure' });
    expect(await resolve('circle.example.com', 'A')).toEqual({
      status: 'failed',
      kind: 'not-followed',
      why: 'circle.example.com is an alias that leads in a circle',
    });
    expect(await resolve('c0.example.com', 'A')).toMatchObject({
      kind: 'not-followed',
      why: 'c0.example.com is an alias that leads too far',
    });
    expect(await resolve('half.example.com', 'CNAME')).toMatchObject({ records: ['web.example.com'] });
  });

  test('who only names other servers, or blocks the name, has not answered; who has nothing to say has', async () => {
    const { resolve } = client();
    const { port } = dns.server;
    expect(await resolve('referral.example.com', 'TXT')).toEqual({
      status: 'failed',
      kind: 'not-followed',
      why: `the DNS server 127.0.0.1:${port} looked nothing up for this name and only names other servers`,
    });
    expect(await resolve('blocked.example.com', 'A')).toEqual({
      status: 'failed',
      kind: 'blind',
      why: `the DNS server 127.0.0.1:${port} blocks this name`,
    });
    expect(await resolve('empty.example.com', 'TXT')).toMatchObject({ status: 'no-data' });
    expect(await resolve('cut.example.com', 'TXT')).toMatchObject({ status: 'failed', kind: 'timeout' });
    expect(await resolve('unread.example.com', 'A')).toMatchObject({ kind: 'server-failure' });
  });

  test('a failure is told as a failure', async () => {
    const { resolve } = client();
    const { port } = dns.server;
    expect(await resolve('broken.example.com', 'A')).toEqual({
      status: 'failed',
      kind: 'server-failure',
      why: `the DNS server 127.0.0.1:${port} could not find out (SERVFAIL)`,
    });
    expect(await resolve('bogus.example.com', 'A')).toMatchObject({
      kind: 'server-failure',
      why: `the DNS server 127.0.0.1:${port} could not find out (SERVFAIL: DNSSEC signatures have expired)`,
    });
    expect(await resolve('refused.example.com', 'A')).toMatchObject({ status: 'failed', kind: 'refused' });
    expect(await resolve('silent.example.com', 'A')).toEqual({
      status: 'failed',
      kind: 'timeout',
      why: `the DNS server 127.0.0.1:${port} did not answer within 0.2 seconds`,
    });
    expect(await resolve(`${'a'.repeat(64)}.example.com`, 'A')).toMatchObject({ kind: 'bad-name' });
    expect(await resolve('a..example.com', 'A')).toMatchObject({ kind: 'bad-name' });
  });

  test('an answer that is too long for UDP comes whole over TCP', async () => {
    expect(await client().resolve('long.example.com', 'TXT')).toMatchObject({ records: [LONG] });
    expect(dns.askedOfUs()).toEqual(['TXT long.example.com', 'tcp TXT long.example.com']);
  });
});

test('whatever a server sends, it is an answer, or none to our question', () => {
  const answer = encode({
    type: 'response',
    id: 7,
    questions: [{ type: 'TXT', name: 'example.com' }],
    answers: [
      { type: 'CNAME', name: 'example.com', ttl: 60, data: 'b.example.com' },
      { type: 'TXT', name: 'b.example.com', ttl: 60, data: ['v=spf1 -all'] },
    ],
  });
  const broken = fc
    .tuple(fc.nat(answer.length - 1), fc.nat(255), fc.nat(answer.length))
    .map(([at, byte, cut]) => {
      const bytes = Buffer.from(answer);
      bytes[at] = byte;
      return bytes.subarray(0, cut);
    });
  fc.assert(
    fc.property(fc.oneof(broken, fc.uint8Array({ maxLength: 600 })), (bytes) => {
      const packet = decodeAnswer(Buffer.from(bytes), 7, 'example.com', 'TXT');
      if (packet === null) return;
      const { status } = answerOf(packet, 'example.com', 'TXT', '192.0.2.53');
      expect(['found', 'no-name', 'no-data', 'alias', 'failed']).toContain(status);
    }),
    { numRuns: 5000 },
  );
});

describe('how often a server is asked', () => {
  test('the same question at the same time is asked once, and kept as long as its TTL', async () => {
    let now = 0;
    const { resolve, forget } = client(200, () => new Date(now));
    await Promise.all([
      resolve('example.com', 'A'),
      resolve('EXAMPLE.com', 'A'),
      resolve('example.com.', 'A'),
    ]);
    now = 59_000;
    await resolve('example.com', 'A');
    expect(dns.askedOfUs()).toEqual(['A example.com']);
    now = 60_000;
    await resolve('example.com', 'A');
    expect(dns.askedOfUs()).toHaveLength(2);
    forget();
    await resolve('example.com', 'A');
    expect(dns.askedOfUs()).toHaveLength(3);
  });

  test('an absence is kept, a failure is not', async () => {
    const { resolve } = client();
    await resolve('missing.example.com', 'A');
    await resolve('missing.example.com', 'A');
    await resolve('broken.example.com', 'A');
    await resolve('broken.example.com', 'A');
    expect(dns.askedOfUs()).toEqual([
      'A missing.example.com',
      'A broken.example.com',
      'A broken.example.com',
    ]);
  });

  test('the next server is asked where one is dead or fails; who keeps silent is asked twice', async () => {
    const other = await startDnsServer({ 'broken.example.com': { A: ['192.0.2.3'] } });
    const unused = createServer();
    const port = await new Promise<number>((done) =>
      unused.listen(0, '127.0.0.1', () => done((unused.address() as { port: number }).port)),
    );
    await new Promise((done) => unused.close(done));
    const dead = { address: '127.0.0.1', port };
    const { resolve } = createResolver({ servers: [dead, dns.server, other.server], timeoutMs: 200 });
    expect(await resolve('broken.example.com', 'A')).toMatchObject({ records: ['192.0.2.3'] });
    await other.close();
    await client(50).resolve('silent.example.com', 'A');
    expect(dns.askedOfUs()).toEqual([
      'A broken.example.com',
      'A silent.example.com',
      'bare A silent.example.com',
    ]);
  });
});

describe('a server that does not know the Internet', () => {
  const blindWords = (port: number, what: string): string =>
    `the DNS server 127.0.0.1:${port} doesn't know the Internet: it ${what}. Set DNS_SERVERS to one that does`;
  const own = {
    'corp.example': { TXT: ['v=spf1 -all'], A: ['192.0.2.1'] },
    'nothing.corp.example': { A: [] },
  };

  test('what it knows is believed, what it says is not there is not', async () => {
    const blind = await startDnsServer(own, { blind: true });
    const { port } = blind.server;
    const { resolve, examine } = createResolver({ servers: [blind.server] });
    expect(await resolve('corp.example', 'TXT')).toMatchObject({ status: 'found' });
    expect(await resolve('gone.example', 'A')).toEqual({
      status: 'failed',
      kind: 'blind',
      why: blindWords(port, 'says that there is no .com'),
    });
    expect(await resolve('nothing.corp.example', 'A')).toMatchObject({ kind: 'blind' });
    expect(await examine()).toEqual([
      { server: blind.server, sight: { kind: 'blind', why: 'says that there is no .com', madeUp: [] } },
    ]);
    await blind.close();
  });

  test('one that makes addresses up', async () => {
    const liar = await startDnsServer(own, { invents: '203.0.113.7' });
    const { resolve } = createResolver({ servers: [liar.server] });
    const why = blindWords(liar.server.port, "answers 203.0.113.7 for names that don't exist");
    expect(await resolve('gone.example', 'A')).toEqual({ status: 'failed', kind: 'blind', why });
    expect(await resolve('gone.example', 'TXT')).toEqual({ status: 'failed', kind: 'blind', why });
    expect(await resolve('corp.example', 'A')).toMatchObject({ records: ['192.0.2.1'] });
    await liar.close();
  });

  test('the next server is asked in its place; whether it knows the Internet is found out once in minutes', async () => {
    let now = 0;
    const blind = await startDnsServer({}, { blind: true });
    const { resolve } = createResolver({
      servers: [blind.server, dns.server],
      timeoutMs: 200,
      now: () => new Date(now),
    });
    expect(await resolve('mail.example.com', 'MX')).toMatchObject({ status: 'no-data' });
    expect(await resolve('missing.example.com', 'MX')).toMatchObject({ status: 'no-name' });
    const looks = () => blind.asked.filter((line) => line === 'NS com').length;
    expect(looks()).toBe(1);
    now = 301_000;
    await resolve('missing.example.com', 'TXT');
    expect(looks()).toBe(2);
    await blind.close();
  });

  test('one that is only silent about .com is believed', async () => {
    const server = await startDnsServer({ com: 'TIMEOUT', ...own });
    const { resolve } = createResolver({ servers: [server.server], timeoutMs: 50 });
    expect(await resolve('nothing.corp.example', 'A')).toMatchObject({ status: 'no-data' });
    await server.close();
  });
});

test.each([
  'FORMERR',
  'TIMEOUT',
] as const)('a server that does not take EDNS (%s) is asked without', async (old) => {
  const server = await startDnsServer({ 'example.com': { TXT: ['x'] } }, { old });
  const { resolve } = createResolver({ servers: [server.server], timeoutMs: 100 });
  expect(await resolve('example.com', 'TXT')).toMatchObject({ records: ['x'] });
  expect(server.asked).toEqual(['TXT example.com', 'bare TXT example.com']);
  await server.close();
});

test('an answer to another question, with another id or of no class of ours is none', () => {
  const packet = (more: object) =>
    encode({
      type: 'response',
      id: 7,
      flags: (1 << 8) | (1 << 7),
      questions: [{ type: 'TXT', name: 'example.com', class: 'IN' }],
      ...more,
    });
  const read = (bytes: Buffer) => decodeAnswer(bytes, 7, 'example.com', 'TXT');
  expect(read(packet({}))).not.toBeNull();
  expect(read(packet({ id: 8 }))).toBeNull();
  expect(read(packet({ questions: [{ type: 'A', name: 'example.com' }] }))).toBeNull();
  expect(read(packet({ questions: [{ type: 'TXT', name: 'example.org' }] }))).toBeNull();
  expect(read(packet({ questions: [{ type: 'TXT', name: 'example.com', class: 'CH' }] }))).toBeNull();
  expect(read(packet({ questions: [] }))).toBeNull();
  expect(read(packet({ questions: [], flags: 1 }))).not.toBeNull();
});
