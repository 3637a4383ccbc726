/** Several servers' answers for one recipient: one verdict, and what else happened. */
import { expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { createExplain } from '../../src/diagnosis/index.ts';

const { catalog } = await openCatalog({
  folder: new URL('../../catalog', import.meta.url).pathname,
  own: null,
});
const { explain } = createExplain(catalog);

test.each([
  [
    'Postfix: the first server refuses our address, the second has an IPv6 address only',
    `Nov 10 08:27:52 mail postfix/smtp[13789]: A0F7BE2AA5: host mx1.example.net[192.0.2.207] refused to talk to me: 554 5.7.1 your IP 198.51.100.4 is blocked
Nov 10 08:27:53 mail postfix/smtp[13789]: A0F7BE2AA5: to=<kim@example.net>, relay=none, delay=1.2, delays=0.1/0/1.1/0, dsn=4.4.1, status=deferred (connect to mx2.example.net[2001:db8::7]:25: Network is unreachable)`,
    'blocked',
    ['network-error'],
  ],
  [
    'Exim: the same',
    `2026-11-10 08:27:52 1abcde-000001-AB H=mx1.example.net [192.0.2.7]: SMTP error from remote mail server after initial connection: 554 Your IP 198.51.100.4 is blocked
2026-11-10 08:27:53 1abcde-000001-AB == kim@example.net R=dnslookup T=remote_smtp defer (101): Network is unreachable`,
    'blocked',
    ['network-error'],
  ],
  [
    'a letter: refused, then no connection, then given up',
    `kim@example.net
    host mx1.example.net [192.0.2.7]
    SMTP error from remote mail server after initial connection:
    554 5.7.1 mx1.example.net Your IP 198.51.100.4 is blocked
    host mx2.example.net [2001:db8::7]
    Connection refused
    retry timeout exceeded`,
    'blocked',
    ['expired'],
  ],
  [
    'a report in which both stand in one line',
    `Final-Recipient: rfc822; kim@example.net
Action: failed
Status: 4.4.1
Diagnostic-Code: smtp; host mx1.example.net[192.0.2.207] said: 554 5.7.1 Service unavailable; client [198.51.100.4] blocked using zen.spamhaus.org; connect to mx2.example.net[2001:db8::7]:25: Network is unreachable`,
    'blocked',
    ['network-error'],
  ],
  [
    'one that nobody answered',
    'Nov 10 08:27:53 mail postfix/smtp[13789]: A0F7BE2AA5: to=<kim@example.net>, relay=none, delay=1.2, delays=0.1/0/1.1/0, dsn=4.4.1, status=deferred (connect to mx2.example.net[2001:db8::7]:25: Network is unreachable)',
    'network-error',
    [],
  ],
])('%s', async (_, text, reason, also) => {
  const { diagnoses } = await explain(text, { asked: true });
  expect(diagnoses).toHaveLength(1);
  const [only] = diagnoses;
  expect(only).toMatchObject({ reason, also, suppress: false });
  expect(only?.bounce.recipient).toBe('kim@example.net');
});

test('two messages of one log stay apart', async () => {
  const log = `Nov 10 08:27:52 mail postfix/smtp[13789]: A0F7BE2AA5: host mx1.example.net[192.0.2.207] refused to talk to me: 554 5.7.1 your IP 198.51.100.4 is blocked
Nov 10 08:27:53 mail postfix/smtp[13790]: B0F7BE2AA5: to=<lee@example.org>, relay=none, delay=1.2, dsn=4.4.1, status=deferred (connect to mx2.example.org[192.0.2.9]:25: Connection timed out)`;
  const { diagnoses } = await explain(log, { asked: true });
  expect(diagnoses.map(({ reason, bounce }) => [reason, bounce.recipient])).toEqual([
    ['blocked', null],
    ['network-error', 'lee@example.org'],
  ]);
});

test.each([
  '450 4.4.317 Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required to send mail]',
  '550 5.7.1 Connection refused. Your IP address 192.0.2.4 is on a list of bad senders',
  'host mx.example.com[192.0.2.5] said: 451 Server is down for the moment, connection closed',
])('one answer tells of one event: %s', async (text) => {
  const { diagnoses } = await explain(text, { asked: true });
  expect(diagnoses[0]?.also).toEqual([]);
});
