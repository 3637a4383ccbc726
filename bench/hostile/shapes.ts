/** Hostile texts: something short, said again and again, as it is or in a mail. */

/** What is said again and again, by what it is. */
export const PIECES: Readonly<Record<string, string>> = {
  brackets: '[',
  braces: '{',
  parentheses: '(',
  angles: '<',
  'square pairs': '[]',
  'brace pairs': '{}',
  quotes: '"',
  apostrophes: "'",
  'quoted pairs': '"a":',
  'nested keys': '{"a":',
  'nested lists': '[1,',
  ats: '@',
  'ats with letters': 'a@',
  addresses: 'ann@example.com,',
  'addresses in angles': '<ann@example.com> ',
  'names and addresses': '"Ann" <ann@example.com>, ',
  dots: '.',
  'dotted labels': 'a.',
  hyphens: '-',
  underscores: '_',
  colons: ':',
  'colons with blanks': ': ',
  semicolons: ';',
  equals: '=',
  'percent signs': '%',
  backslashes: '\\',
  'escaped quotes': '\\"',
  slashes: '/',
  'comment marks': '<!--',
  tags: '<b>',
  'open tags': '<a href=',
  entities: '&amp;',
  backquotes: '`',
  fences: '```\n',
  stars: '*',
  pipes: '|',
  'table rows': '|a|b|\n',
  commas: ',',
  'comma rows': 'a,b,c\n',
  tabs: '\t',
  blanks: ' ',
  'blank lines': '\n',
  'line ends of old Macs': '\r',
  'line ends of Windows': '\r\n',
  NULs: '\0',
  'line separators': '\u2028',
  'wide letters': '界',
  emoji: '📬',
  'combining marks': 'e\u0301',
  letters: 'x',
  words: 'word ',
  digits: '5',
  codes: '550 ',
  'enhanced codes': '5.1.1 ',
  'codes together': '550 5.1.1 ',
  'code lines': '550 5.1.1 User unknown\n',
  'codes with hyphens': '550-5.1.1 ',
  'reply lines': '550-5.1.1 no such user\r\n',
  dates: '2026-03-03T10:15:02Z ',
  clocks: '10:15:02 ',
  IPv4: '192.0.2.1 ',
  IPv6: '2001:db8::1 ',
  'base64 lines': `${'QUJD'.repeat(19)}\n`,
  'one base64': 'QUJD',
  'quoted-printable': '=3D',
  'soft breaks': '=\n',
  boundaries: '--b\n',
  'ends of parts': '--b--\n',
  'header lines': 'X-A: b\n',
  'folded lines': ' folded\n',
  'received lines': 'Received: from a by b; Tue, 3 Mar 2026 10:15:02 +0000\n',
  'from lines': 'From ann@example.com Tue Mar  3 10:15:02 2026\n',
  'mbox mails':
    'From ann@example.com Tue Mar  3 10:15:02 2026\nFrom: a@example.com\nTo: b@example.com\nSubject: x\n\nhi\n\n',
  'status blocks': 'Final-Recipient: rfc822;ann@example.com\nAction: failed\nStatus: 5.1.1\n\n',
  said: 'said: ',
  'host said': 'host mx.example.com[192.0.2.1] said: 550 5.1.1 ',
  'in reply to': '(in reply to RCPT TO command) ',
  'postfix fronts': 'postfix/smtp[1]: ',
  'postfix lines':
    'Mar  3 10:15:02 mx postfix/smtp[1]: A1: to=<ann@example.com>, relay=none, status=bounced (550 5.1.1 x)\n',
  'exim lines': '2026-03-03 10:15:02 1a-b-c ** ann@example.com R=dns T=smtp: 550 5.1.1 no\n',
  'json events': '{"event":"bounce","email":"ann@example.com","reason":"550 5.1.1 User unknown"}\n',
  'nested rfc822': 'Content-Type: message/rfc822\n\n',
  'nested mails': 'From: a@example.com\nTo: b@example.com\nSubject: x\nContent-Type: message/rfc822\n\n',
  parts: '--b\nContent-Type: text/plain\n\nhello\n',
  'attached mails':
    '--b\nContent-Type: message/rfc822\n\nFrom: a@example.com\nTo: c@example.com\nSubject: y\n\nhi\n',
  'nested parts': 'Content-Type: multipart/mixed; boundary=b\n\n--b\n',
  'yaml keys': 'a:\n  ',
  'key lines': 'email: ann@example.com\n',
  'stack frames': '    at send (/app/mail.js:1:1)\n',
  'SMTP errors': 'Error: 550 5.1.1 <ann@example.com> User unknown\n',
  'failed words': 'could not be delivered ',
  undelivered: 'Undelivered Mail Returned to Sender\n',
  'quoted lines': '> ',
  'deep quotes': '> > > 550 5.1.1\n',
  urls: 'https://example.com/?a=b&c=d ',
  'encoded words': '=?utf-8?B?w6Q=?= ',
  arrows: '<<< 550 5.1.1 no\n>>> RCPT TO:<a@example.com>\n',
  'brackets of hosts': '[192.0.2.1] ',
};
const HEAD =
  'From: MAILER-DAEMON@example.org\nTo: b@example.com\nSubject: Undelivered Mail\nMIME-Version: 1.0\n';
export const AROUND: Readonly<Record<string, (body: string) => string>> = {
  alone: (body) => body,
  'in a mail': (body) => `${HEAD}Content-Type: multipart/mixed; boundary=b\n\n${body}`,
};

/** Something said again and again, or what tells the next piece by its number. */
export type Piece = string | ((i: number) => string);

/**
 * @param around one of `AROUND`'s
 * @param size characters that the pieces fill
 * @param end what it ends with: what was read before is known, so no text is read twice
 */
export const hostile = (piece: Piece, around: (body: string) => string, size: number, end: string): string =>
  around(`550 5.1.1 ${filled(piece, size)} ${end}`);

function filled(piece: Piece, size: number): string {
  if (typeof piece === 'string') return piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
  let all = '';
  for (let i = 0; all.length < size; i++) all += piece(i);
  return all.slice(0, size);
}
