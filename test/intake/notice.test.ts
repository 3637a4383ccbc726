import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';

const noticed = async (text: string): Promise<boolean> => (await read(text, { asked: false })).noticed;

describe('noticing in a watched channel', () => {
  test.each([
    '550 5.1.1 <user@example.com>: Recipient address rejected: User unknown',
    '550 user unknown',
    '421 4.7.28 Our system has detected an unusual rate of unsolicited mail',
    'smtp; 550 5.1.1 user unknown',
    'hey, what is this? 550 5.7.1 Service unavailable; Client host [192.0.2.5] blocked using zen.spamhaus.org',
    "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found'",
    'connect to mx.example.com[192.0.2.20]:25: Connection timed out',
    "Sorry, I couldn't find a mail exchanger or IP address. (#5.4.4)",
    '4.7.0 (TEMPFAIL) Message deferred due to low sender reputation',
    "Your message wasn't delivered to user@example.com because the address couldn't be found",
    '450 User is receiving mail too quickly',
    '550 #5.1.0 Address rejected.',
    '550 - Connection frequency limited',
    'SMTP Error (550): Failed to set sender "bob@example.org" (Access denied - Invalid HELO name)',
    '[SMTP error: [451] Temporary local problem]',
    'Error: Invalid greeting. response=554 Local Policy Violation: 554 Local Policy Violation',
    'Mailbox unavailable. The server response was: 5.7.1 Unable to relay for ann@example.com',
    'An Outgoing server (SMTP) error occurred while sending mail. The server responded:  5.7.1 <DATA>: Data command rejected',
    'Expected response code "250" but got code "550", with message "550 5.1.1 <ann@example.com>: User unknown".',
    'Traceback (most recent call last):\n    raise SMTPDataError(code, resp)\nsmtplib.SMTPDataError: (554, b"5.7.1 Spam message rejected")',
  ])('speaks up on %j', async (text) => {
    expect(await noticed(text)).toBe(true);
  });

  test.each([
    'HTTP 550 from the upstream',
    'version 5.1.1 is out',
    'error 421 in the build',
    'listening on port 5432, try 550 next',
    'we see lots of 5.7.1 lately',
    'Gmail returns 550 5.7.1 when there is no SPF, right?',
    'what does 550 5.1.1 mean for a mailbox?',
    '550 Failed to open file.',
    '421 Too many connections (8) from this IP',
    '450 Requested file action not taken. File unavailable.',
    'SIP/2.0 480 Temporarily Unavailable',
    'at send (/srv/app/mail/deliver.js:550:12)',
    "ERROR 1062 (23000): Duplicate entry '550' for key 'users.email'",
    '- 5.1.1: fix recipients with quotes in the mailer',
    '- **classifier**: one code for every provider (`550 5.7.1` = spam for all)',
    '450 - mailbox unavailable\n451 - mail not sent, server error\n452 - too many recipients\n550 - mailbox not found\n552 - mailbox full',
    'the laptop costs 550 EUR, e-mail me',
    'return c.reply(550, "5.1.1", "User unknown")',
    'expect(classify("552 5.2.2 Mailbox full")).toBe("soft")',
    'if err.Code == 550 && strings.Contains(err.Msg, "5.1.1 User unknown") {',
    'RULES = {\n  "550 5.1.1": "user-unknown",\n  "552 5.2.2": "mailbox-full",\n}',
    '- "^550 5.1.10 RESOLVER.ADR.RecipientNotFound"',
    'match: "550 5.1.1.*User unknown"\naction: suppress',
    'We treat "552 5.2.2 Mailbox full" as soft.',
    'Permanent errors (e.g. "550 5.1.1 User unknown") are taken off the list at once.',
    'When the mailbox is full, the server answers with "552 5.2.2 Mailbox full" and we retry for a day.',
    'Example payload:\n{"event":"bounce","email":"user@example.com","reason":"550 5.1.1 User unknown","sg_event_id":"x"}',
    '250 2.0.0 OK  1733044161 5b1f17b1804b1-434b0f7.22 - gsmtp',
    '220 mx.google.com ESMTP 5b1f17b1804b1-434b0f7.22 - gsmtp\nEHLO x\n250 SMTPUTF8',
    'I am out of the office until Monday.',
    'Our order 554 was delivered to the reception',
    '',
  ])('is silent on %j', async (text) => {
    expect(await read(text, { asked: false })).toEqual({
      noticed: false,
      bounces: [],
      others: [],
      left: null,
    });
  });

  test('says the same whether it was asked or not', async () => {
    const text = 'what does 550 5.1.1 mean for a mailbox?';
    expect(await read(text, { asked: true })).toMatchObject({
      noticed: false,
      bounces: [{ enhancedCode: '5.1.1' }],
    });
  });
});
