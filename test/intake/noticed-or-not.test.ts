import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';

const noticed = async (text: string): Promise<boolean> => (await read(text, { asked: false })).noticed;

describe('figures and minutes', () => {
  test.each([
    'Top replies:  550 5.1.1  301 · 421 4.7.28  144 · 552 5.2.2  88\nWorst domains:  example.com 2.1 %',
    'Yesterday: 10,233 sent, 232 bounced (550 5.1.1: 77, 552 5.2.2: 41)',
    'Daily mail report: 232 bounced. Top reasons: 550 5.1.1 user unknown (77), 552 mailbox full (1,041), 421 rate limited (38). Complaint rate 0.02 %.',
    'Gmail deferrals (421 4.7.28): warm-up plan agreed, max 20k/day.',
    'Minutes, growth sync\n- Bounce rate went down after the list clean-up (mostly 550 5.1.1 from the 2019 import).\n- Gmail deferrals (421 4.7.28): plan agreed.',
  ])('are no bounce: %j', async (text) => {
    expect(await noticed(text)).toBe(false);
  });

  test.each([
    'ann@example.com: 550 5.1.1 User unknown (77)\nbob@example.com: 552 5.2.2 Mailbox full (41)',
  ])('are told from a refusal: %j', async (text) => {
    expect(await noticed(text)).toBe(true);
  });
});

describe('other services', () => {
  test.each([
    "$ kinit bob@CORP.EXAMPLE.COM\nkinit: Client 'bob@CORP.EXAMPLE.COM' not found in Kerberos database while getting initial credentials",
    'git@git.acme.example: Permission denied (publickey).\nfatal: Could not read from remote repository.',
  ])('refuse nobody’s mail: %j', async (text) => {
    expect((await read(text, { asked: true })).bounces).toEqual([]);
  });
});

describe('refusals in few words', () => {
  test.each([
    'SMTP error, RCPT TO: 550 User not found: ann@example.com',
    'From: Mailer-Daemon <mailer-daemon@mx.example.com>\nTo: bob@example.org\nSubject: Mail delivery failed\n\n550 5.1.1 User unknown\n',
    'Return-Path: <>\nFrom: Mailer-Daemon <mailer-daemon@mx.example.com>\nTo: bounces@example.org\nSubject: Mail delivery failed\n\nYour message could not be delivered: the mailbox is full.\nReason: 552 5.2.2 mailbox quota exceeded.\n',
  ])('are noticed: %j', async (text) => {
    expect(await noticed(text)).toBe(true);
  });
});

describe('warnings that a mail is late', () => {
  const BANNER =
    '****\n** THIS IS A WARNING MESSAGE ONLY **\n** YOU DO NOT NEED TO RESEND YOUR MESSAGE **\n****\n\n';

  test.each([
    '<ann@example.com>: connect to mx.example.com[192.0.2.20]:25:\n    Connection timed out',
    `${BANNER}The following address(es) had transient non-fatal errors:\n<ann@example.com>`,
    'Your message could not be delivered for more than 4 hour(s).\nIt will be retried until it is 5 day(s) old.\n\n<ann@example.com>: delivery temporarily suspended',
    'Delivery is delayed to these recipients or groups:\n\nann@example.com\n\nThis message hasn’t been delivered yet.',
    'Die Zustellung an folgende Empfänger hat sich verzögert:\n\nann@example.com',
  ])('are noticed: %j', async (text) => {
    const { noticed: isNoticed, bounces } = await read(text, { asked: false });
    expect({ isNoticed, recipients: bounces.map(({ recipient }) => recipient) }).toEqual({
      isNoticed: true,
      recipients: ['ann@example.com'],
    });
  });

  test.each([
    'This is only a warning, you do not need to resend your timesheet. Delivery of the new laptops has been delayed.',
    'Die Zustellung Ihres Pakets verzögert sich, Fragen an paket@example.com',
  ])('are told from other news: %j', async (text) => {
    expect(await noticed(text)).toBe(false);
  });
});

describe('lists and groups that take no post', () => {
  test.each([
    'Hello bob@example.org,\n\nWe’re writing to let you know that the group you tried to contact (board) may not exist, or you may not have permission to post messages to the group.',
    'Hallo bob@example.org,\n\ndie Gruppe board existiert möglicherweise nicht.\n\nhttps://support.google.com/a/example.com/bin/topic.py?topic=25838',
    'You are not allowed to post to this mailing list, and your message has\nbeen automatically rejected.  If you think that your messages are\nbeing rejected in error, contact the mailing list owner at\nfriends-owner@lists.example.net.',
    'Your message to the "Friends" mailing-list was rejected for the following reasons:\n\nThe message is not from a list member',
  ])('are noticed, and name no recipient: %j', async (text) => {
    const { noticed: isNoticed, bounces } = await read(text, { asked: false });
    expect({ isNoticed, recipients: bounces.map(({ recipient }) => recipient) }).toEqual({
      isNoticed: true,
      recipients: [null],
    });
  });
});
