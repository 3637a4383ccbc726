/** Each kind of file that people hand over, with a bounce of one address in it. */
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';

export type HandedFile = { readonly name: string; readonly type: string; readonly bytes: Buffer };

const mailTo = (address: string): string =>
  [
    'From: Mail Delivery System <MAILER-DAEMON@mx1.shop.example>',
    'To: news@shop.example',
    'Subject: Undelivered Mail Returned to Sender',
    'Content-Type: text/plain',
    '',
    'Your message could not be delivered:',
    '',
    `<${address}>: host mx.example.com[192.0.2.9] said: 550 5.1.1 User unknown (in reply to RCPT TO command)`,
    '',
  ].join('\r\n');
const logOf = (address: string): string =>
  `Mar  3 10:15:02 mx1 postfix/smtp[2211]: 4F1A2B: to=<${address}>, relay=mx.example.com[192.0.2.20]:25, delay=1.4, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.20] said: 550 5.1.1 User unknown (in reply to RCPT TO command))\n`;
const eventOf = (address: string): string =>
  `${JSON.stringify({ event: 'delivered', email: 'kim@example.org', timestamp: 1_772_532_000 })}\n${JSON.stringify({ event: 'bounce', email: address, reason: '550 5.1.1 User unknown', status: '5.1.1', timestamp: 1_772_532_001 })}\n`;

/** What chats call each of them: often nothing more than bytes. */
export const HANDED: readonly (readonly [kind: string, make: (address: string) => HandedFile])[] = [
  ['.eml', (to) => file('bounce.eml', 'message/rfc822', mailTo(to))],
  ['.gz', (to) => file('mail.log.gz', 'application/gzip', gzipSync(logOf(to)))],
  [
    '.zip',
    (to) =>
      file(
        'today.zip',
        'application/zip',
        zipSync({ 'notes.txt': Buffer.from('hello'), 'a/b.eml': Buffer.from(mailTo(to)) }),
      ),
  ],
  [
    '.mbox',
    (to) =>
      file(
        'Archive.mbox',
        'application/octet-stream',
        `From MAILER-DAEMON Tue Mar  3 10:15:02 2026\r\n${mailTo(to)}\r\n`,
      ),
  ],
  ['.ndjson', (to) => file('events.ndjson', 'application/octet-stream', eventOf(to))],
];

const file = (name: string, type: string, bytes: string | Uint8Array): HandedFile => ({
  name,
  type,
  bytes: Buffer.from(bytes as Uint8Array),
});
