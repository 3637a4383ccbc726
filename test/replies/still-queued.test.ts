/** Whether a mail still waits in the queue: what is resent by hand meanwhile arrives twice. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { createExplain } from '../../src/diagnosis/index.ts';
import { cardOf, detailsOf, textOf, verdictReply } from '../../src/replies/index.ts';

const { catalog } = await openCatalog({
  folder: fileURLToPath(new URL('../../catalog', import.meta.url)),
  own: null,
});
const { explain } = createExplain(catalog);

/** Title, sentence, steps and customers' texts, a line each. */
async function wordsFor(text: string): Promise<string> {
  const [diagnosis] = (await explain(text, { asked: true })).diagnoses;
  if (diagnosis === undefined) throw new Error('no bounce');
  const reply = verdictReply(diagnosis, catalog, null);
  const { title, sentence, steps } = cardOf(reply);
  const lines = [...(sentence === null ? [] : [sentence]), ...steps].map(textOf);
  return [title, ...lines, JSON.stringify(detailsOf(reply).customers)].join('\n');
}

test.each([
  'rcpt=lars@firma.example 452 4.2.2 mailbox full',
  'recipient=lars@firma.example response="452 4.2.2 mailbox full"',
  'rcpt=lars@firma.example status=deferred response="452 4.2.2 mailbox full"',
])('nobody said that the server gave up: %s', async (text) => {
  const words = await wordsFor(text);
  expect(words).toContain('your server retries');
  expect(words).not.toMatch(/gave up|won’t by itself|could not be delivered/);
});

test('an event that tells a failure has it come back', async () => {
  const words = await wordsFor(
    '{"event":"failed","recipient":"lars@firma.example","response":"452 4.2.2 mailbox full"}',
  );
  expect(words).toContain('gave up');
});

test('what a log defers is still tried, whatever the code', async () => {
  const words = await wordsFor(
    'Oct 20 08:00:09 m1 postfix/smtp[101]: A3C1F: to=<lars@firma.example>, relay=smtp.relay.example[192.0.2.4]:587, delay=4, dsn=5.7.8, status=deferred (SASL authentication failed; server smtp.relay.example[192.0.2.4] said: 535 5.7.8 Error: authentication failed)',
  );
  expect(words).toContain('has not been delivered yet');
  expect(words).toContain('no need to send it again');
});

test.each([
  [
    'qmail',
    `Hi. This is the qmail-send program at smtp7.letters.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<dmitri@optics.example>:
192.0.2.7 does not like recipient.
Remote host said: 450 4.2.0 Greylisted, please come back later
Giving up on 192.0.2.7.
I'm not going to try again; this message has been in the queue too long.`,
  ],
  [
    'qmail, of DNS',
    `<dmitri@optics.example>:
CNAME lookup failed temporarily. (#4.4.3)
I'm not going to try again; this message has been in the queue too long.`,
  ],
  [
    'Sendmail',
    `   ----- The following addresses had permanent fatal errors -----
<petra@linden.example>
    (reason: 452 4.2.2 Mailbox full)

   ----- Transcript of session follows -----
<petra@linden.example>... Deferred: 452 4.2.2 Mailbox full
Message could not be delivered for 5 days
Message will be deleted from queue`,
  ],
  [
    'Exim',
    `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  tine@havn.example
    host mx.havn.example [192.0.2.90]
    SMTP error from remote mail server after RCPT TO:<tine@havn.example>:
    450 4.2.0 Greylisted, try again later:
    retry timeout exceeded`,
  ],
  [
    'Exim, of all hosts',
    `  tine@havn.example
    SMTP error from remote mail server after RCPT TO:<tine@havn.example>:
    host mx.havn.example [192.0.2.90]: 452 4.2.2 Mailbox full:
    all hosts for 'havn.example' have been failing for a long time and were last tried after this message arrived`,
  ],
  [
    'Postfix’s queue manager',
    `Nov 28 09:10:11 mx1 postfix/smtp[311]: 4Cabc12345: to=<ole@fjord.example>, relay=mx.fjord.example[192.0.2.44]:25, delay=431999, delays=431998/0/0.5/0.5, dsn=4.2.0, status=deferred (host mx.fjord.example[192.0.2.44] said: 450 4.2.0 <ole@fjord.example>: Recipient address rejected: Greylisted (in reply to RCPT TO command))
Nov 28 09:10:11 mx1 postfix/qmgr[99]: 4Cabc12345: from=<shop@boxes.example>, status=expired, returned to sender
Nov 28 09:10:11 mx1 postfix/qmgr[99]: 4Cabc12345: removed`,
  ],
])('what the sender gave up is sent again by hand: %s', async (_, text) => {
  const words = await wordsFor(text);
  expect(words).toContain('gave up');
  expect(words).toMatch(/resend/i);
  expect(words).toContain('could not be delivered');
  expect(words).not.toMatch(/\bwait\b|retries|resend by hand|keeps trying|nothing to do/i);
});

test('a warning that tells when it will be given up has not given it up', async () => {
  const words = await wordsFor(
    `   ----- The following addresses had transient non-fatal errors -----
<petra@linden.example>

   ----- Transcript of session follows -----
<petra@linden.example>... Deferred: 452 4.2.2 Mailbox full
Warning: message still undelivered after 4 hours
Will keep trying until message is 5 days old`,
  );
  expect(words).not.toMatch(/gave up/);
});
