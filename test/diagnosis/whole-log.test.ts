/** A whole log tells what a pasted one tells, however it is cut into pieces and files. */
import { expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import {
  createExplain,
  createLogExplainer,
  type Ending,
  endingsOf,
  type LogExplainer,
  type LogTold,
} from '../../src/diagnosis/index.ts';
import { logKinds } from '../../src/intake/formats/logs/index.ts';
import { platforms } from '../../src/intake/formats/webhooks/index.ts';
import { arrived, attempt, queued } from '../support/postfix-log.ts';

const { catalog } = await openCatalog({ folder: 'catalog', own: null });
const pasted = { now: () => new Date('2026-11-28T12:00:00Z'), zone: 'UTC' };
const { explain, diagnose } = createExplain(catalog, pasted);

/** @returns what still waits at the end of a log */
async function restOf(explainer: LogExplainer): Promise<readonly LogTold[]> {
  const all: LogTold[] = [];
  for await (const told of explainer.end()) all.push(told);
  return all;
}

/** @param size bytes of a piece */
async function read(files: readonly string[], size = 1 << 20): Promise<readonly Ending[]> {
  const explainer = createLogExplainer({ diagnose, explain }, pasted);
  const told: LogTold[] = [];
  for (const file of files) {
    explainer.begin(null, file);
    const bytes = Buffer.from(file);
    for (let at = 0; at < bytes.length; at += size)
      told.push(await explainer.read(bytes.subarray(at, at + size)));
    told.push(await explainer.endFile());
  }
  told.push(...(await restOf(explainer)));
  return told.flatMap(({ endings }) => endings);
}

/** What is the matter with whom, by which message, how often and when. */
const facts = (endings: readonly Ending[]) =>
  endings
    .map(({ count, first, last, diagnosis: { bounce, reason, suppress } }) => ({
      ...{ count, first, last, reason, suppress },
      to: bounce.recipient,
      id: bounce.queueId,
      action: bounce.action,
      codes: [bounce.replyCode, bounce.enhancedCode],
      words: bounce.diagnosticCode,
      from: bounce.sender,
    }))
    .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const EXAMPLES = logKinds.flatMap(({ name, examples }) => examples.map(({ text }) => [name, text] as const));

test.each(EXAMPLES)('%s is read as where it is pasted: %s', async (_, text) => {
  const { diagnoses } = await explain(text, { asked: true });
  const asPasted = diagnoses.flatMap((diagnosis) => endingsOf(diagnosis, null));
  expect(facts(await read([text]))).toEqual(facts(asPasted));
  expect(facts(await read([text], 50))).toEqual(facts(asPasted));
});

const LOG = [
  queued({ time: '10:00:00', id: '4FpQx0abcz1', from: 'news@example.org' }),
  attempt({ time: '10:00:01', id: '4FpQx0abcz1', to: 'ann@example.com', words: '550 5.1.1 User unknown' }),
  attempt({ time: '10:00:02', id: '4FpQx0abcz1', to: 'bob@example.com', words: '452 4.2.2 Mailbox full' }),
  attempt({ time: '10:00:02', id: '4FpQx0abcz1', to: 'cy@example.com', words: '451 4.7.1 Greylisted' }),
  queued({ time: '10:05:00', id: '4FpQx0abcz2', from: 'shop@example.org' }),
  arrived({ time: '10:05:01', id: '4FpQx0abcz2', to: 'bob@example.com' }),
  attempt({ time: '10:20:02', id: '4FpQx0abcz1', to: 'bob@example.com', words: '452 4.2.2 Mailbox full' }),
  arrived({ time: '10:20:03', id: '4FpQx0abcz1', to: 'cy@example.com' }),
  attempt({ time: '11:20:02', id: '4FpQx0abcz1', to: 'bob@example.com', words: '552 5.2.2 Mailbox full' }),
].map((line) => `${line}\n`);

test('all lines of a message belong together, also across files', async () => {
  const all = await read([LOG.join('')]);
  expect(
    all.map(({ count, arrived, diagnosis: { bounce, reason } }) => [
      ...[bounce.recipient, bounce.sender, reason, count, bounce.action, arrived !== null],
    ]),
  ).toEqual([
    ['ann@example.com', 'news@example.org', 'user-unknown', 1, 'failed', false],
    ['cy@example.com', 'news@example.org', 'greylisted', 1, 'delayed', true],
    ['bob@example.com', 'news@example.org', 'mailbox-full', 3, 'failed', false],
  ]);
  expect(all[2]?.diagnosis.bounce.attempts.map(({ time }) => time)).toEqual([
    '2026-11-21T10:00:02.000Z',
    '2026-11-21T10:20:02.000Z',
    '2026-11-21T11:20:02.000Z',
  ]);
  for (let cut = 1; cut < LOG.length; cut++)
    expect(facts(await read([LOG.slice(0, cut).join(''), LOG.slice(cut).join('')]))).toEqual(facts(all));
});

const POWERMTA =
  'type,timeLogged,timeQueued,orig,rcpt,orcpt,dsnAction,dsnStatus,dsnDiag,dsnMta,bounceCat,srcType,srcMta,dlvType,dlvSourceIp,dlvDestinationIp,vmta,jobId';
const late = (time: string, to: string): string =>
  `t,2026-11-11 ${time}+0000,2026-11-11 06:00:00+0000,b-${to}@ret.example,${to}@example.com,,delayed,"4.7.0 (other or undefined security status)","smtp;421 4.7.0 Too many connections from your IP, try later",mx.example.com (192.0.2.99),quota-issues,smtp,app (10.0.0.1),smtp,203.0.113.40,192.0.2.99,vmta1,job77`;
const relayed = (time: string, to: string, queued = '06:00:00'): string =>
  `d,2026-11-11 ${time}+0000,2026-11-11 ${queued}+0000,b-${to}@ret.example,${to}@example.com,,relayed,"2.0.0 (success)","smtp;250 OK",mx.example.com (192.0.2.99),,smtp,app (10.0.0.1),smtp,203.0.113.40,192.0.2.99,vmta1,job77`;
const EXCHANGE =
  '#Software: Microsoft Exchange Server\n#Fields: date-time,client-ip,client-hostname,server-ip,server-hostname,source-context,connector-id,source,event-id,internal-message-id,message-id,network-message-id,recipient-address,recipient-status,total-bytes,recipient-count,related-recipient-address,reference,message-subject,sender-address,return-path,message-info,directionality';
const tracked = (time: string, servers: string, event: string, id: number, to: string, status: string) =>
  `2026-11-12T${time}.123Z,${servers},"",Internet,${event},${id},<m${id}@example.org>,0f13-1,${to}@example.com,"${status}",3300,1,,,Angebot,info@example.org,info@example.org,,Originating`;
const GREYLISTED = '[{LRT=};{LED=451 4.7.1 Greylisted, try again};{FQDN=mx.example.com};{IP=192.0.2.120}]';

test.each([
  [
    'PowerMTA’s accounting',
    [POWERMTA, late('06:00:30', 'ann'), late('06:00:31', 'bob'), late('06:10:30', 'ann')],
    [POWERMTA, relayed('06:30:00', 'ann'), relayed('06:31:00', 'bob', '06:20:00')],
  ],
  [
    'Exchange’s message tracking, where the sending server is the client',
    [
      EXCHANGE,
      tracked('06:00:05', ',,,EX01', 'SMTP,DEFER', 13, 'ann', GREYLISTED),
      tracked('06:00:06', ',,,EX01', 'SMTP,DEFER', 13, 'bob', GREYLISTED),
      tracked('06:10:05', ',,,EX01', 'SMTP,DEFER', 13, 'ann', GREYLISTED),
    ],
    [
      EXCHANGE,
      tracked('06:20:05', '10.0.0.2,EX01,192.0.2.120,mx.example.com', 'SMTP,SEND', 13, 'ann', '250 2.1.5 OK'),
      tracked('06:20:06', '10.0.0.2,EX01,192.0.2.120,mx.example.com', 'SMTP,SEND', 14, 'bob', '250 2.1.5 OK'),
    ],
  ],
  [
    'Exchange’s message tracking, for mailboxes of its own',
    [
      EXCHANGE,
      tracked('06:00:05', ',,,EX01', 'STOREDRIVER,DEFER', 13, 'ann', GREYLISTED),
      tracked('06:00:06', ',,,EX01', 'STOREDRIVER,DEFER', 13, 'bob', GREYLISTED),
      tracked('06:10:05', ',,,EX01', 'STOREDRIVER,DEFER', 13, 'ann', GREYLISTED),
    ],
    [
      EXCHANGE,
      tracked('06:20:05', '10.0.0.2,EX01,10.0.0.2,EX01', 'STOREDRIVER,DELIVER', 13, 'ann', ''),
      tracked('06:20:06', '10.0.0.2,EX01,10.0.0.2,EX01', 'STOREDRIVER,DELIVER', 14, 'bob', ''),
    ],
  ],
])('what was put off and arrived, by %s; that another message arrived ends nothing', async (_, ...files) => {
  const text = files.map((lines) => `${lines.join('\n')}\n`);
  for (const all of [await read(text), await read([text.join('')], 200)])
    expect(
      all
        .map(({ count, arrived, diagnosis: { bounce } }) => [bounce.recipient, count, arrived !== null])
        .toSorted(),
    ).toEqual([
      ['ann@example.com', 2, true],
      ['bob@example.com', 1, false],
    ]);
});

test('what is still put off when the log ends is told as it stands, and counts add up', async () => {
  const all = await read([LOG.slice(0, -1).join('')]);
  expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(4);
  expect(all.at(-1)).toMatchObject({ count: 2, arrived: null, diagnosis: { bounce: { action: 'delayed' } } });
});

test('a message that left the queue is over: its id is used again for another one', async () => {
  const removed = 'Nov 21 11:00:00 mx1 postfix/qmgr[811]: 4FpQx0abcz1: removed\n';
  const again = attempt({
    time: '12:00:00',
    id: '4FpQx0abcz1',
    to: 'bob@example.com',
    words: '550 5.1.1 No',
  });
  const all = await read([`${LOG.slice(0, 3).join('')}${removed}${again}\n`]);
  expect(all.map(({ count, diagnosis: { bounce } }) => [bounce.recipient, count, bounce.sender])).toEqual([
    ['ann@example.com', 1, 'news@example.org'],
    ['bob@example.com', 1, 'news@example.org'],
    ['bob@example.com', 1, null],
  ]);
});

test('lines of other programs are read as any text is, and lines in JSON too', async () => {
  const [, failed = ''] = LOG;
  const again = failed.replace('10:00:01', '10:00:02').replaceAll('abcz1', 'abcz9');
  const other = '2026-11-21 10:00:00 ERROR mail to dan@example.com failed: 550 5.1.1 User unknown\n';
  const all = await read([`${JSON.stringify({ log: failed, stream: 'stdout' })}\n${other}${again}`]);
  expect(all.map(({ diagnosis: { bounce, reason } }) => [bounce.recipient, reason])).toEqual([
    ['ann@example.com', 'user-unknown'],
    ['ann@example.com', 'user-unknown'],
    ['dan@example.com', 'user-unknown'],
  ]);
});

test('addresses and words beyond ASCII are read, in UTF-8 and in other character sets', async () => {
  const lines = [
    attempt({
      time: '10:00:02',
      id: '4FpQx0abcz3',
      to: 'jörg@example.com',
      words: '452 4.2.2 Postfach für Jörg voll',
    }),
    arrived({ time: '10:20:03', id: '4FpQx0abcz3', to: 'jörg@example.com' }),
    attempt({
      time: '10:30:02',
      id: '4FpQx0abcz4',
      to: 'ann@example.com',
      words: '550 5.1.1 Empfänger unbekannt',
    }),
  ].map((line) => `${line}\n`);
  const explainer = createLogExplainer({ diagnose, explain }, pasted);
  explainer.begin(null, '');
  const bytes = [Buffer.from(lines.slice(0, 2).join('')), Buffer.from(lines[2] ?? '', 'latin1')];
  const told = [
    await explainer.read(Buffer.concat(bytes)),
    await explainer.endFile(),
    ...(await restOf(explainer)),
  ];
  expect(
    told.flatMap(({ endings }) =>
      endings.map(({ arrived, diagnosis: { bounce } }) => [bounce.diagnosticCode, arrived !== null]),
    ),
  ).toEqual([
    ['452 4.2.2 Postfach für Jörg voll', true],
    ['550 5.1.1 Empfänger unbekannt', false],
  ]);
});

const DEFERRED = attempt({
  time: '10:00:01',
  id: '4FpQx0abcz5',
  to: 'ann@example.com',
  words: '451 4.7.1 Greylisted',
});
const [, WITHOUT_HEAD = ''] = /\]: (.*)/.exec(DEFERRED) ?? [];

