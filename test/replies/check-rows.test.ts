/** What a check of DNS found, in at most four rows: each control once, and nothing known that nobody looked at. */
import { expect, test } from 'vitest';
import type { CheckReport, Row } from '../../src/dns/index.ts';
import { textOf } from '../../src/replies/index.ts';
import { rowsOf } from '../../src/replies/verdict/check-rows.ts';

const about = (id: string, topic: Row['topic'], label: string = id) => ({
  ...{ id, topic, label, verify: [], link: null },
  evidence: [{ name: 'example.com', type: 'TXT', status: 'found' as const, records: [], ttl: 60 }],
});
const good = (id: string, topic: Row['topic'], label?: string): Row => ({
  ...about(id, topic, label),
  ...{ mark: 'good', found: 'In order.' },
});
const bad = (id: string, topic: Row['topic'], found: string, label?: string): Row => ({
  ...about(id, topic, label),
  ...{ mark: 'bad', found, change: null, follows: null },
});
const open = (id: string, topic: Row['topic'], why: string): Row => ({
  ...about(id, topic),
  ...{ mark: 'unknown', why },
});
const list = (name: string, mark: 'good' | 'bad'): Row => {
  const id = `blocklist:${name.toLowerCase()}.example`;
  const label = `${name} (${name.toLowerCase()}.example) for 192.0.2.5`;
  return mark === 'good'
    ? good(id, 'blocklist', label)
    : bad(id, 'blocklist', `192.0.2.5 is on ${name} (spam).`, label);
};
const unanswered = (row: Row): Row => ({
  ...row,
  evidence: row.evidence.map((one) => ({ ...one, status: 'failed' as const })),
});

const shown = (rows: readonly Row[], subject: Partial<CheckReport['subject']> = {}): readonly string[] => {
  const first = rows.find(({ mark }) => mark === 'bad');
  return rowsOf({
    ...{ version: 1, at: '2026-11-21T10:42:00Z', took: 12, rows: [...rows] },
    subject: {
      ...{ domain: 'example.com', from: 'example.com', assumed: null, ip: '192.0.2.5', helo: null },
      ...{ recipient: 'gmail.com', selectors: [], bounced: true, control: 'multiple', blocklist: null },
      ...subject,
    },
    cause: first
      ? { kind: 'found', row: first.id, sentence: '' }
      : { kind: 'unclear', sentence: 'Nothing wrong was found.' },
  }).map(({ mark, text }) => `${mark} ${textOf(text)}`);
};

const LEAVES_OUT = bad(
  'spf-ip',
  'spf',
  '192.0.2.5 does not pass SPF for example.com (fail: not allowed, by `-all`).',
);

test('each control stands once, by the worst that was found of it', () => {
  const rows = [
    ...[good('domain', 'domain'), good('spf-record', 'spf'), LEAVES_OUT],
    ...[open('dkim:example.com', 'dkim', 'no selector is known'), good('dmarc-record', 'dmarc')],
    ...[open('dmarc-alignment', 'dmarc', 'the domain in From is not known'), good('ptr', 'ptr')],
    ...[list('Spamhaus', 'good'), list('SpamCop', 'good')],
  ];
  expect(shown(rows, { assumed: 'from' })).toEqual([
    '✗ SPF: the record leaves out 192.0.2.5',
    '✓ DMARC record, reverse DNS, 2 blocklists, domain',
    '? DKIM: the bounce doesn’t name the key; DMARC alignment: From isn’t known',
  ]);
});

test('what passes by record and by mail is told whole; what the record alone says, as that', () => {
  const record = good('spf-record', 'spf');
  expect(shown([record, good('spf-ip', 'spf')])).toEqual(['✓ SPF']);
  expect(shown([record])).toEqual(['✓ SPF record']);
  expect(shown([record, open('spf-ip', 'spf', 'not known')], { ip: null })).toEqual([
    '✓ SPF record',
    '? SPF: the sending IP isn’t known',
  ]);
});

test('a DNS that is silent is told so, once for all that hangs on it', () => {
  const rows = [open('spf-record', 'spf', 'SERVFAIL'), open('ptr', 'ptr', 'timeout')].map(unanswered);
  expect(shown(rows)).toEqual(['? SPF, reverse DNS: DNS didn’t answer']);
});

test('one list that has the address says nothing of the others', () => {
  expect(shown([list('Spamhaus', 'bad'), list('SpamCop', 'good'), list('Barracuda', 'good')])).toEqual([
    '✗ Spamhaus lists 192.0.2.5',
    '✓ 2 other blocklists',
  ]);
});

test('much that is wrong or open leaves four rows, and names all of it', () => {
  const rows = [
    ...[LEAVES_OUT, bad('dkim:s1.example.com', 'dkim', 'The key at s1._domainkey.example.com is revoked.')],
    ...[bad('ptr', 'ptr', '192.0.2.5 has no reverse DNS.'), good('domain', 'domain')],
    ...[open('dmarc-record', 'dmarc', 'no domain'), open('mta-sts', 'mta-sts', 'no host')],
  ];
  expect(shown(rows)).toEqual([
    '✗ SPF: the record leaves out 192.0.2.5',
    '✗ Also DKIM, reverse DNS',
    '✓ domain',
    '? DMARC: no domain; MTA-STS: no host',
  ]);
});

test('what refuses the address by name is not told as left out; names in it are code', () => {
  const found = '192.0.2.5 does not pass SPF for example.com (fail: not allowed, by `-ip4:192.0.2.0/24`).';
  const [line = ''] = shown([bad('spf-ip', 'spf', found)]);
  expect(line).toMatch(/^✗ SPF: 192\.0\.2\.5 does not pass/);
});
