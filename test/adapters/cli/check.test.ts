/** `bounce-triage check` as a process, with a DNS server on loopback. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type DnsServer, startDnsServer, type Zone } from '../../support/dns-server.ts';

const BIN = fileURLToPath(new URL('../../../bin/bounce-triage.js', import.meta.url));
const zone = (spf: string): Zone => ({
  'example.com': { MX: ['10 mail.example.com'], TXT: [spf] },
  'mail.example.com': { A: ['192.0.2.10'] },
  '_dmarc.example.com': { TXT: ['v=DMARC1; p=reject; rua=mailto:dmarc@example.com'] },
  's1._domainkey.example.com': {
    TXT: ['v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo='],
  },
  '10.2.0.192.in-addr.arpa': { PTR: ['mail.example.com'] },
  '2.0.0.127.bl.spamcop.net': { A: ['127.0.0.2'] },
});

let dns: DnsServer;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-triage-check-'));
  dns = await startDnsServer({});
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await dns.close();
});
beforeEach(() => dns.serve(zone('v=spf1 ip4:198.51.100.0/24 -all')));

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const asking = { DNS_SERVERS: `127.0.0.1:${dns.server.port}`, DNS_BLOCKLISTS: 'spamcop', ...env };
  return new Promise<{ status: number; out: string; err: string }>((resolve) => {
    const options = { cwd: folder, env: { ...process.env, ...asking } };
    const child = execFile(process.execPath, [BIN, 'check', ...args], options, (_, out, err) =>
      resolve({ status: child.exitCode ?? -1, out, err }),
    );
  });
}
const ASKED = ['example.com', '--ip', '192.0.2.10', '--selector', 's1', '--helo', 'mail.example.com'];

test('a few lines: the rows of the card in a chat, the likely cause, the record to publish', async () => {
  const { status, out } = await run(ASKED);
  expect(status).toBe(1);
  expect(out).toBe(`DNS of example.com and 192.0.2.10
DNS check · something is wrong

✗ SPF: the record leaves out 192.0.2.10
✓ DKIM key, DMARC, reverse DNS, HELO, not on SpamCop, domain
Likely cause: a new server that SPF doesn’t know.
New TXT of example.com:
  v=spf1 ip4:192.0.2.10 ip4:198.51.100.0/24 -all

--verbose: every check, all changes, how to verify
`);
});

test('--verbose: the table, the cause, the change and how to verify it', async () => {
  const { status, out } = await run([...ASKED, '--verbose']);
  expect(status).toBe(1);
  expect(out.replace(/in \d+\.\d s/, 'in 0.1 s')).toBe(`example.com · 192.0.2.10

✓ Sender domain example.com
    example.com takes mail at mail.example.com.
✓ SPF record of example.com
    One record, well formed: "v=spf1 ip4:198.51.100.0/24 -all".
✓ SPF look-ups of example.com
    0 of 10 look-ups, 0 of 2 that lead nowhere.
✗ SPF for 192.0.2.10
    192.0.2.10 does not pass SPF for example.com (fail: not allowed, by \`-all\`).
✓ DKIM key s1 of example.com
    Ed25519 key, in use.
✓ DMARC of example.com
    Policy \`reject\` (p=reject, subdomains reject). Alignment: DKIM relaxed, SPF relaxed. Reports
    go to dmarc@example.com.
✓ Alignment with From example.com
    A DKIM signature by example.com aligns.
✓ Reverse DNS of 192.0.2.10
    192.0.2.10 is mail.example.com, and mail.example.com leads back to it.
✓ HELO name mail.example.com
    mail.example.com leads to 192.0.2.10.
✓ Not listed
    SpamCop (bl.spamcop.net) for 192.0.2.10

Most likely cause
  192.0.2.10 does not pass SPF for example.com (fail: not allowed, by \`-all\`).

What to change
  Add \`ip4:192.0.2.10\` to the TXT record of example.com, which now is "v=spf1
  ip4:198.51.100.0/24 -all", so that it reads "v=spf1 ip4:192.0.2.10 ip4:198.51.100.0/24 -all".
  Do so only if 192.0.2.10 is a server of yours.
  example.com TXT
    now:  v=spf1 ip4:198.51.100.0/24 -all
    then: v=spf1 ip4:192.0.2.10 ip4:198.51.100.0/24 -all

How to verify
  dig +short TXT example.com

10 checks in 0.1 s.
`);
});

test('--since tells what changed: the change was made, and it works', async () => {
  const first = await run([...ASKED, '--json']);
  writeFileSync(join(folder, 'before.json'), first.out);
  expect(JSON.parse(first.out)).toMatchObject({ version: 1, cause: { kind: 'found', row: 'spf-ip' } });

  dns.serve(zone('v=spf1 ip4:192.0.2.10 ip4:198.51.100.0/24 -all'));
  const again = await run(['--since', 'before.json', '--json']);
  writeFileSync(join(folder, 'after.json'), again.out);
  expect(JSON.parse(again.out)).toMatchObject({
    cause: { kind: 'none' },
    since: { sentence: 'Fixed: SPF for 192.0.2.10. Nothing is wrong now.' },
  });
  expect((await run(['--since', 'after.json'])).out).toContain(
    'Nothing changed in DNS. Nothing is wrong now.',
  );
  const { status, out } = await run(['--since', 'before.json']);
  expect(status).toBe(0);
  expect(out).toContain(`
  Fixed: SPF for 192.0.2.10. Nothing is wrong now.
  changed: SPF record of example.com`);
  expect(out).toContain(`
  example.com TXT
    before: "v=spf1 ip4:198.51.100.0/24 -all"
    now:    "v=spf1 ip4:192.0.2.10 ip4:198.51.100.0/24 -all"`);
});

test('what follows from one mistake is not told as another', async () => {
  dns.serve(zone('v=spf1 ip:192.0.2.10 -all'));
  const { out } = await run(['example.com', '192.0.2.10', '-v']);
  expect(out).toMatch(
    /✗ SPF record of example\.com.*✗ SPF for 192\.0\.2\.10.*✗ Alignment with From example\.com/s,
  );
  expect(out).not.toContain('Also wrong');
});

test('a text names the platform whose selectors are tried', async () => {
  writeFileSync(join(folder, 'bounce.txt'), '550 5.7.26 unauthenticated mail, sent with SendGrid');
  const { out } = await run(['example.com', '--text', 'bounce.txt', '-v']);
  expect(out).toContain('? DKIM key s1 of example.com');
});

test('a DNS server that is not there is told as such', async () => {
  const gone = await startDnsServer({});
  await gone.close();
  const { status, out } = await run(['example.com', '-v'], {
    DNS_SERVERS: `127.0.0.1:${gone.server.port}`,
  });
  expect(status).toBe(1);
  expect(out).toContain(
    `
? Sender domain example.com
? SPF record of example.com
? DMARC of example.com
    Not checked: the DNS server 127.0.0.1:${gone.server.port} cannot be reached.
`,
  );
  expect(out).toContain(`
How to look for what was not checked
  dig +short MX example.com
  dig +short TXT example.com
  dig +short TXT _dmarc.example.com
`);
  expect(out).not.toContain('✗');
});

test('records from DNS steer no terminal', async () => {
  dns.serve(zone('v=spf1 -all \u001b]0;evil\u0007'));
  for (const much of [[], ['-v']]) {
    expect((await run(['example.com', ...much])).out).not.toMatch(/[\u001b\u0007]/);
  }
});

test.each([
  [[], {}, 'There is nothing to check: name a domain, an IP address or a recipient.'],
  [['a.example', 'b.example'], {}, 'Name one domain at a time.'],
  [['example'], {}, '"example" is a single word: a domain on the Internet is like example.com.'],
  [
    ['example.com', '--control', 'x'],
    {},
    'There is no control "x". Known: spf, dkim, dmarc, arc, ptr, tls, multiple.',
  ],
  [['example.com', '--list', 'x'], {}, 'There is no blocklist "x" to ask. Known: spamhaus, spamcop,'],
  [['--since', 'missing.json'], {}, "missing.json: it can't be read."],
  [['example.com'], { DNS_SERVERS: 'dns.example' }, 'DNS_SERVERS is not a list of IP addresses'],
])('%j is refused', async (args, env, words) => {
  const { status, err } = await run(args, env);
  expect(status).toBe(2);
  expect(err).toContain(words);
});