test.each([
  ['rsyslog', `Nov 21 10:00:31 mx1 postfix/smtp[2211]: message repeated 3 times: [ ${WITHOUT_HEAD}]`],
  ['sysklogd', 'Nov 21 10:00:31 mx1 last message repeated 3 times'],
])('what syslog says was repeated counts as often as it says: %s', async (_, repeated) => {
  const [one, ...others] = await read([`${DEFERRED}\n${repeated}\n`]);
  expect(others).toEqual([]);
  expect(one).toMatchObject({
    count: 4,
    first: Date.parse('2026-11-21T10:00:01Z'),
    last: Date.parse('2026-11-21T10:00:31Z'),
    diagnosis: { reason: 'greylisted', bounce: { diagnosticCode: '451 4.7.1 Greylisted' } },
  });
});

test('what another host repeats, or another line, is none of it', async () => {
  const elsewhere = 'Nov 21 10:00:31 mx2 last message repeated 3 times';
  const noise = 'Nov 21 10:00:30 mx1 postfix/smtpd[9]: connect from app.example.org[192.0.2.5]';
  for (const lines of [[elsewhere], [noise, elsewhere.replace('mx2', 'mx1')]])
    expect(await read([[DEFERRED, ...lines, ''].join('\n')])).toMatchObject([{ count: 1 }]);
});

