import { describe, expect, test } from 'vitest';
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
