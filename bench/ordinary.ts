/** Ordinary text to stay silent on, and nasty text to stay fast on. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Longest source text taken from one file, in characters. */
const LONGEST = 200_000;

/** @returns samples by name: each text is what one chat message could hold */
export function ordinaryTexts(root: string): readonly (readonly [string, readonly string[]])[] {
  const files = [...walk(join(root, 'node_modules'))];
  const prose = files.filter((file) =>
    /(?:readme|changelog|changes|history|security|contributing)[^/]*\.(?:md|txt|markdown)$/i.test(file),
  );
  const code = files.filter((file) => /\.(?:js|ts|mjs|cjs)$/.test(file)).filter((_, i) => i % 25 === 0);
  return [
    [`paragraphs of ${prose.length} READMEs and CHANGELOGs under node_modules`, prose.flatMap(paragraphs)],
    [`blocks of ${code.length} source files under node_modules`, code.flatMap(paragraphs)],
    ['web, FTP and SIP server logs, 20,000 lines', serverLogs(20_000)],
    ['people and programs that talk in numbers', talk()],
  ];
}

function* walk(folder: string, depth = 0): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth < 8) yield* walk(path, depth + 1);
    else if (entry.isFile()) yield path;
  }
}

const paragraphs = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .slice(0, LONGEST)
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph.trim().length > 8 && paragraph.length < 4000);

/** Lines as web, FTP, SIP and other servers write them, with every code that SMTP uses too. */
function serverLogs(count: number): string[] {
  const codes = [
    400, 401, 403, 404, 405, 408, 421, 422, 425, 426, 429, 430, 431, 450, 451, 452, 480, 486, 500, 501, 502,
    503, 504, 521, 530, 532, 550, 551, 552, 553, 554, 571,
  ];
  const shapes: ((code: number, i: number) => string)[] = [
    (code, i) =>
      `192.0.2.${i % 250} - - [03/Mar/2026:10:15:02 +0000] "GET /mail/users/${i} HTTP/1.1" ${code} ${i} "-" "curl/8.5.1"`,
    (code) => `HTTP/1.1 ${code} Service Unavailable`,
    (code) => `HTTP ${code} from upstream while reading response header`,
    (code) => `SIP/2.0 ${code} Temporarily Unavailable`,
    (code, i) => `[SIP] INVITE sip:user${i}@example.com -> ${code} Busy Here`,
    () => '550 Failed to open file.',
    () => '550 /pub/incoming: No such file or directory',
    () => '550 Permission denied.',
    () => '553 Could not create file.',
    () => '530 Login incorrect.',
    () => '421 Timeout (60 seconds): closing control connection.',
    () => '421 Too many connections (8) from this IP',
    () => '421 Service not available, remote server has closed connection',
    () => '450 Requested file action not taken. File unavailable (e.g., file busy).',
    () => '552 Disk full, please upload later',
    () => '500 Unknown command.',
    () => '503 Bad sequence of commands.',
    (code, i) => `2026-03-03T10:15:02Z ERROR api request ${i} failed with status ${code}: user not found`,
    (code, i) =>
      `[nginx] ${i}#0: *${code} connect() failed (111: Connection refused) while connecting to upstream`,
    (code) => `panic: exit status ${code}`,
    (code, i) => `ftp> put report-${i}.csv\n${code} Transfer aborted. Data connection closed.`,
    (code, i) => `ERROR ${code} (5.1.${i % 9}): Duplicate entry '${i}' for key 'PRIMARY'`,
    (code, i) => `at Object.<anonymous> (/srv/app/src/mail/send.js:${code}:${i % 90})`,
  ];
  return Array.from({ length: count }, (_, i) =>
    (shapes[i % shapes.length] as (code: number, i: number) => string)(codes[i % codes.length] as number, i),
  );
}

function talk(): string[] {
  const codes = [
    '550',
    '421',
    '5.7.1',
    '4.7.28',
    '550 5.7.1',
    '421 4.7.0',
    '5.1.1',
    '554',
    '550 5.1.1',
    '5.7.26',
  ];
  const sentences = [
    'we see lots of CODE lately',
    'anyone know what CODE means?',
    'Is CODE a hard bounce or a soft one?',
    'version CODE is out, please update',
    'CODE errors are up 20 % since Monday',
    'Gmail returns CODE when there is no SPF, right?',
    'I think CODE is about the mailbox being full',
    'the build failed with error CODE again',
    'HTTP CODE from the mail API',
    'please bump the mailer to CODE before Friday',
    'CODE → suppress the recipient, per our runbook',
    'TypeError: CODE is not a function',
    'the invoice is CODE EUR, e-mail me if not',
    'room CODE, bring your laptop',
    'docs: https://example.com/errors/CODE explains the recipient limits',
    'the dashboard counts CODE as deferred, which is wrong',
    'runbook: on CODE wait 30 minutes, then retry the message',
    'Release CODE: fixes a crash when a recipient is empty',
    'port CODE is closed on the mail host',
    'Can you look at ticket CODE? The user cannot log in to the mailbox.',
    'We got CODE emails in support today',
    'PR #CODE: Deliver webhooks in order',
    'our mail server uses postfix, dkim and spf; the queue had CODE messages this morning',
    'Hi all, the mailbox quota is raised to CODE MB for every user',
    'my email is a@example.com, call me at extension CODE',
    'Your order CODE was delivered to the reception',
    'Delivery of the new laptops failed, courier comes again on Friday',
    'Reminder: message retention changes, recipients of reports are listed in sheet CODE',
    'SMTP error CODE is documented in the wiki under bounces',
    'If you see CODE, ask ops to check the DMARC record',
  ];
  return sentences.flatMap((sentence) => codes.map((code) => sentence.replace('CODE', code)));
}

