/**
 * Hostile texts of another kind: lines of real formats, no two of them alike, and what somebody would write who wants
 * to hold a reader. What they are made of differs from line to line, so that nothing read before is known again.
 */

const ann = (i: number): string => `ann${i}@example.com`;
const host = (i: number): string => `mx${i % 97}.example.net`;
const WORDS = [
  '550 5.1.1 User unknown',
  '552 5.2.2 Mailbox full',
  '421 4.7.0 Try again later, too many connections',
  '554 5.7.1 Message rejected as spam by content scanning',
  '550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the address',
] as const;
const words = (i: number): string => `${WORDS[i % WORDS.length]} q${i}`;
const clock = (i: number): string =>
  [Math.floor(i / 3600) % 24, Math.floor(i / 60) % 60, i % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
const inStrings = (text: string, depth: number): string =>
  depth === 0 ? text : inStrings(JSON.stringify({ message: text }), depth - 1);

/** What is put one behind the other, by what it is: the piece with a number. */
export const GROWN: Readonly<Record<string, (i: number) => string>> = {
  'events, each another': (i) =>
    `${JSON.stringify({ event: 'bounce', email: ann(i), timestamp: 1772532902 + i, reason: words(i), sg_event_id: `e${i}` })}\n`,
  'events with containers': (i) =>
    `${JSON.stringify({ eventType: 'Bounce', mail: { messageId: `m${i}`, timestamp: `2026-03-03T${clock(i)}Z`, destination: [ann(i)] }, bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: ann(i), diagnosticCode: words(i) }] } })}\n`,
  'log lines in JSON': (i) =>
    `${JSON.stringify({ log: `Mar  3 ${clock(i)} mx postfix/smtp[1]: A${i}: to=<${ann(i)}>, relay=${host(i)}[192.0.2.1]:25, dsn=5.1.1, status=bounced (host ${host(i)} said: ${words(i)})\n`, stream: 'stdout' })}\n`,
  'postfix lines, each another': (i) =>
    `Mar  3 ${clock(i)} mx postfix/smtp[${i}]: A${i}: to=<${ann(i)}>, relay=${host(i)}[192.0.2.${i % 250}]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (host ${host(i)}[192.0.2.${i % 250}] said: ${words(i)} (in reply to RCPT TO command))\n`,
  'exim lines, each another': (i) =>
    `2026-03-03 ${clock(i)} 1tpA${i}-0001-Ab ** ${ann(i)} R=dnslookup T=remote_smtp H=${host(i)} [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<${ann(i)}>: ${words(i)}\n`,
  'sendmail lines': (i) =>
    `Mar  3 ${clock(i)} mx sendmail[${i}]: 52389${i}: to=<${ann(i)}>, delay=00:00:01, mailer=esmtp, relay=${host(i)}. [192.0.2.1], dsn=5.1.1, stat=User unknown\n`,
  'logfmt lines': (i) =>
    `ts=2026-03-03T${clock(i)}Z level=error msg="mail failed" to=${ann(i)} from=news@example.org err="${words(i)}"\n`,
  'pairs without blanks': (i) => `k${i}=v${i};to=${ann(i)};code=550;`,
  'rows of CSV': (i) => `${ann(i)},bounced,"${words(i)}",${clock(i)}\n`,
  'rows with open quotes': (i) => `${ann(i)},"${words(i)}\n`,
  'a header of columns': (i) => (i === 0 ? 'to,error,' : `column${i},`),
  'cells of one row': (i) => (i === 0 ? 'to,error\n' : `${i % 2 === 0 ? ann(i) : words(i)},`),
  'drawn tables': (i) => `| ${ann(i)} | ${words(i)} |\n+----+----+\n`,
  'letters of qmail': (i) =>
    `<${ann(i)}>:\n192.0.2.1 does not like recipient.\nRemote host said: ${words(i)}\n\n`,
  sessions: (i) => `>>> RCPT TO:<${ann(i)}>\n<<< ${words(i)}\n`,
  'refusals in one line': (i) => `${words(i)} <${ann(i)}>; `,
  'reports of recipients': (i) =>
    `Final-Recipient: rfc822; ${ann(i)}\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; ${host(i)}\nDiagnostic-Code: smtp; ${words(i)}\n\n`,
  'errors of Node': (i) =>
    `Error: Can't send mail - all recipients were rejected: ${words(i)}\n    at SMTPConnection._formatError (/app/node_modules/nodemailer/lib/smtp-connection/index.js:${i}:19) {\n  code: 'EENVELOPE',\n  rejected: [ '${ann(i)}' ],\n  responseCode: 550\n}\n`,
  'answers of Python': (i) => `{'${ann(i)}': (550, b'5.1.1 User unknown ${i}')}\n`,
  'arrays of PHP': (i) => `Array\n(\n    [to] => ${ann(i)}\n    [error] => ${words(i)}\n)\n`,
  'elements of XML': (i) => `<bounce><to>${ann(i)}</to><error>${words(i)}</error></bounce>\n`,
  'rows of HTML': (i) => `<tr><td>${ann(i)}</td><td>${words(i)}</td></tr>`,
  'forms in a line': (i) => `to=ann${i}%40example.com&status=Bounced&reason=550+5.1.1+q${i}\n`,
  'keys of one object': (i) => (i === 0 ? '{"to":"ann@example.com",' : `"key${i}":"value ${i}",`),
  'objects of many names': (i) => `{"n${i}":${i},"m${i}":"x"}`,
  'addresses as keys': (i) => `${i === 0 ? '{' : ''}"${ann(i)}":{"error":"${words(i)}"},`,
  'objects in a list': (i) => `${i === 0 ? '[' : ''}{"to":"${ann(i)}","error":"${words(i)}"},`,
  'lists of recipients': (i) => `${i === 0 ? '{"error":"550 5.1.1 no","to":[' : ''}"${ann(i)}",`,
  'events in one line': (i) => `{"event":"bounce","reason":"550 q${i}"} `,
  'postfix in one line': (i) =>
    `postfix/smtp[1]: A${i}: to=<${ann(i)}>, relay=${host(i)}[192.0.2.1]:25, status=bounced (${words(i)}) `,
  'long words for many': (i) =>
    i % 500 === 499
      ? `"],"error":"550 5.1.1 ${'no such user here '.repeat(1000)}"}\n`
      : `${i % 500 === 0 ? '{"event":"bounce","to":["' : '","'}${ann(i)}`,
  'strings in strings': (i) => `${inStrings(`550 5.1.1 q${i} ${ann(i)}`, 8)}\n`,
  'open strings': (i) => `{"to":"${ann(i)},\n`,
  'brackets by turns': (i) => '[{(<"'[i % 5] as string,
  'brackets that close': (i) => '[{("a":1)}]'[i % 11] as string,
  'half escapes': (i) => `"\\u00${i % 10}\\x${i % 7}\\`,
  'strings of escapes': (i) => `${i === 0 ? '{"to":"' : ''}\\u0061\\n`,
  'labels of one host': (i) => `a${i % 10}.b-${i % 7}.`,
  'parts of one word': (i) => `x${i % 10}-_+`,
  'less-thans': (i) => `<a${i % 10}<b@c`,
  'arrows by turns': (i) => (i % 2 === 0 ? '<<' : '>>'),
  'equals and words': (i) => `a${i % 3}==b=`,
  'groups of IPv6': (i) => `${(i % 65_536).toString(16)}:`,
  'numbers with dots': (i) => `${i % 256}.`,
  'received chain': (i) =>
    `Received: from h${i}.example.com (h${i}.example.com [192.0.2.${i % 250}]) by ${host(i)} with ESMTPS id q${i}; Tue, 3 Mar 2026 ${clock(i)} +0000\n`,
  'parameters that go on': (i) =>
    `${i === 0 ? 'Content-Type: text/plain' : ''};\n name*${i}*=utf-8''%C3%A4${i}`,
  'encoded words that go on': (i) => `${i === 0 ? 'Subject:' : ''} =?utf-8?Q?=C3=A4_${i}?=\n`,
  'fields of many names': (i) => `X-Field-${i}: value ${i}\n`,
  'parts of many boundaries': (i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`,
  'mbox of bounces': (i) =>
    `From MAILER-DAEMON Tue Mar  3 ${clock(i)} 2026\nFrom: MAILER-DAEMON@example.org\nTo: news@example.org\nSubject: Undelivered Mail Returned to Sender\n\n<${ann(i)}>: host ${host(i)}[192.0.2.1] said: ${words(i)}\n\n`,
  'quotes in quotes': (i) => `${'> '.repeat(1 + (i % 12))}${words(i)} ${ann(i)}\n`,
  'cells between tabs': (i) => `\t${ann(i)}\t${i}`,
  'unseen marks': (i) => `5\u200b5\u200b0 ${i}\u200d \ufeff`,
  'links of mail': (i) => `<mailto:${ann(i)}|${ann(i)}> `,
  'links of Markdown': (i) => `[${ann(i)}](mailto:${ann(i)}) `,
  'open links': (i) => `[a${i % 10}](https://<`,
  'lines of soft breaks': (i) => `${'word=20'.repeat(9)}x${i % 10}=\n`,
  'indented keys': (i) => `${' '.repeat(i % 40)}to: ${ann(i)}\n`,
  'keys and lines': (i) => `Recipient: ${ann(i)}\nReason: ${words(i)}\nDate: 2026-03-03\n\n`,
  'rows of SQL': (i) => `(${i},'${ann(i)}','bounced','${words(i)}'),`,
  'commands and dates': (i) =>
    `[2026-03-03 ${clock(i)}] production.ERROR: Expected response code 250 but got code "550", with message "${words(i)}" {"to":"${ann(i)}"} []\n`,
  'recipients of msmtp in a line': (i) => (i === 0 ? 'smtpstatus=x ' : 'recipients=@['),
  'rows of ats': (i) => (i % 1500 === 1499 ? '\n' : '@,'),
  'refusals of Exim in a line': (i) =>
    `${i % 100 === 0 ? `\n2026-03-03 ${clock(i)} ` : ''}H=h${i} rejected RCPT `,
  'fields of Sendmail in a line': (i) =>
    i === 0 ? `Mar  3 ${clock(i)} mx sendmail[1]: 5AB1: stat= ` : 'to=, ',
  'answers of Exim in a line': (i) =>
    `${i % 30 === 0 ? `\n2026-03-03 ${clock(i)} ` : ''}abcdef-abc SMTP error from remote mail server after : 550 : 550 `,
  'rejects of Postfix in a line': (i) =>
    `${i % 40 === 0 ? '\npostfix/cleanup[1]: ' : ''}ABCDEF: reject: header a from=<a> to=<b> 5.7.1 : 5.7.1 `,
  'talk about codes': (i) => `why do we get 550 5.1.${i % 10} from ${host(i)}, anyone?\n`,
  'dates of all kinds': (i) => `${clock(i)} 3 Mar 2026 ${clock(i)} +0100 (CET) 2026-03-03T${clock(i)}.${i}Z `,
};
