/** `bounce-triage doctor dns`, with DNS servers on loopback. */
import { expect, test } from 'vitest';
import { run } from '../../support/command-line.ts';
import { LISTS } from '../../support/dns-check.ts';
import { type DnsServerOptions, startDnsServer, type Zone } from '../../support/dns-server.ts';

async function doctor(zone: Zone, lists: string, options: DnsServerOptions = {}) {
  const dns = await startDnsServer(zone, options);
  const env = { DNS_SERVERS: `127.0.0.1:${dns.server.port}`, DNS_BLOCKLISTS: lists };
  const { status, out } = await run(['doctor', 'dns'], { env });
  await dns.close();
  return { status, out: out.replaceAll(String(dns.server.port), '53') };
}

test('all is well', async () => {
  expect(await doctor(LISTS, 'spamhaus')).toEqual({
    status: 0,
    out: `✓ The DNS server 127.0.0.1:53 knows the Internet.
✓ Spamhaus (zen.spamhaus.org) answers.
✓ Spamhaus (dbl.spamhaus.org) answers.
`,
  });
});

test('a list refuses us, another one is out of reach', async () => {
  const zone = { '2.0.0.127.zen.spamhaus.org': { A: ['127.255.255.254'] } };
  expect(await doctor(zone, 'spamhaus')).toEqual({
    status: 1,
    out: `✓ The DNS server 127.0.0.1:53 knows the Internet.
✗ Spamhaus (zen.spamhaus.org) can't be asked: Spamhaus refused our resolver (127.255.255.254): it takes no questions through a public resolver: set DNS_SERVERS to a resolver of your own.
✗ Spamhaus (dbl.spamhaus.org) can't be asked: Spamhaus does not answer our resolver: even dbltest.com, which it always holds (RFC 5782 §5), is not on it.
`,
  });
});

test.each([
  [{ blind: true }, 'says that there is no .com'],
  [{ invents: '203.0.113.7' }, "answers 203.0.113.7 for names that don't exist"],
])('a server that does not know the Internet: %j', async (options, why) => {
  expect(await doctor({}, 'none', options)).toEqual({
    status: 1,
    out: `✗ The DNS server 127.0.0.1:53 doesn't know the Internet: it ${why}. Set DNS_SERVERS to one that does.\n`,
  });
});
