import { describe, expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { createJudge, type Diagnosis } from '../../src/diagnosis/index.ts';
import { read } from '../../src/intake/index.ts';

/** What servers really say, and what it means: text in, verdict out. */
const { catalog } = await openCatalog({
  folder: new URL('../../catalog', import.meta.url).pathname,
  own: null,
});
const { diagnose } = createJudge(catalog);

async function verdictOn(text: string): Promise<Diagnosis> {
  const [bounce] = (await read(text, { asked: true })).bounces;
  if (!bounce) throw new Error(`nothing was read from "${text}"`);
  return diagnose(bounce);
}

describe('text beats code: the same 550 5.7.1 is many different problems', () => {
  test.each([
    [
      'Service unavailable; Client host [192.0.2.10] blocked using zen.spamhaus.org',
      'blocked',
      'policy',
      null,
    ],
    ['rejected by DMARC policy for example.com', 'auth-failure', 'authentication', 'dmarc'],
    ['SPF check failed for 192.0.2.10', 'auth-failure', 'authentication', 'spf'],
    ['DKIM signature verification failed', 'auth-failure', 'authentication', 'dkim'],
    [
      'This message fails to pass authentication checks (SPF, DKIM)',
      'auth-failure',
      'authentication',
      'multiple',
    ],
    [
      'Client host rejected: cannot find your reverse hostname, [192.0.2.10]',
      'require-ptr',
      'authentication',
      'ptr',
    ],
    ['<user@example.com>: Relay access denied', 'no-relaying', 'configuration', null],
    ['Message rejected as spam by content filter', 'spam-detected', 'content', null],
    ['virus detected: Eicar-Test-Signature', 'virus-detected', 'content', null],
    ['<user@example.com>: Recipient address rejected: User unknown', 'user-unknown', 'hard', null],
    ['<sender@example.com>: Sender address rejected: Domain not found', 'rejected', 'configuration', null],
    ['Rate limit exceeded for 192.0.2.10', 'rate-limited', 'throttle', null],
  ])('%s', async (words, reason, category, control) => {
    const verdict = await verdictOn(`550 5.7.1 ${words}`);
    expect(verdict).toMatchObject({ reason, category, control });
  });
});

describe('who is unknown?', () => {
  test.each([
    [
      '550 5.1.1 <user@example.com>: Recipient address rejected: User unknown in virtual mailbox table',
      'user-unknown',
    ],
    ['450 4.1.8 <sender@example.com>: Sender address rejected: Domain not found', 'rejected'],
    [
      '450 4.1.7 <sender@example.com>: Sender address rejected: unverified address: host mx.example.com[192.0.2.20] said: 550 5.1.1 User unknown in virtual mailbox table',
      'rejected',
    ],
    ['550 5.1.2 <user@example.com>: Recipient address rejected: Domain not found', 'host-unknown'],
    [
      'Host or domain name not found. Name service error for name=example.com type=MX: Host not found, try again',
      'network-error',
    ],
  ])('%s', async (text, reason) => {
    expect((await verdictOn(text)).reason).toBe(reason);
  });
});

describe('what is listed?', () => {
  test.each([
    ['554 5.7.1 Service unavailable; Client host [192.0.2.10] blocked using bl.example.net', 'blocked'],
    [
      '554 5.7.1 Service unavailable; Sender address [sender@example.com] blocked using dbl.example.net',
      'rejected',
    ],
    ['554 5.7.1 Message contains a URL listed at multi.surbl.org', 'spam-detected'],
    [
      '554 5.7.1 Client host [192.0.2.10] blocked using zen.spamhaus.org; Error: open resolver',
      'system-error',
    ],
  ])('%s', async (text, reason) => {
    const verdict = await verdictOn(text);
    expect(verdict).toMatchObject({ reason, suppress: false });
  });
});

describe('a live mailbox is not suppressed', () => {
  test.each([
    ['550 5.2.1 The recipient is receiving mail at a rate that prevents additional messages', 'rate-limited'],
    ['552 5.2.2 <user@example.com>: Quota exceeded (mailbox for user is full)', 'mailbox-full'],
    ['452 4.2.2 Mailbox full', 'mailbox-full'],
    [
      '450 4.2.0 <user@example.com>: Recipient address rejected: Greylisted, come back in 5 minutes',
      'greylisted',
    ],
    ['550 5.1.1 sending rate limit exceeded', 'rate-limited'],
    ['550 5.2.1 rejected, 192.0.2.10 is listed at zen.spamhaus.org', 'blocked'],
  ])('%s', async (text, reason) => {
    expect(await verdictOn(text)).toMatchObject({ reason, suppress: false });
  });

  test('a mailbox that is disabled for good is, one that is locked for now is not', async () => {
    expect(await verdictOn('550 5.2.1 This account has been disabled')).toMatchObject({
      reason: 'suspend',
      suppress: true,
    });
    expect(await verdictOn('450 4.2.1 This account has been disabled')).toMatchObject({
      reason: 'suspend',
      suppress: false,
    });
  });
});

describe('what the server refused tells what a bare refusal means', () => {
  test.each([
    [
      'host mx.example.com[192.0.2.20] said: 550 5.7.1 Access denied (in reply to MAIL FROM command)',
      'rejected',
    ],
    [
      'Connected to 192.0.2.20 but sender was rejected. Remote host said: 550 5.7.1 <a@example.com>... Access denied',
      'rejected',
    ],
    [
      'host mx.example.com [192.0.2.20] SMTP error from remote mail server after initial connection: 550 Access denied',
      'blocked',
    ],
    [
      'host mx.example.com [192.0.2.20] SMTP error from remote mail server after EHLO example.org: 550 Rejected',
      'blocked',
    ],
  ])('%s', async (text, reason) => {
    expect((await verdictOn(text)).reason).toBe(reason);
  });
});

test('the refusal counts, not what followed it in the session', async () => {
  const verdict = await verdictOn(
    '550 5.2.1 The mailbox is disabled 503 5.5.1 RCPT first. 550 5.2.1 The mailbox is disabled',
  );
  expect(verdict).toMatchObject({ reason: 'suspend', suppress: true });
});

describe('in the languages that servers speak', () => {
  test.each([
    ['550 5.1.1 Empfänger unbekannt', 'user-unknown'],
    ['550 5.1.1 Adresse inexistante', 'user-unknown'],
    ['550 5.1.1 Utente sconosciuto', 'user-unknown'],
    ['550 5.1.1 El usuario no existe', 'user-unknown'],
    ['550 5.1.1 Usuário não encontrado', 'user-unknown'],
    ['550 5.1.1 Пользователь не найден', 'user-unknown'],
    ['550 5.1.1 宛先が見つかりません', 'user-unknown'],
    ['550 5.1.1 收件人不存在', 'user-unknown'],
    ['550 5.1.1 Nieznany użytkownik', 'user-unknown'],
    ['550 5.1.1 Onbekende gebruiker', 'user-unknown'],
    ['550 5.1.1 Uživatel neexistuje', 'user-unknown'],
    ['552 5.2.2 Postfach voll', 'mailbox-full'],
    ['552 5.2.2 Boîte du destinataire pleine', 'mailbox-full'],
    ['552 5.2.2 Почтовый ящик переполнен', 'mailbox-full'],
    ['552 5.2.2 メールボックスがいっぱいです', 'mailbox-full'],
  ])('%s', async (text, reason) => {
    expect((await verdictOn(text)).reason).toBe(reason);
  });
});

test('a complaint is one for good, although the words that came with it hold for now', async () => {
  const [bounce] = (await read('450 4.1.1 <ann@example.com>: User unknown, try again later', { asked: true }))
    .bounces;
  if (!bounce) throw new Error('nothing was read');
  expect(diagnose(bounce)).toMatchObject({ suppress: false });
  expect(diagnose({ ...bounce, kind: 'feedback' })).toMatchObject({
    reason: 'feedback',
    permanence: 'temporary',
    category: 'info',
    suppress: true,
    retry: false,
  });
});
