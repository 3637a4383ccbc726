import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';

const recipientsIn = async (text: string): Promise<readonly (string | null)[]> =>
  (await read(text, { asked: true })).bounces.map(({ recipient }) => recipient);

describe('people who work on a bounce', () => {
  test.each([
    'Ticket #4471 assigned to sam@example.org: 550 5.1.1 User unknown',
    'OPS-12 (assignee: sam@example.org): 550 5.1.1 mailbox does not exist',
    'reviewed by sam@example.org: 550 5.1.1 User unknown',
    'Moved to the queue of sam@example.org: 550 5.1.1 User unknown',
    'via sam@example.org: 550 5.1.1 No such user here',
    'Many thanks to sam@example.org: 550 5.1.1 is hard now',
    'paired with sam@example.org: 550 5.1.1 User unknown is handled',
    'Maintainer: sam@example.org\nSMTP error: 550 5.1.1 User unknown',
    'On call: sam@example.org\nStatus: failed\nReply: 550 5.1.1 No such user here',
    'Zuständig: sam@example.org\nFehler: 550 5.1.1 User unknown',
    'user: sam@example.org\naction: resend\nresult: 550 5.1.1 No such user',
    'commit 8f2c\nAuthor: Sam Fox <sam@example.org>\n\n    550 5.1.1 User unknown is a hard bounce',
    'Wenn »550 5.1.1 User unknown« kommt, nehmen wir die Adresse gleich raus, sagt sam@example.org',
    'Según sam@example.org, "550 5.1.1 User unknown" quiere decir que la cuenta no existe',
    '[10:02] sam@example.org: 550 5.1.1 User unknown',
    '[03.03.26, 10:02:11] sam@example.org: 550 5.1.1 User unknown',
    'sam@example.org 10:02 AM\n550 5.1.1 The email account that you tried to reach does not exist',
    'bea@example.com,sam@example.org,bounced,550 5.1.1 User unknown',
    'Failed to send email to sam@example.org and to kim@example.org, could not send mail to kim@example.org\nsmtplib.SMTPDataError: (550, b"5.7.1 Message rejected")',
    '550 - Verification failed for <sam@example.org> 550 - The mail server could not deliver the email to sam@example.org. 550 sender verification failed\n\nTime: 30.58s',
    'bounces+ann=example.com@example.org: 550 5.1.1 User unknown',
    '{"actor":{"email":"sam@example.org"},"event":"mail.failed","error":"550 5.1.1 No such user"}',
    '{"requester":{"email":"sam@example.org"},"last_error":"550 5.1.1 User unknown"}',
    '{"triggeredBy":{"email":"sam@example.org"},"event":"email.bounced","response":"550 5.1.1 User unknown"}',
    '{"contact":{"email":"sam@example.org"},"event":"ticket.created","error":"550 5.1.1 User unknown"}',
  ])('are not the recipient: %j', async (text) => {
    expect(await recipientsIn(text)).toEqual([null]);
  });

  test.each([
    'ann@example.com: 550 5.1.1 User unknown',
    '- <ann@example.com>: 550 5.1.1 User unknown',
    '2. ann@example.com - 550 5.1.1 User unknown',
    '2026-10-05 10:00:01 ERROR ann@example.com: 550 5.1.1 User unknown',
    '[ERROR] ann@example.com: 550 5.1.1 User unknown',
    'Bounced: ann@example.com: 550 5.1.1 User unknown',
    'SMTP error from the remote server for ann@example.com: 550 5.1.1 User unknown',
    'Hi, this came back when mailing ann@example.com:\n\n550 5.1.1 User unknown',
    "SMTPDataError(552, b'5.2.2 Mailbox full for <ann@example.com>')",
    '[2026-11-27 10:00:00] production.ERROR: 550 5.1.1 User unknown {"to":"ann@example.com","user":{"email":"sam@example.org"}}',
    'ERROR - Failed to send email to: ann@example.com\nsmtplib.SMTPDataError: (550, b"5.7.1 Message rejected")',
    '"SMTPC"\t1234\t55\t"2026-11-27 10:00:00.123"\t"203.0.113.4"\t"SENT: RCPT TO:<ann@example.com>"\n"SMTPC"\t1234\t55\t"2026-11-27 10:00:00.223"\t"203.0.113.4"\t"RECEIVED: 550 5.1.1 User unknown"',
    '很抱歉，您发给 ann@example.com 的邮件被退回。\n退信原因: 550 5.1.1 User not found',
    'manager.go:400: error sending message: subscriber ann@example.com: 550 5.1.1 User unknown',
    'To: ann@example.com\nError: 550 5.1.1 User unknown',
    '{"user":{"email":"sam@example.org"},"recipient":"ann@example.com","error":"550 5.1.1 User unknown"}',
  ])('stand beside the recipient at most: %j', async (text) => {
    expect(await recipientsIn(text)).toEqual(['ann@example.com']);
  });
});

describe('addresses that look like ids', () => {
  const ID = '0b8a4f5e-7c1d-4d5e-9a3f-1f2e3d4c5b6a@example.com';
  test.each([
    `550 5.1.1 <${ID}>: Recipient address rejected: User unknown in virtual mailbox table`,
    `RCPT TO:<${ID}>\n550 5.1.1 No such user`,
  ])('are recipients where a command or the words say so: %j', async (text) => {
    expect(await recipientsIn(text)).toEqual([ID]);
  });
  test.each([
    `550 5.7.1 <${ID}> Message rejected as spam`,
    `554 5.6.0 Duplicate message id <${ID}>, mail for user unknown`,
    '550 5.1.1 User unknown {"message_id":"<0b8a4f5e7c1d4d5e9a3f1f2e3d4c5b6a@example.com>"}',
  ])('and ids else: %j', async (text) => {
    expect(await recipientsIn(text)).toEqual([null]);
  });
});

describe('whom a tutorial writes to', () => {
  test('is nobody', async () => {
    const text = 'Then type RCPT TO:<someone@example.com>. The server answers 550 5.1.1 User unknown';
    expect(await recipientsIn(text)).toEqual([null]);
  });
});

describe('people on a list', () => {
  test.each([
    '{"eventName":"email.hardBounced","contactIdentity":{"id":"c1","email":"ann@example.com"}}',
    '{"type":"bounce.hard","subscriber":{"email":"ann@example.com"},"campaign":{"from_email":"news@example.org"}}',
    '{"contact":{"email":"ann@example.com","id":3},"bounceType":"HARD","sender":"news@example.org"}',
    '{"event":"contact_hard_bounce","contact":{"email":"ann@example.com"},"owner":{"email":"sam@example.org"}}',
    '{"eventName":"email.spamReported","contactIdentity":{"email":"ann@example.com"}}',
  ])('are the recipient where the event is a bounce or a complaint: %s', async (text) => {
    expect(await recipientsIn(text)).toEqual(['ann@example.com']);
  });
});
