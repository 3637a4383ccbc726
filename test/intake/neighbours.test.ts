/** One recipient's words judge one recipient: a report's verdicts don't depend on its other recipients. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { createExplain, type Explain } from '../../src/diagnosis/index.ts';

let explain: Explain;
beforeAll(async () => {
  const folder = new URL('../../catalog', import.meta.url).pathname;
  explain = createExplain((await openCatalog({ folder, own: null })).catalog).explain;
});

type Refused = {
  readonly address: string;
  readonly host: string;
  readonly status: string;
  readonly said: string;
};

const header = (type: string): string =>
  `Return-Path: <>\nFrom: MAILER-DAEMON@mx1.shop.example (Mail Delivery System)\nTo: news@shop.example\nSubject: Undelivered Mail Returned to Sender\nDate: Tue, 3 Mar 2026 10:16:00 +0000\nMIME-Version: 1.0\nContent-Type: ${type}\n\n`;

const returned = (all: readonly Refused[]): string =>
  `From: News <news@shop.example>\nTo: ${all.map(({ address }) => address).join(', ')}\nMessage-ID: <m1@shop.example>\nSubject: Hello\n`;

const block = ({ address, host, status, said }: Refused): string =>
  `Final-Recipient: rfc822; ${address}\nAction: failed\nStatus: ${status}\nRemote-MTA: dns; ${host}\nDiagnostic-Code: smtp; ${said}\n`;

const postfix = (all: readonly Refused[]): string =>
  `This is the mail system at host mx1.shop.example.\n\n${all
    .map(
      ({ address, host, said }) =>
        `<${address}>: host ${host}[192.0.2.9] said: ${said} (in reply to end of DATA command)\n`,
    )
    .join('\n')}`;

const exim = (all: readonly Refused[]): string =>
  `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n${all
    .map(
      ({ address, host, said }) =>
        `  ${address}\n    host ${host} [192.0.2.9]\n    SMTP error from remote mail server after end of data:\n    ${said}\n`,
    )
    .join('')}`;

const qmail = (all: readonly Refused[]): string =>
  `Hi. This is the qmail-send program at shop.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n${all
    .map(
      ({ address, said }) =>
        `<${address}>:\n192.0.2.9 failed after I sent the message.\nRemote host said: ${said}\n\n`,
    )
    .join('')}`;

const sendmail = (all: readonly Refused[]): string =>
  `The original message was received at Tue, 3 Mar 2026 10:15:00 GMT\nfrom localhost [127.0.0.1]\n\n   ----- The following addresses had permanent fatal errors -----\n${all
    .map(({ address, said }) => `<${address}>\n    (reason: ${said})\n`)
    .join('')}`;

const machine = (all: readonly Refused[]): string =>
  `Reporting-MTA: dns; mx1.shop.example\nArrival-Date: Tue, 3 Mar 2026 10:15:00 +0000\n\n${all.map(block).join('\n')}`;

const inMail = (letter: string, all: readonly Refused[]): string =>
  `${header('multipart/report; report-type=delivery-status; boundary="b"')}--b\nContent-Type: text/plain\n\n${letter}\n--b\nContent-Type: message/delivery-status\n\n${machine(all)}\n--b\nContent-Type: text/rfc822-headers\n\n${returned(all)}\n--b--\n`;

const LAYOUTS: Readonly<Record<string, (all: readonly Refused[]) => string>> = {
  'Postfix, a whole report': (all) => inMail(postfix(all), all),
  'Sendmail, a whole report': (all) => inMail(sendmail(all), all),
  'no letter': (all) => inMail('', all),
  'a letter that says nothing': (all) =>
    inMail('Your message was not delivered. Details are in the attached report.', all),
  'the machine part alone': machine,
  'Postfix, the letter and the machine part': (all) => `${postfix(all)}\n${machine(all)}`,
  'Postfix, the letter as a mail': (all) =>
    `${header('text/plain')}${postfix(all)}\n------ This is a copy of the headers ------\n\n${returned(all)}`,
  'Exim, the letter as a mail': (all) =>
    `${header('text/plain')}${exim(all)}\n------ This is a copy of the message, including all the headers. ------\n\n${returned(all)}`,
  'qmail, the letter as a mail': (all) =>
    `${header('text/plain')}${qmail(all)}--- Below this line is a copy of the message.\n\n${returned(all)}`,
  'all addresses first, then each with its reason': (all) =>
    `${header('text/plain')}Your message could not be delivered to:\n\n${all.map(({ address }) => `  <${address}>\n`).join('')}\n${[
      ...all,
    ]
      .reverse()
      .map(({ address, said }) => `<${address}>: ${said}\n\n`)
      .join('')}`,
  'Sendmail with its transcript': (all) =>
    inMail(
      `${sendmail(all)}\n   ----- Transcript of session follows -----\n${all
        .map(
          ({ address, host, said }) =>
            `... while talking to ${host}.:\n>>> DATA\n<<< ${said}\n${said.slice(0, 3)} 5.0.0 <${address}>... Service unavailable\n`,
        )
        .join('')}`,
      all,
    ),
  'Exchange, for administrators': (all) =>
    `${header('text/plain')}Delivery has failed to these recipients or groups:\n\n${all.map(({ address }) => `${address}\n`).join('')}\nDiagnostic information for administrators:\n\nGenerating server: mx1.shop.example\n\n${all
      .map(({ address, host, said }) => `${address}\n${host}\nRemote Server returned '${said}'\n\n`)
      .join('')}Original message headers:\n\n${returned(all)}`,
  'Postfix, the letter pasted': postfix,
  'Exim, the letter pasted': exim,
};

/** What says a lot, and what says as good as nothing. */
const SAID: readonly (readonly [status: string, said: string])[] = [
  ['5.1.1', '550 5.1.1 No such user here'],
  ['5.2.2', '552 5.2.2 Mailbox full'],
  [
    '5.7.26',
    "550 5.7.26 Unauthenticated email from shop.example is not accepted due to domain's DMARC policy",
  ],
  ['5.7.1', '554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using zen.spamhaus.org'],
  ['5.0.0', '550 Blocked'],
  ['5.0.0', '550 Rejected'],
  ['5.0.0', '554 Transaction failed'],
  ['5.0.0', '550 5.0.0 Error'],
  ['5.0.0', '554 delivery error'],
  ['5.7.1', '554 5.7.1 Message refused'],
  ['4.0.0', '450 4.0.0 later'],
  ['5.0.0', '554 mx1.example.edu bizsmtp xyz'],
];

