/** When a verdict is a ground to suppress an address, and how sure it is: text in, answer out. */
import { describe, expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { createJudge } from '../../src/diagnosis/index.ts';
import { read } from '../../src/intake/index.ts';

const { catalog } = await openCatalog({
  folder: new URL('../../catalog', import.meta.url).pathname,
  own: null,
});
const { diagnose } = createJudge(catalog);

async function verdictOn(text: string) {
  const [bounce] = (await read(text, { asked: true })).bounces;
  if (!bounce) throw new Error(`nothing was read from "${text}"`);
  return diagnose(bounce);
}

const keeps = (title: string, texts: readonly string[]): void => {
  describe(title, () => {
    test.each(texts)('%s', async (text) => {
      expect(await verdictOn(text)).toMatchObject({ suppress: false });
    });
  });
};

describe('an address is suppressed for words that say that it is dead', () => {
  test.each([
    '550 5.1.1 <ann@example.com>: User unknown',
    '550 No such user here',
    '550 5.1.1 Dieser Empfänger ist unbekannt',
    '550 5.7.1 <ann@example.com>: Recipient address rejected: User unknown',
    '550 5.2.1 <ann@example.com>: this account has been disabled',
    "550 The address couldn't be found: no such user, or the mailbox is no longer active",
  ])('%s', async (text) => {
    expect(await verdictOn(text)).toMatchObject({ category: 'hard', suppress: true, certainty: 'sure' });
  });
});

describe('codes without words: three of them are believed', () => {
  test.each([
    ['550 5.1.1', true, 'likely'],
    ['550 5.1.1 <ann@example.com>', true, 'likely'],
    ['550 5.1.2', true, 'likely'],
    ['550 5.1.10', true, 'likely'],
    ['550 5.1.0', false, 'unsure'],
    ['550 5.1.3', false, 'unsure'],
    ['550 5.2.1', false, 'unsure'],
    ['550 5.4.4', false, 'unsure'],
    ['521', false, 'unsure'],
    ['550', false, 'unsure'],
    ['551', false, 'unsure'],
    ['556', false, 'unsure'],
    ['450 4.1.1', false, 'unsure'],
  ])('%s', async (text, suppress, certainty) => {
    expect(await verdictOn(text)).toMatchObject({ suppress, certainty });
  });
});

describe('what is not sure keeps its reason and its category', () => {
  test('551', async () => {
    expect(await verdictOn('551')).toMatchObject({
      reason: 'has-moved',
      category: 'hard',
      suppress: false,
      certainty: 'unsure',
    });
  });
});

keeps('a code whose words are not understood', [
  '550 5.1.1 your taste in newsletters differs from ours',
  '550 5.1.2 the moon stands in the wrong house for this domain',
  '550 5.1.1 Le facteur est en grève',
  '550 5.1.1 本日は定休日です',
]);

keeps('Recipient address rejected: is how Postfix begins any refusal', [
  '550 5.7.1 <ann@example.com>: Recipient address rejected: your manners',
  '554 5.7.1 <ann@example.com>: Recipient address rejected: invalid sender envelope',
  '550 <ann@example.com>: Recipient address rejected: Policy service: the sending host is suspended',
]);

describe('a 4xx', () => {
  const report = (action: string, code: string): string =>
    `Final-Recipient: rfc822; ann@example.com\nAction: ${action}\nStatus: ${code.slice(4, 9)}\nDiagnostic-Code: smtp; ${code}`;

  test.each([
    ['given up, and nobody is there', 'failed', '450 4.1.1 User unknown', 'hard', true],
    ['still tried', 'delayed', '450 4.1.1 User unknown', 'soft', false],
    ['given up, but somebody is there', 'failed', '450 4.2.1 The account is disabled', 'soft', false],
    ['given up, by its code alone', 'failed', '450 4.1.1', 'soft', false],
    ['given up, but for now', 'failed', '450 4.1.1 User temporarily unknown', 'soft', false],
    [
      'given up, but never found out',
      'failed',
      '450 4.1.1 User unknown: could not be verified',
      'soft',
      false,
    ],
  ])('%s', async (_, action, code, category, suppress) => {
    expect(await verdictOn(report(action, code))).toMatchObject({ category, suppress });
  });
});

keeps("the receiving server's own check of the address failed", [
  '450 4.1.1 <ann@example.com>: Recipient address rejected: unverified address: connect to mail.example.com[192.0.2.7]:25: Connection timed out',
  '550 5.1.1 <ann@example.com>: Recipient address rejected: undeliverable address: host mail.example.com refused to talk to me',
  '550 5.1.1 User unknown: the directory server could not be checked',
  '550 5.1.1 Benutzer unbekannt: die Adresse konnte nicht überprüft werden',
]);

keeps('a 5xx that says "for now"', [
  '550 5.2.1 The account is temporarily disabled',
  '550 5.2.1 mailbox disabled for the time being',
  '550 5.1.1 User unknown. Please try again later',
  '550 5.2.1 Das Konto ist vorläufig gesperrt',
  '550 5.2.1 Le compte est suspendu pour le moment',
  '550 5.2.1 La cuenta está suspendida hasta nuevo aviso',
  '550 5.2.1 O utilizador está suspenso por algum tempo',
  '550 5.2.1 Account provvisoriamente sospeso',
  '550 5.2.1 Het account is tot nader order geblokkeerd',
  '550 5.2.1 Kontot är tillfälligt avstängt',
  '550 5.2.1 Tili on toistaiseksi suljettu',
  '550 5.2.1 Konto zostało chwilowo zawieszone',
  '550 5.2.1 Účet je prozatím zablokován',
  '550 5.2.1 A fiók átmenetileg le van tiltva',
  '550 5.2.1 Contul este suspendat deocamdată',
  '550 5.2.1 Hesap şimdilik askıya alındı',
  '550 5.2.1 Аккаунт заблокирован на некоторое время',
  '550 5.2.1 Обліковий запис тимчасово заблоковано',
  '550 5.2.1 Ο λογαριασμός έχει απενεργοποιηθεί προσωρινά',
  '550 5.2.1 アカウントは一時的に停止されています',
  '550 5.2.1 该帐户已被暂时停用',
  '550 5.2.1 계정이 일시적으로 정지되었습니다',
  '550 5.2.1 الحساب معطل مؤقتا',
  '550 5.2.1 החשבון מושבת זמנית',
]);

keeps('dead, or something else', [
  '550 5.1.1 User unknown or mailbox full',
  '550 Mailbox not found or over quota',
  '550 5.1.1 Unknown recipient or blocked by policy',
  '550 Access denied or no such user',
  '550 Empfänger unbekannt oder Postfach voll',
  '550 Destinataire inconnu ou boîte pleine',
  '550 Destinatario desconocido o buzón lleno',
  '550 Destinatário desconhecido ou caixa cheia',
  '550 Destinatario sconosciuto o casella piena',
  '550 Ontvanger onbekend of postvak vol',
  '550 Mottagaren är okänd eller brevlådan är full',
  '550 Użytkownik nieznany lub skrzynka przepełniona',
  '550 Пользователь не найден или ящик переполнен',
  '550 用户不存在或邮箱已满',
]);

describe('words that servers say for several causes are never sure', () => {
  test.each([
    [
      '550 5.1.1 <ann@example.com>: Recipient address rejected: Access denied',
      'user-unknown',
      false,
      'unsure',
    ],
    ['554 5.7.1 <ann@example.com>: Recipient address rejected: Access denied', 'filtered', false, 'unsure'],
    ['550 unrouteable address', 'host-unknown', true, 'likely'],
    ['550 Requested action not taken: mailbox unavailable or access denied', 'rate-limited', false, 'likely'],
    [
      '550 5.1.1 The group may not exist, or you may not have permission to post',
      'filtered',
      false,
      'likely',
    ],
  ])('%s', async (text, reason, suppress, certainty) => {
    expect(await verdictOn(text)).toMatchObject({ reason, suppress, certainty });
  });

  test("Microsoft's own answer is", async () => {
    expect(
      await verdictOn(
        '550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [BN8NAM11FT034.eop-nam11.prod.protection.outlook.com]',
      ),
    ).toMatchObject({ reason: 'user-unknown', suppress: true, certainty: 'sure' });
  });
});

test("a platform's own class without a server's words is likely, no more", async () => {
  const event = {
    notificationType: 'Bounce',
    bounce: {
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [{ emailAddress: 'ann@example.com' }],
    },
    mail: { messageId: '0102018f-3b1c', source: 'news@shop.example' },
  };
  expect(await verdictOn(JSON.stringify(event))).toMatchObject({
    reason: 'user-unknown',
    suppress: true,
    certainty: 'likely',
  });
});

test('an entry for certain codes is not sure of a text without any', async () => {
  const text =
    'send mail error: DT:SPM 163 smtp12,EMCowACnzwc, please see http://mail.163.com/help/help_spam_16.htm?ip=192.0.2.4';
  expect(await verdictOn(`${text}\nrecipient: ann@163.com`)).toMatchObject({ certainty: 'likely' });
});

describe('what is undefined is never sure', () => {
  test.each([
    '550',
    '554 Transaction failed',
    '550 Invalid forward-email TXT record.',
  ])('%s', async (text) => {
    expect(await verdictOn(text)).toMatchObject({ reason: 'undefined', certainty: 'unsure' });
  });
});

describe('codes of a login, or of the sender, say who is meant', () => {
  test.each([
    ['535 5.7.8 login failed: no such user', 'security-error'],
    ['535 wrong user name or password', 'security-error'],
    [
      '450 4.1.7 <bounce@ours.example>: Sender address rejected: unverified address: host mx.ours.example[192.0.2.91] said: 550 5.1.1 <bounce@ours.example>: User unknown',
      'rejected',
    ],
  ])('%s', async (text, reason) => {
    expect(await verdictOn(text)).toMatchObject({ reason, category: 'configuration', suppress: false });
  });
});

test('a program of our own that cannot read its files knows nobody, and says nothing of the address', async () => {
  const text = "550 5.1.1 ann@example.com: local: user unknown, alias file on this machine can't be opened";
  expect(await verdictOn(text)).toMatchObject({ suppress: false });
});

describe('what is not sure is asked about: something that the reader can find out', () => {
  test.each([
    ['550', /whole line/],
    ['host mx.example.com[192.0.2.5] said: 550 5.1.0 (in reply to RCPT TO command)', /other mail/],
    ['550 Invalid forward-email TXT record.', /other mail/],
    ['554 5.7.10 TLS is required', /TLS/],
  ])('%s', async (text, ask) => {
    expect((await verdictOn(text)).otherwise?.ask).toMatch(ask);
  });
});

keeps('words that the answer only quotes are not its verdict', [
  '554 5.7.1 Refused: the report attached says "Status: 5.1.1, no such user", and we never mailed you',
  '550 5.7.1 Not accepted, title "Your account has been disabled" is known from phishing',
  "554 5.7.1 Message body contains 'this mailbox has been deactivated'",
  '550 5.7.1 Rejected as phishing: “Your mailbox has been disabled” was found in it',
  '550 5.7.1 Subject line contains «user unknown», rejected',
]);

describe('a whole answer that is quoted is one', () => {
  test.each([
    'The remote server said: "550 5.1.1 User unknown"',
    '550 5.1.1 "User unknown"',
    "550 5.1.1 Other mail system problem 'Unknown user ann@example.com'",
    '550 5.1.1 <ann@example.com>: User unknown (in reply to RCPT TO command) Diagnosis: user unknown',
    'host mx.example.com said: "550 5.1.1 <ann@example.com>: No such user here"',
    "550 5.1.1 The user 'ann' doesn't exist",
    '550 5.1.1 Mailbox "ann@example.com" does not exist',
  ])('%s', async (text) => {
    expect(await verdictOn(text)).toMatchObject({ suppress: true });
  });
});

keeps('names of hosts, files and rules are no words', [
  '550 5.7.1 Message-ID <no-such-user.7@shop.example> is invalid',
  'host user-unknown.mx.example[192.0.2.9] said: 550 5.7.1 rejected',
  '550 5.7.1 Link http://no-such-user.example/ is on a blocklist',
  '550 5.7.1 Attachment no-such-user.eml is not accepted',
  '554 5.3.0 mailbox: unknown error 22 while writing',
  '550 5.3.0 LDAP lookup failed for recipient: unknown error',
]);

keeps('what our own server said of our address, when it was asked, is about us', [
  '550 Callout to verify <news@shop.example> failed: 550 5.1.1 No such user',
  '550 5.7.1 Callback: mail.shop.example says 550 5.1.1 <news@shop.example>: User unknown',
  '550 5.1.1 We could not find the mailbox news@shop.example that this message claims to come from',
  '550 5.7.1 Reply-To mailbox does not exist',
]);

keeps('what is said of the whole mailing is no verdict on one address', [
  '554 5.7.1 Blocked: 12% unknown users in your mailing',
  '550 5.7.1 You write to users unknown to us too often',
  '554 5.7.1 This address is a spamtrap (mailbox no longer exists since 2012)',
  '550 5.7.1 Announcements only: unknown users may not post',
]);

keeps('"unknown or barred", in any language', [
  '550 5.2.1 Kontoen findes ikke eller er spærret',
  '550 5.1.1 Användaren finns inte eller är spärrad',
  '550 5.1.1 Brukeren finnes ikke eller er sperret',
  '550 5.1.1 Bruker ukjent, eller ikke tillatt',
  '550 5.1.1 アドレスが存在しないか、容量が一杯です',
  '550 5.1.1 Recipient unknown or sender has not been verified',
]);

keeps('a mailbox that is off while something lasts', [
  '550 5.2.1 Mailbox disabled while we migrate it',
  '550 5.2.1 Mailbox disabled pending migration',
  '550 5.2.1 This account is disabled during maintenance',
  '550 5.2.1 Mailbox disabled until the owner confirms it',
  '550 5.2.1 Postfach deaktiviert, bis der Inhaber es bestätigt',
  '550 5.2.1 Compte désactivé pendant la maintenance',
]);

describe('the decisive word, not the one beside it', () => {
  test.each([
    ['550 5.7.1 JunkEmail Filter: 192.0.2.4 is listed at hostkarma.junkemailfilter.com', 'blocked'],
    ['451 4.3.0 First-time sender tempfailed as anti-spam measure; please try again', 'greylisted'],
    ['550 5.6.7 SMTPUTF8 is required, but was not offered', 'content-error'],
  ])('%s', async (text, reason) => {
    expect(await verdictOn(text)).toMatchObject({ reason });
  });

  test('"refused, see" a page is no block', async () => {
    expect(await verdictOn('550 5.7.1 Message refused, see https://www.example.com/help/')).toMatchObject({
      reason: 'policy-violation',
      certainty: 'unsure',
    });
  });
});