/** @returns about 1 MB each of what could make matching slow */
export function nastyTexts(): readonly (readonly [string, string])[] {
  const million = (text: string): string => text.repeat(Math.ceil(1e6 / text.length));
  return [
    ['spaces', million(' ')],
    ['blank lines', million('\n')],
    ['the letter a', million('a')],
    ['at signs', million('@')],
    ['addresses in one line', million('a@example.com ')],
    ['addresses, a line each', million('<a@example.com>:\n')],
    ['reply codes in one line', million('550 ')],
    ['reply codes, a line each', million('550 5.1.1 no\n')],
    ['continued replies', million('550-5.7.26 x\n')],
    ['open brackets', million('<')],
    ['open square brackets', million('[')],
    ['quotes', million('"')],
    ['open braces', million('{')],
    ['nested JSON', million('{"a":[')],
    ['digits', million('5')],
    ['digits and dots', million('5.1.')],
    ['host said', million('host a[1] said: ')],
    ['recipient fields', million('Final-Recipient: rfc822; a@example.com\n')],
    [
      'folded fields',
      `Final-Recipient: rfc822; a@example.com\nDiagnostic-Code: smtp; 550\n${million(' x\n')}`,
    ],
    ['header lines', million('From: a\nTo: b\n')],
    ['a mail of nested parts', nested(1000)],
    [
      'a mail of boundaries',
      `From: a@example.com\nTo: b@example.com\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n${million('--b\n\n')}`,
    ],
    [
      'HTML tags',
      `From: a@example.com\nTo: b@example.com\nSubject: x\nContent-Type: text/html\n\n${million('<style>')}`,
    ],
    [
      'log lines',
      million(
        'Mar  3 10:15:02 mx1 postfix/smtp[1]: 4F: to=<a@example.com>, relay=none, dsn=4.4.1, status=deferred (x)\n',
      ),
    ],
    ['carriage returns', million('\r')],
    ['links half open', million('<mailto:')],
    ['links of Markdown half open', million('[a](mailto:')],
    ['brackets of all sorts', million('{a:(')],
    ['lists and objects', million('[{')],
    ['one-field events', million('{"a":1}\n')],
    ['events with nothing but an address', million('{"to":"a@example.com"}\n')],
    ['events on one line', million('{"to":"a@example.com","error":"550 5.1.1 no"} ')],
    ['structures and tables by turns', million('{"a":"b@example.com"}\nto,from,error\na,b,c\n\n')],
    [
      'pairs and fields by turns',
      million('to=a@example.com status=bounced\nTo: a@example.com\nError: x\n\n'),
    ],
    ['CSV headers', million('to,from,error,status,message\n')],
    [
      'CSV with open quotes',
      `from,to,status,error\n${million('a@example.org,b@example.com,bounced,"550 no\n')}`,
    ],
    ['CSV of 2,000 columns', `to,error${',to'.repeat(1300)}\n${million(`a,550 no${',b'.repeat(300)}\n`)}`],
    ['an open TLS report', million('{"policies":[{"policy":{"policy-type":"sts"},"failure-details":[')],
    ['header names', Array.from({ length: 90_000 }, (_, i) => `X-A${i}: b`).join('\n')],
    ['addresses in a header', `Subject: x\nFrom: b@example.org\nTo: ${million('a:b;')}`],
    ['reports in a row', Array.from({ length: 2500 }, (_, i) => report(`b${i}`)).join('\n')],
    ['an mbox', Array.from({ length: 2500 }, (_, i) => `${FROM_LINE}${report(`b${i}`)}`).join('\n')],
    [
      'attached reports',
      `${withParts('q')}${million(`--q\nContent-Type: message/rfc822\n\n${report('b')}\n`)}`,
    ],
    ['mails in mails', million(`${HEADER}Content-Type: message/rfc822\n\n`)],
    ['short lines in a mail', `${HEADER}Content-Type: text/plain\n\n${million('x\n')}`],
    [
      'complaints of one report',
      `${HEADER}Content-Type: multipart/report; report-type=feedback-report; boundary="b"\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n${Array.from({ length: 25_000 }, (_, i) => `Original-Rcpt-To: <a${i}@example.com>\n`).join('')}`,
    ],
  ];
}

const HEADER = 'From: a@example.com\nTo: b@example.com\nSubject: x\nMIME-Version: 1.0\n';
const FROM_LINE = 'From MAILER-DAEMON Tue Mar  3 10:15:02 2026\n';
const withParts = (boundary: string, type = 'mixed'): string =>
  `${HEADER}Content-Type: multipart/${type}; boundary="${boundary}"\n\n`;
const report = (boundary: string): string =>
  `${withParts(boundary, 'report; report-type=delivery-status')}--${boundary}\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx1.example.org\n\nFinal-Recipient: rfc822; a@example.com\nAction: failed\nStatus: 5.1.1\n\n--${boundary}--\n`;

function nested(depth: number): string {
  const open = Array.from(
    { length: depth },
    (_, i) => `Content-Type: multipart/mixed; boundary="b${i}"\n\n--b${i}\n`,
  );
  return `From: a@example.com\nTo: b@example.com\nSubject: x\nMIME-Version: 1.0\n${open.join('')}Content-Type: text/plain\n\n550 5.1.1 User unknown\n`;
}
