/** What a server's words name, and how the catalog's steps use it. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { createExplain } from '../../src/diagnosis/index.ts';
import { textOf } from '../../src/replies/line.ts';
import { namedIn } from '../../src/replies/named.ts';
import { verdictReply } from '../../src/replies/verdict.ts';
import { seen } from '../support/paper.ts';

const { catalog } = await openCatalog({
  folder: fileURLToPath(new URL('../../catalog', import.meta.url)),
  own: null,
});
const { explain } = createExplain(catalog);

const diagnosisOf = async (text: string) => {
  const [diagnosis] = (await explain(text, { asked: true })).diagnoses;
  if (diagnosis === undefined) throw new Error(`no bounce in: ${text}`);
  return diagnosis;
};
const named = async (text: string) => namedIn((await diagnosisOf(text)).bounce);
const stepsOf = async (text: string): Promise<string> =>
  seen(verdictReply(await diagnosisOf(text), catalog, null))
    .steps.map(textOf)
    .join('\n');

test.each([
  ['450 4.7.1 <mail.corp.lan>: Helo command rejected: Host not found', 'mail.corp.lan'],
  ['550 Please use your real hostname when saying HELO (not HSP-AV01)', 'HSP-AV01'],
  ['501 Syntactically invalid HELO argument(s): my_host', 'my_host'],
  ['550 EHLO mail.internal does not exist in DNS', 'mail.internal'],
  [
    '554 5.7.1 Service unavailable; Helo command [mx1.example.ch] blocked using dbl.example.org',
    'mx1.example.ch',
  ],
  ['550 you greeted us as mail.example.lan, which does not resolve', 'mail.example.lan'],
  ['550 HELO should be a FQDN', null],
  ['550 5.1.1 user unknown', null],
])('the HELO name of "%s"', async (text, name) => {
  expect((await named(text)).heloName).toBe(name);
});

test.each([
  ["554 Transaction failed: Duplicate header 'Delivered-To'.", 'Delivered-To'],
  ['550 Messages should have one or no Subject headers, not 2.', 'Subject'],
  ['550-5.7.1 This message is not RFC 5322 compliant. There are multiple Reply-To headers.', 'Reply-To'],
  ['550 5.7.1 RFC5322 requirement error: not exactly one Date field', 'Date'],
  ['554 Invalid header found: message-id', 'Message-ID'],
  ['550 mail from you is not welcome to us', null],
])('the header of "%s"', async (text, header) => {
  expect((await named(text)).header).toBe(header);
});

test.each([
  ['554 5.7.1 Message rejected: URL shop.example.com is blacklisted at uri.example.net', 'shop.example.com'],
  ['550 5.7.1 example.org is listed in multi.surbl.org', 'example.org'],
  ['554 blocked using dbl.spamhaus.org; https://www.spamhaus.org/query/domain/example.org', 'example.org'],
  ['550 5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org', null],
])('the listed domain of "%s"', async (text, domain) => {
  expect((await named(text)).listedDomain).toBe(domain);
});

test.each([
  [
    '554 5.7.1 Your IP 192.0.2.8 is filtered, contact abuse@filter.example.net for removal',
    'abuse@filter.example.net',
  ],
  [
    '554 Blocked - see https://ipcheck.example.net/?ip=192.0.2.2.',
    'https://ipcheck.example.net/?ip=192.0.2.2',
  ],
  ['550 5.7.1 <jo@example.com>: Recipient address rejected: go away', null],
])('whom to ask for removal, of "%s"', async (text, removal) => {
  expect((await named(text)).removal).toBe(removal);
});

test('the steps say the very name, header and address', async () => {
  expect(await stepsOf('450 4.7.1 <mail.corp.lan>: Helo command rejected: Host not found')).toContain(
    'dig A mail.corp.lan',
  );
  expect(await stepsOf("554 Transaction failed: Duplicate header 'Delivered-To'.")).toContain(
    'grep -ci "^Delivered-To:"',
  );
  expect(
    await stepsOf('554 5.7.1 Your IP 192.0.2.8 is filtered, contact abuse@filter.example.net for removal'),
  ).toContain('Ask there for removal: abuse@filter.example.net');
});

test('words of any length and of any one piece are read', async () => {
  const bounce = (await diagnosisOf('550 5.7.1 blocked')).bounce;
  for (const piece of ['a.', 'helo ', 'header ', 'contact ', 'domain x.', '@', 'http://'])
    expect(namedIn({ ...bounce, diagnosticCode: piece.repeat(200_000) })).toBeDefined();
});

test("a mailbox provider's domain in From: no line says that its records are ours to change", async () => {
  const text =
    '550 5.7.1 SPF check failed: domain of ann@gmail.com does not designate 192.0.2.201 as permitted sender';
  const { whose, steps, escalation } = seen(verdictReply(await diagnosisOf(text), catalog, null));
  expect(textOf(whose)).toMatch(/^Yours, but not in DNS: .* put gmail\.com into the sender/);
  expect(steps.map(textOf).join(' ')).toContain("gmail.com isn't yours");
  expect(textOf(escalation?.owner ?? [])).toMatch(/^whoever runs what sent this mail/);
  expect(escalation?.tell.map(textOf).join(' ')).toContain('send from an address of our own domain');
  expect(escalation?.tell.map(textOf).join(' ')).not.toContain('v=spf1');
});
