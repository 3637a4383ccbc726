import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';

/** Programs, tests of programs, and rules of servers: nobody was refused. */
const SOURCES = [
  'old@example.com   error:5.1.1 user unknown\n*   relay:[out.example.com]',
  'former@example.com    REJECT 550 5.1.1 user no longer here\n@spam.example  DISCARD',
  'closed@example.com  550 5.2.1 mailbox disabled\nopen@example.com OK',
  'To:old@example.com\tERROR:5.1.1:"550 User unknown"\nConnect:192.0.2.3\tREJECT',
  'acl_check_rcpt:\n  deny message = 550 5.1.1 User unknown: old@example.com\n  accept',
  'require ["reject"];\nif envelope "to" "old@example.com" { ereject "550 5.1.1 mailbox closed"; }',
  'map $rcpt $mail_reply {\n  default "OK";\n  old@example.com "550 5.1.1 User unknown";\n}',
  'check_recipient_access inline:{ {old@example.com = 550 5.1.1 User unknown} }',
  'def test_refused(mocker):\n    mocker.patch("smtplib.SMTP").sendmail.side_effect = smtplib.SMTPRecipientsRefused({"ghost@example.com": (550, b"5.1.1 User unknown")})',
  '@pytest.fixture\ndef refused():\n    return SMTPRecipientsRefused({"ghost@example.com": (550, b"5.1.1 User unknown")})',
  'with self.assertRaises(BounceError):\n    handle({"ghost@example.com": (550, b"5.1.1 User unknown")})',
  'expect(classify("550 5.1.1 <ghost@example.com>: User unknown")).toEqual({ hard: true });',
  'allow(smtp).to receive(:deliver).and_raise(Net::SMTPFatalError, "550 5.1.1 <ghost@example.com>: User unknown")',
  'try:\n    s.sendmail(a, [b], m)\nexcept smtplib.SMTPRecipientsRefused as e:\n    # {"ghost@example.com": (550, b"5.1.1 User unknown")}\n    suppress(e.recipients)',
];

describe('sources', () => {
  test.each(SOURCES)('name no recipient, and a watched channel is silent: %j', async (text) => {
    const { bounces } = await read(text, { asked: true });
    expect(bounces.filter(({ recipient }) => recipient !== null)).toEqual([]);
    expect((await read(text, { asked: false })).noticed).toBe(false);
  });

  test('what a program put out beside them is read', async () => {
    const text =
      'try:\n    send(m)\nexcept Exception:\n    raise\n\nsmtplib.SMTPRecipientsRefused: {"ann@example.com": (550, b"5.1.1 User unknown")}';
    const { bounces } = await read(text, { asked: true });
    expect(bounces).toMatchObject([{ recipient: 'ann@example.com', replyCode: '550' }]);
  });
});

describe('texts that quote a code', () => {
  test.each([
    '- Bounce handler: `452 4.2.2 over quota` counts as soft from now on (#77)',
    'Fixed: "554 5.7.1 Relay access denied" from Postfix was shown twice',
    '* "421 4.7.0 try again later" is retried with backoff\n* thanks to kim@example.org for the patch',
    'Tired of bounces? "550 5.1.1 user unknown" will be a thing of the past: hello@example.org',
    '“550 5.1.1 User unknown”: three words that cost you money. Register with webinar@example.org',
    'What does "550 5.1.1 user unknown" mean? Write to tips@example.org and we will tell you.',
    "No more '550 5.7.1 blocked' - our service gets you into the inbox. hello@example.org",
  ])('leave a watched channel silent: %j', async (text) => {
    expect((await read(text, { asked: false })).noticed).toBe(false);
  });
});

describe('servers of logins, files and pages', () => {
  test.each([
    'Oct  2 04:11:09 web1 sshd[550]: Invalid user unknown from 203.0.113.5 port 55011',
    'ftp> cd /pub/old\n550 /pub/old: No such file or directory',
    '550 upload.tmp: Permission denied\n226 Transfer complete.',
    'HTTP/1.1 550 Permission denied\nServer: nginx',
  ])('tell no bounce: %j', async (text) => {
    expect((await read(text, { asked: true })).bounces).toEqual([]);
  });
});