test('a line that stands there once more, right behind the same one, counts once, and it is said', async () => {
  const explainer = createLogExplainer({ diagnose, explain }, pasted);
  explainer.begin(null, DEFERRED);
  const bounced = attempt({
    time: '10:20:01',
    id: '4FpQx0abcz5',
    to: 'ann@example.com',
    words: '550 5.1.1 No',
  });
  const lines = [DEFERRED, DEFERRED, bounced, bounced].join('\n');
  const { endings } = await explainer.read(Buffer.from(`${lines}\n`));
  expect([...endings, ...(await explainer.endFile()).endings].map(({ count }) => count)).toEqual([2]);
  expect(explainer.letGo()).toEqual([
    '2 lines stood there once more, right behind the same ones: they are counted once.',
  ]);
});

test('that Exim waits, or gives up, hides nothing of what the server said', async () => {
  const put = (at: string, what: string): string => `2026-11-21 ${at} 1tQx0a-0001Ab-2C == ${what}`;
  const log = [
    put(
      '10:00:01',
      'ann@example.com R=dns T=smtp defer (-44): SMTP error from remote mail server after RCPT TO:<ann@example.com>: 452 4.2.2 Mailbox full',
    ),
    put(
      '10:30:01',
      "ann@example.com R=dns T=smtp defer (-53): retry time not reached for any host for 'example.com'",
    ),
  ].join('\n');
  const facts = { count: 2, diagnosis: { reason: 'mailbox-full', bounce: { replyCode: '452' } } };
  expect(await read([`${log}\n`])).toMatchObject([{ ...facts, last: Date.parse('2026-11-21T10:30:01Z') }]);
  const end = '2026-11-24 10:30:01 1tQx0a-0001Ab-2C ** ann@example.com: retry timeout exceeded\n';
  expect(await read([`${log}\n${end}`])).toMatchObject([
    { count: 3, diagnosis: { reason: 'mailbox-full', bounce: { action: 'failed' } } },
  ]);
});

