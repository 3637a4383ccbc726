import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';

/** Keys whose address was mailed by nobody here: senders, contacts, logins, and what no one knows. */
const KEYS = [
  'from',
  'from_email',
  'mail_from',
  'sender',
  'reply_to',
  'contact',
  'smtp_user',
  'tenant_owner',
  'owner',
  'operator_mailto',
];
/** Refusals that name nobody. */
const SAID = [
  '550 5.1.1 User unknown',
  'subscriber 4711: 550 5.2.1 This mailbox is inactive',
  '552 5.2.2 Mailbox full',
  '550 5.1.1 The email account that you tried to reach does not exist',
];
/** What the lines of a log begin with. */
const FRONTS = [
  ['', ''],
  ['2026/11/20 10:02:11.339441 manager.go:412: ', '2026/11/20 10:02:11.339802 manager.go:380: '],
  ['2026-11-20 10:00:00 ERROR ', '2026-11-20 10:00:01 INFO '],
  ['ERROR ', 'INFO '],
] as const;
const VALUES = [
  'ann@us.example',
  '"ann@us.example"',
  '<ann@us.example>',
  '"Ann Fox <ann@us.example>"',
] as const;

const recipientsIn = async (text: string): Promise<readonly (string | null)[]> =>
  (await read(text, { asked: true })).bounces.map(({ recipient }) => recipient);

describe('a line with a key and an address', () => {
  test('names no recipient, above or below a refusal, unless the key is a recipient’s', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...KEYS),
        fc.constantFrom(...VALUES),
        fc.constantFrom(...SAID),
        fc.constantFrom(...FRONTS),
        fc.boolean(),
        async (key, value, said, [front, other], isAbove) => {
          const field = `${key}=${value}`;
          const text = isAbove ? `${front}${field}\n${other}${said}` : `${front}${said}\n${other}${field}`;
          expect(
            (await recipientsIn(text)).filter((one) => one !== null),
            text,
          ).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each([
    '2026/11/20 10:02:11.33 manager.go:412: error: subscriber 4711: 550 5.2.1 This mailbox is inactive\n2026/11/20 10:02:11.34 manager.go:380: From: Ann Fox <ann@us.example>',
    '550 5.1.1 User unknown\n2026-11-20 10:00:01 INFO logged in as ann@us.example',
  ])('is no part of a server’s words: %j', async (text) => {
    const { bounces } = await read(text, { asked: true });
    expect(bounces).toMatchObject([{ recipient: null }]);
    expect(bounces[0]?.diagnosticCode).not.toContain('ann@');
  });

  test('is a recipient’s where the key says so', async () => {
    expect(await recipientsIn('550 5.1.1 User unknown\nto=ann@example.com')).toEqual(['ann@example.com']);
  });
});

describe('the head of a card', () => {
  test.each([
    'to me',
    'An mich',
    'To 自分',
    'À moi',
    'Para mim',
    'Til mig',
  ])('says who got the report: %j', async (me) => {
    const text = `Mail Delivery Subsystem <mailer-daemon@googlemail.com>\n${me} (bob@example.org)\n\nAddress not found\nYour message wasn't delivered to ann@example.com because the address couldn't be found.\nThe response from the remote server was:\n550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown`;
    expect(await recipientsIn(text)).toEqual(['ann@example.com']);
  });

  test('in Japanese, with full-width words around', async () => {
    expect(
      await recipientsIn(
        'Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nTo 自分(bob@example.org)\n\nアドレスが見つかりません\nann@example.com というアドレスが見つからないか、メールを受信できないため、メッセージは配信されませんでした。\nリモート サーバーからの応答:\n550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown in virtual mailbox table',
      ),
    ).toEqual(['ann@example.com']);
  });
});
