import { describe, expect, test } from 'vitest';
import { damageOf } from '../../src/intake/damage.ts';
import { read } from '../../src/intake/index.ts';

const recipients = async (text: string): Promise<readonly (string | null)[]> =>
  (await read(text, { asked: true })).bounces.map(({ recipient }) => recipient);

describe('an address that the cut of a paste goes through names nobody', () => {
  test.each([
    'do@fernsicht.example>: Recipient address rejected: User unknown in virtual alias table (in reply to RCPT TO command))',
    'to.kunz@weinhof.example>, relay=mx.weinhof.example[198.51.100.7]:25, delay=1, dsn=5.1.1, status=bounced (host mx.weinhof.example[198.51.100.7] said: 550 5.1.1 User unknown (in reply to RCPT TO command))',
    '550 5.1.1 <petra.kunz@weinhof.exa',
    'unz@weinhof.example","event":"bounce","reason":"550 5.1.1 User unknown"}',
  ])('%s', async (text) => {
    for (const recipient of await recipients(text)) expect(recipient).toBeNull();
  });
});

describe('whom the text names whole elsewhere, it is about', () => {
  test('at the front', async () => {
    const line =
      'unz@weinhof.example R=dnslookup T=remote_smtp H=mx.weinhof.example [198.51.100.7]: SMTP error from remote mail server after RCPT TO:<petra.kunz@weinhof.example>: 550 5.1.1 User unknown';
    expect(await recipients(line)).toEqual(['petra.kunz@weinhof.example']);
  });

  test('at the end', async () => {
    const line =
      'Nov 24 11:22:33 gw postfix/smtp[4711]: 9C0DE1A2B3: to=<bodo@fernsicht.example>, relay=mx.fernsicht.example[198.51.100.7]:25, dsn=5.1.1, status=bounced (host mx.fernsicht.example[198.51.100.7] said: 550 5.1.1 <bodo@fernsi';
    expect(await recipients(line)).toEqual(['bodo@fernsicht.example']);
  });
});

describe('what is whole stays', () => {
  test.each([
    ['ann@example.com: 550 5.1.1 User unknown', 'ann@example.com'],
    ['ann@example.com 550 5.1.1 User unknown', 'ann@example.com'],
    ['<ann@example.com>: 550 5.1.1 User unknown', 'ann@example.com'],
    ['550 5.1.1 <ann@example.com> User unknown', 'ann@example.com'],
    ['RCPT TO:<ann@example.com>\n550 5.1.1 <ann@example.com', 'ann@example.com'],
  ])('%s', async (text, recipient) => {
    expect(await recipients(text)).toEqual([recipient]);
  });
});

describe('what a log names in `to=<…>` is one address, whatever is in it, and never a part of it', () => {
  const answered = (to: string): Readonly<Record<string, string>> => ({
    Postfix: `Dec  1 10:09:21 mx1 postfix/smtp[1]: 4FpQx0abcz1: to=<${to}>, relay=mx.example.com[192.0.2.20]:25, delay=1, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.20] said: 550 5.1.1 User unknown)`,
    Sendmail: `Dec  1 10:09:21 mx1 sm-mta[2211]: 223AF5x1002211: to=<${to}>, delay=00:00:01, mailer=esmtp, relay=mx.example.com. [192.0.2.20], dsn=5.1.1, stat=User unknown`,
  });
  test.each([
    ['a|b@example.com', 'a|b@example.com', null],
    ['=cmd|calc!A0@Example.com', '=cmd|calc!A0@example.com', null],
    [
      'o(b)c/d@example.com',
      'o(b)c/d@example.com',
      'has a character before the @ that is allowed in quotes only',
    ],
    ['x"y;z@example.com', 'x"y;z@example.com', 'has a character before the @ that is allowed in quotes only'],
    ['a<b@example.com', 'a<b@example.com', 'has a character before the @ that is allowed in quotes only'],
    ['|pipe@example.com', '|pipe@example.com', null],
    ["'ann@example.com'", null, null],
    ['Ann.ONeil+x=1@example.com', 'Ann.ONeil+x=1@example.com', null],
  ])('%s', async (to, recipient, damage) => {
    for (const line of Object.values(answered(to))) {
      const { bounces } = await read(line, { asked: true });
      expect(bounces, line).toHaveLength(1);
      if (recipient !== null) expect(bounces[0]?.recipient, line).toBe(recipient);
      if (recipient !== null) expect(damageOf(bounces[0]?.recipient ?? null), line).toBe(damage);
      expect(bounces[0]?.recipient, line).not.toMatch(/^(?:b|calc|c\/d|z|pipe)[^|]*@/);
    }
  });

  test('so is what an alias was mailed as, which is what the sender’s list holds', async () => {
    const line =
      'Dec  1 10:09:21 mx1 postfix/smtp[1]: 4FpQx0abcz1: to=<ann@example.org>, orig_to=<a|b@example.com>, relay=mx.example.org[192.0.2.20]:25, delay=1, dsn=5.1.1, status=bounced (host mx.example.org[192.0.2.20] said: 550 5.1.1 User unknown)';
    const { bounces } = await read(line, { asked: true });
    expect(bounces).toMatchObject([{ recipient: 'a|b@example.com', finalRecipient: 'ann@example.org' }]);
  });
});