test('a server that gives up on a message gives up on those alone whom it has not reached', async () => {
  const failed = attempt({
    time: '10:00:02',
    id: '4FpQx0abcz5',
    to: 'bob@example.net',
    words: '451 4.7.1 Greylisted',
  });
  const reached = arrived({ time: '10:20:01', id: '4FpQx0abcz5', to: 'ann@example.com' });
  const end =
    'Nov 26 10:00:02 mx1 postfix/qmgr[811]: 4FpQx0abcz5: from=<news@example.org>, status=expired, returned to sender';
  const log = [DEFERRED, failed, reached, end].join('\n');
  const { diagnoses } = await explain(log, { asked: true });
  expect(diagnoses.map(({ bounce }) => [bounce.recipient, bounce.action])).toEqual([
    ['bob@example.net', 'failed'],
  ]);
  const whole = await read([log]);
  expect(whole.map(({ arrived: at, diagnosis: { bounce } }) => [bounce.recipient, at !== null])).toEqual([
    ['ann@example.com', true],
    ['bob@example.net', false],
  ]);
});

/** "Nov 21 10:00:01 mx1 postfix/smtp[2211]: 4FpQx0abcz1: …" in its parts. */
const partsOf = (line: string) => {
  const [, time = '', host = '', program = '', pid = '', message = ''] =
    /^Nov 21 (\S+) (\S+) ([^[]+)\[(\d+)\]: (.*)/.exec(line) ?? [];
  return { time: `2026-11-21T${time}.000Z`, host, program, pid, message };
};
const micro = (time: string): string => `${Date.parse(time)}000`;

type Parts = ReturnType<typeof partsOf>;
const SHIPPERS: Readonly<Record<string, (parts: Parts, line: string) => unknown>> = {
  "Docker's json-file": ({ time }, line) => ({ log: line, stream: 'stdout', time }),
  'journalctl -o json': ({ time, host, program, pid, message }) => ({
    __REALTIME_TIMESTAMP: micro(time),
    _HOSTNAME: host,
    PRIORITY: '6',
    SYSLOG_IDENTIFIER: program,
    _PID: pid,
    MESSAGE: message,
  }),
  'logcli -o jsonl': ({ time }, line) => ({
    labels: { job: 'mail', host: 'x' },
    line: line.trim(),
    timestamp: time,
  }),
  Vector: ({ time, host, program, pid, message }) => ({
    ...{ appname: program, facility: 'mail', hostname: host, message, procid: Number(pid), timestamp: time },
  }),
  "rsyslog's own": ({ time, host, program, pid, message }) => ({
    ...{
      timestamp: time,
      host,
      severity: 'info',
      'syslog-tag': `${program}[${pid}]:`,
      message: ` ${message}`,
    },
  }),
  Filebeat: ({ time, host }, line) => ({
    ...{
      '@timestamp': time,
      host: { name: host },
      log: { file: { path: '/var/log/mail.log' } },
      message: line.trim(),
    },
  }),
  'a program that logs objects, in Docker': ({ time, host, program, pid, message }) => ({
    log: `${JSON.stringify({ time, host, ident: program, pid, message })}\n`,
    ...{ stream: 'stdout', time },
  }),
};

test.each(
  Object.entries(SHIPPERS),
)('a log that a shipper wrapped up tells what the log tells: %s', async (_, wrap) => {
  const lines = LOG.map((line) => `${JSON.stringify(wrap(partsOf(line), line))}\n`);
  const facts0 = facts(await read([LOG.join('')]));
  expect(facts(await read([lines.join('')]))).toEqual(facts0);
  expect(facts(await read([lines.join('')], 50))).toEqual(facts0);
});

const EVENTS = platforms.flatMap(({ name, examples }) =>
  examples.filter(({ text }) => /^[[{]/.test(text)).map(({ text }) => [name, text] as const),
);

test.each(EVENTS)('an event of %s is read as where it is pasted: %s', async (_, text) => {
  const line = JSON.stringify(JSON.parse(text));
  const { diagnoses } = await explain(line, { asked: true });
  const asPasted = diagnoses.flatMap((diagnosis) => endingsOf(diagnosis, null));
  expect(facts(await read([`${line}\n`]))).toEqual(facts(asPasted));
});

const record = (type: string, at: number, code: number, content: string): string =>
  `${JSON.stringify({
    ...{ type, id: 'm1', sender: 'news@example.org', recipient: 'ann@example.com', timestamp: at },
    ...{ response: { code, content, command: 'RCPT TO' }, peer_address: { name: 'mx.example.com' } },
  })}\n`;

test('events of one message are told together, once its fate is known', async () => {
  const late = record('TransientFailure', 1763719201, 451, '4.7.1 Greylisted');
  const later = record('TransientFailure', 1763719801, 451, '4.7.1 Greylisted');
  const arrival = `${JSON.stringify({ ...JSON.parse(record('Delivery', 1763720401, 250, 'OK')) })}\n`;
  const failed = record('Bounce', 1763720401, 550, '5.1.1 User unknown');
  const times = { count: 2, first: 1763719201000, last: 1763719801000 };
  expect(await read([late + later])).toMatchObject([
    { ...times, arrived: null, diagnosis: { reason: 'greylisted' } },
  ]);
  expect(await read([late + later + failed])).toMatchObject([
    { count: 3, last: 1763720401000, arrived: null, diagnosis: { reason: 'user-unknown', suppress: true } },
  ]);
  const [one] = await read([late + later + arrival]);
  expect(one).toMatchObject(times);
});

test('a line of JSON that is cut off is said, and takes no other with it', async () => {
  const explainer = createLogExplainer({ diagnose, explain }, pasted);
  const failed = record('Bounce', 1763720401, 550, '5.1.1 User unknown');
  const lines = `${failed}${failed.slice(0, 90)}\n${failed.replace('ann@', 'bob@')}`;
  explainer.begin(null, lines);
  const { endings } = await explainer.read(Buffer.from(lines));
  const all = [
    ...endings,
    ...(await explainer.endFile()).endings,
    ...(await restOf(explainer)).flatMap(({ endings: rest }) => rest),
  ];
  expect(all.map(({ diagnosis }) => diagnosis.bounce.recipient)).toEqual([
    'ann@example.com',
    'bob@example.com',
  ]);
  expect(explainer.unread()).toEqual(['1 line of JSON was cut off or broken, and was not read.']);
});

test('two servers may give two messages one id', async () => {
  const on = (host: string, line: string): string => line.replace(' mx1 ', ` ${host} `);
  const from = (host: string): string =>
    on(host, queued({ time: '10:00:00', id: '4FpQx0abcz6', from: `news@${host}.example.org` }));
  const later = { time: '10:20:01', id: '4FpQx0abcz5', to: 'ann@example.com' };
  const log = [
    ...[
      from('mx1'),
      from('mx2'),
      DEFERRED.replaceAll('abcz5', 'abcz6'),
      on('mx2', DEFERRED.replaceAll('abcz5', 'abcz6')),
    ],
    'Nov 21 10:10:00 mx2 postfix/qmgr[811]: 4FpQx0abcz6: removed',
    arrived({ ...later, id: '4FpQx0abcz6' }),
  ].join('\n');
  const told = (await read([log])).map(({ arrived: at, diagnosis: { bounce } }) => [
    ...[bounce.queueHost, bounce.sender, at !== null],
  ]);
  expect(told).toEqual([
    ['mx2', 'news@mx2.example.org', false],
    ['mx1', 'news@mx1.example.org', true],
  ]);
});

test.each([
  '4ABC: ',
  '',
  '******: ',
  'id-1.2: ',
])('a message whose id was cut or masked is told all the same: "%s"', async (id) => {
  const words = 'dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.20] said: 550 5.1.1 User unknown)';
  const lines = [
    `Dec  1 10:09:21 mx1 postfix/smtp[1]: ${id}to=<ann@example.com>, relay=mx.example.com[192.0.2.20]:25, ${words}\n`,
    `Dec  1 10:09:22 mx1 sendmail[1]: ${id}to=<bob@example.com>, mailer=esmtp, relay=mx.example.com. [192.0.2.20], dsn=5.1.1, stat=User unknown\n`,
  ];
  const told = await read([lines.join('')]);
  expect(told.map(({ diagnosis }) => diagnosis.bounce.recipient)).toEqual([
    'ann@example.com',
    'bob@example.com',
  ]);
});

test('what other programs write is no bounce for its numbers', async () => {
  const [begin = ''] = LOG;
  const web = (at: number, status: number): string =>
    `198.51.100.${at} - - [21/Nov/2026:06:00:${10 + at} +0000] "GET / HTTP/1.1" ${status} 7408 "-" "curl/8.5.0"`;
  const lines = Array.from({ length: 40 }, (_, i) => web(i, [503, 421, 550, 450][i % 4] ?? 0));
  const cron = 'Nov 21 06:00:01 mx1 CRON[503]: (root) CMD (/usr/local/bin/send-mail ann@corp.example)';
  expect(await read([`${begin}${[...lines, cron].join('\n')}\n`])).toEqual([]);
});
