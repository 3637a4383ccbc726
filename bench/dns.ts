/**
 * Measures the DNS check: `npm run bench:dns`. A real DNS server on loopback takes 50 ms for each answer, as one does
 * that has to ask others first; nothing is cached. One figure a line.
 */
import { fileURLToPath } from 'node:url';
import { openCatalog } from '../src/catalog/index.ts';
import { type CheckInput, createChecks, createResolver } from '../src/dns/index.ts';
import { startDnsServer, type Zone } from '../test/support/dns-server.ts';

const ANSWER_MS = 50;
const AT_ONCE = 20;
const CATALOG = fileURLToPath(new URL('../catalog', import.meta.url));

/** A sender as a company has it: three platforms, nested includes, nothing passes, so that all is looked at. */
const company = (domain: string): Zone => ({
  [domain]: {
    TXT: ['v=spf1 include:_spf.google.com include:sendgrid.net include:spf.protection.outlook.com a mx -all'],
    MX: [`10 mx1.${domain}`, `20 mx2.${domain}`],
    A: ['192.0.2.1'],
  },
  [`mx1.${domain}`]: { A: ['192.0.2.2'] },
  [`mx2.${domain}`]: { A: ['192.0.2.3'], AAAA: ['2001:db8::3'] },
  [`_dmarc.${domain}`]: { TXT: [`v=DMARC1; p=reject; rua=mailto:dmarc@${domain}`] },
  [`_mta-sts.${domain}`]: { TXT: ['v=STSv1; id=20260101;'] },
  [`_smtp._tls.${domain}`]: { TXT: [`v=TLSRPTv1; rua=mailto:tls@${domain}`] },
});
const SHARED: Zone = {
  '_spf.google.com': { TXT: ['v=spf1 include:a.google.com include:b.google.com ~all'] },
  'a.google.com': { TXT: ['v=spf1 ip4:203.0.113.0/25 ~all'] },
  'b.google.com': { TXT: ['v=spf1 include:c.google.com ~all'] },
  'c.google.com': { TXT: ['v=spf1 ip4:203.0.113.128/25 ~all'] },
  'sendgrid.net': { TXT: ['v=spf1 ip4:198.51.100.0/25 ~all'] },
  'spf.protection.outlook.com': { TXT: ['v=spf1 ip4:198.51.100.128/25 -all'] },
  '10.2.0.192.in-addr.arpa': { PTR: ['host.isp.example'] },
  'host.isp.example': { A: ['192.0.2.99'] },
};
const domains = Array.from({ length: AT_ONCE }, (_, i) => `company${i}.example`);
const inputFor = (domain: string): CheckInput => ({
  domain,
  from: `news.${domain}`,
  ip: '192.0.2.10',
  helo: `mail.${domain}`,
  recipient: domain,
});

const dns = await startDnsServer(Object.assign({}, SHARED, ...domains.map(company)) as Zone, {
  delayMs: ANSWER_MS,
  ttl: 0,
});
const { catalog } = await openCatalog({ folder: CATALOG, own: null });
const { check } = createChecks({
  resolver: createResolver({ servers: [dns.server] }),
  catalog,
  lists: ['spamhaus', 'spamcop', 'barracuda', 'psbl', 'mailspike', 'surbl', 'uribl'],
});

await check(inputFor('warm-up.example'));
dns.asked.length = 0;
await measured('one check', 2000, () => check(inputFor(domains[0] ?? '')));
console.log(`  ${dns.asked.length} questions, ${ANSWER_MS} ms for each answer`);
await measured(`${AT_ONCE} checks at once`, 3000, () =>
  Promise.all(domains.map((domain) => check(inputFor(domain)))),
);
await dns.close();

/** @param most milliseconds that it may take */
async function measured(what: string, most: number, run: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  await run();
  const took = Math.round(performance.now() - start);
  console.log(`${what}: ${took} ms (at most ${most})${took > most ? ' TOO SLOW' : ''}`);
  if (took > most) process.exitCode = 1;
}
