/** Whom the sender mailed, and where an alias or a forwarder sent it on to. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { createExplain } from '../../src/diagnosis/index.ts';
import { textOf, verdictReply } from '../../src/replies/index.ts';
import { seen } from '../support/paper.ts';
import { factsOf } from './facts-of.ts';

const report = (...fields: readonly string[]): string =>
  `Reporting-MTA: dns; mx.corp.example\n\n${fields.join('\n')}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n`;

describe('the address that was mailed', () => {
  test.each([
    [
      'in either order',
      ['Final-Recipient: rfc822; j.smith77@store.example', 'Original-Recipient: rfc822;john@corp.example'],
      { recipient: 'john@corp.example', finalRecipient: 'j.smith77@store.example' },
    ],
    [
      'named alike',
      ['Original-Recipient: rfc822; John@corp.example', 'Final-Recipient: rfc822; john@CORP.example'],
      { recipient: 'john@corp.example' },
    ],
    [
      'no whole address',
      ['Original-Recipient: rfc822; root', 'Final-Recipient: rfc822; admin@corp.example'],
      { recipient: 'admin@corp.example' },
    ],
    [
      'without a dot in its domain',
      ['Original-Recipient: rfc822; root@mail', 'Final-Recipient: rfc822; admin@corp.example'],
      { recipient: 'admin@corp.example' },
    ],
    [
      'final one inside a host',
      ['Original-Recipient: rfc822; info@corp.example', 'Final-Recipient: rfc822; info@mailstore'],
      { recipient: 'info@corp.example', finalRecipient: 'info@mailstore' },
    ],
    [
      'in xtext (RFC 3461 §4)',
      ['Original-Recipient: rfc822;ann+2Bnews@corp.example', 'Final-Recipient: rfc822; ann@store.example'],
      { recipient: 'ann+news@corp.example', finalRecipient: 'ann@store.example' },
    ],
    [
      'a tag that only looks like xtext',
      ['Original-Recipient: rfc822;ann+20@corp.example', 'Final-Recipient: rfc822;ann+20@corp.example'],
      { recipient: 'ann+20@corp.example' },
    ],
    [
      'all in xtext',
      ['Original-Recipient: rfc822;ann+40corp.example', 'Final-Recipient: rfc822; ann@store.example'],
      { recipient: 'ann@corp.example', finalRecipient: 'ann@store.example' },
    ],
    [
      'beyond ASCII (RFC 6533 §3)',
      ['Original-Recipient: utf-8; j\\x{F6}rg@corp.example', 'Final-Recipient: utf-8; jörg@store.example'],
      { recipient: 'jörg@corp.example', finalRecipient: 'jörg@store.example' },
    ],
    [
      'Sendmail’s X-Actual-Recipient',
      ['Final-Recipient: RFC822; list@corp.example', 'X-Actual-Recipient: RFC822; gone@other.example'],
      { recipient: 'list@corp.example', finalRecipient: 'gone@other.example' },
    ],
  ])('%s', async (_, fields, addresses) => {
    const [bounce] = await factsOf(report(...fields));
    expect({ recipient: bounce?.recipient, finalRecipient: bounce?.finalRecipient }).toEqual({
      finalRecipient: undefined,
      ...addresses,
    });
  });

  test.each([
    [
      'Postfix, in its log',
      'Mar  3 10:15:02 mx1 postfix/smtp[123]: 4B1A2C3D4E: to=<in@store.example>, orig_to=<info@corp.example>, relay=store.example[192.0.2.9]:25, delay=1, delays=0/0/1/0, dsn=5.1.1, status=bounced (host store.example[192.0.2.9] said: 550 5.1.1 User unknown (in reply to RCPT TO command))',
    ],
    [
      'Postfix, in its letter',
      'This is the mail system at host mx.corp.example.\n\n<in@store.example> (expanded from <info@corp.example>): host store.example[192.0.2.9]\n    said: 550 5.1.1 User unknown (in reply to RCPT TO command)',
    ],
    [
      'Exim, in its log',
      '2026-03-03 10:15:02 1tJ2aB-0001Xy-Ab ** in@store.example (mid@corp.example) <info@corp.example> R=dnslookup T=remote_smtp H=store.example [192.0.2.9]: SMTP error from remote mail server after RCPT TO:<in@store.example>: 550 5.1.1 User unknown',
    ],
    [
      'Exim, in its letter',
      'This message was created automatically by mail delivery software.\n\nThe following address(es) failed:\n\n  in@store.example\n    (ultimately generated from info@corp.example)\n    host store.example [192.0.2.9]\n    SMTP error from remote mail server after RCPT TO:<in@store.example>:\n    550 5.1.1 User unknown',
    ],
    [
      'a transcript with ORCPT',
      '>>> RCPT TO:<in@store.example> NOTIFY=FAILURE ORCPT=rfc822;info+40corp.example\n<<< 550 5.1.1 <in@store.example>: Recipient address rejected: User unknown',
    ],
  ])('%s', async (_, text) => {
    expect(await factsOf(text)).toMatchObject([
      { recipient: 'info@corp.example', finalRecipient: 'in@store.example', enhancedCode: '5.1.1' },
    ]);
  });

  test('root is on nobody’s list', async () => {
    const line =
      'Mar  3 10:15:02 mx1 postfix/smtp[123]: 4B1A2C3D4E: to=<admin@corp.example>, orig_to=<root>, relay=none, delay=1, delays=0/0/1/0, dsn=5.1.1, status=bounced (User unknown)';
    const [bounce] = await factsOf(line);
    expect(bounce).toMatchObject({ recipient: 'admin@corp.example' });
    expect(bounce).not.toHaveProperty('finalRecipient');
  });

  test('the order of the fields changes nothing', async () => {
    const fields = ['Original-Recipient: rfc822; a@corp.example', 'Final-Recipient: rfc822; b@store.example'];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...fields, 'X-Note: c@other.example'], { minLength: 3 }),
        async (some) => {
          expect(await factsOf(report(...some))).toMatchObject([
            { recipient: 'a@corp.example', finalRecipient: 'b@store.example' },
          ]);
        },
      ),
    );
  });

  test('the answer shows both, and which of them is suppressed', async () => {
    const { catalog } = await openCatalog({
      folder: new URL('../../catalog', import.meta.url).pathname,
      own: null,
    });
    const { explain } = createExplain(catalog);
    const text = report(
      'Original-Recipient: rfc822; a@corp.example',
      'Final-Recipient: rfc822; b@store.example',
    );
    const [diagnosis] = (await explain(text, { asked: true })).diagnoses;
    if (!diagnosis) throw new Error('nothing was read');
    const facts = seen(verdictReply(diagnosis, catalog, null)).facts.map(
      ({ label, value }) => `${label}: ${textOf(value)}`,
    );
    expect(facts.filter((fact) => /^(?:To|Sent on)/.test(fact))).toEqual([
      'To: a@corp.example',
      'Sent on to: b@store.example, which failed. What you mailed, and would suppress, is a@corp.example.',
    ]);
  });
});