const refusals = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom(...SAID)), {
    minLength: 2,
    maxLength: 4,
    selector: ([place]) => place,
  })
  .map((some) =>
    some.map(([place, [status, said]]) => ({
      address: `ann${place}@d${place}.example`,
      host: `mx.d${place}.example`,
      status,
      said,
    })),
  );

async function verdicts(text: string): Promise<ReadonlyMap<string | null, string>> {
  const { diagnoses } = await explain(text, { asked: true });
  return new Map(
    diagnoses.map(({ bounce, reason, suppress, category }) => [
      bounce.recipient,
      `${bounce.replyCode} ${bounce.enhancedCode} ${reason} ${category} ${suppress}`,
    ]),
  );
}

describe('a report’s verdicts don’t depend on its other recipients', () => {
  test.each(Object.entries(LAYOUTS))('%s', async (_, layout) => {
    await fc.assert(
      fc.asyncProperty(refusals, async (all) => {
        const together = await verdicts(layout(all));
        expect([...together.keys()].toSorted()).toEqual(all.map(({ address }) => address).toSorted());
        for (const one of all) {
          const alone = await verdicts(layout([one]));
          expect([one.said, together.get(one.address)]).toEqual([one.said, alone.get(one.address)]);
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** How logs tell that a mail arrived, with ids that are known forms, masked, short or missing. */
const ARRIVED = (address: string, at: string): readonly string[] => [
  `2026-03-03 10:15:${at} => ${address} R=dnslookup T=remote_smtp H=mx.there.example [192.0.2.30] C="250 OK id=1"`,
  `2026-03-03 10:15:${at} 1vA-01 -> ${address} R=dnslookup T=remote_smtp H=mx.there.example [192.0.2.30] C="250 OK"`,
  `xxxxxx => ${address} R=smarthost T=remote_smtp H=mx.there.example [192.0.2.30]`,
  `2026-03-03 10:15:${at} <= ${address} H=app.there.example [192.0.2.5] P=esmtp S=1020`,
  `2026-03-03 10:15:${at} ${address}: remote_smtp transport succeeded`,
  `Mar  3 10:15:${at} mx1 mailer[12]: to=<${address}>, relay=mx.there.example[192.0.2.30]:25, status=sent (250 OK)`,
  `Mar  3 10:15:${at} to=${address} stat=Sent (ok)`,
  `2026-03-03 10:15:${at} ${address} 250 2.0.0 OK accepted`,
  `2026-03-03 10:15:${at} INFO delivered to ${address} via mx.there.example: 250 OK`,
  `${address} - delivered`,
];
/** And that it didn't. */
const FAILED = (address: string, at: string): readonly string[] => [
  `2026-03-03 10:15:${at} ** ${address} R=dnslookup T=remote_smtp H=mx.us.example [192.0.2.20]: SMTP error from remote mail server after RCPT TO:<${address}>: 550 5.1.1 <${address}> User unknown`,
  `2026-03-03 10:15:${at} 1vA-01 == ${address} R=dnslookup T=remote_smtp defer (110): Connection timed out H=mx.us.example [192.0.2.20]`,
  `** ${address}: Unrouteable address`,
  `Mar  3 10:15:${at} mx1 postfix/smtp[12]: to=<${address}>, relay=mx.us.example[192.0.2.20]:25, dsn=5.1.1, status=bounced (host mx.us.example[192.0.2.20] said: 550 5.1.1 User unknown)`,
  `2026-03-03 10:15:${at} ERROR failed to deliver to ${address} via mx.us.example: 550 5.1.1 User unknown`,
  `${address}: 550 5.1.1 User unknown`,
];

test('what arrived is never whom another line refuses, wherever it stands', async () => {
  const place = fc.record({ arrived: fc.nat({ max: 9 }), also: fc.nat({ max: 9 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: 5 }),
      fc.array(place, { minLength: 1, maxLength: 3 }),
      async (failed, places) => {
        const lines = places.flatMap(({ arrived, also }, i) => [
          ARRIVED(`bob${i}@there.example`, `1${i}`)[arrived],
          FAILED(`ann${i}@us.example`, `2${i}`)[failed],
          ARRIVED(`carl${i}@there.example`, `3${i}`)[also],
        ]);
        const { diagnoses } = await explain(lines.join('\n'), { asked: true });
        expect(diagnoses.map(({ bounce }) => bounce.recipient).toSorted()).toEqual(
          places.map((_, i) => `ann${i}@us.example`),
        );
        expect(diagnoses.flatMap(({ bounce }) => bounce.sourceIp ?? [])).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});
