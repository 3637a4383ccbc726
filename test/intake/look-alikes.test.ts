import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';

/** Programs, tests of programs, and rules of servers: nobody was refused. */
const SOURCES = [
  'old@example.com   error:5.1.1 user unknown\n*   relay:[out.example.com]',
  'former@example.com    REJECT 550 5.1.1 user no longer here\n@spam.example  DISCARD',
  'closed@example.com  550 5.2.1 mailbox disabled\nopen@example.com OK',
  'To:old@example.com\tERROR:5.1.1:"550 User unknown"\nConnect:192.0.2.3\tREJECT',
  'acl_check_rcpt:\n  deny message = 550 5.1.1 User unknown: old@example.com\n  accept',
  'require ["reject"];\nif envelope "to" "old@example.com" { ereject "550 5.1.1 mailbox closed"; }',
  'map $rcpt $mail_reply {\n  default "OK";\n  old@example.com "550 5.1.1 User unknown";\n}',
  'check_recipient_access inline:{ {old@example.com = 550 5.1.1 User unknown} }',
  'def test_refused(mocker):\n    mocker.patch("smtplib.SMTP").sendmail.side_effect = smtplib.SMTPRecipientsRefused({"ghost@example.com": (550, b"5.1.1 User unknown")})',
  '@pytest.fixture\ndef refused():\n    return SMTPRecipientsRefused({"ghost@example.com": (550, b"5.1.1 User unknown")})',
  'with self.assertRaises(BounceError):\n    handle({"ghost@example.com": (550, b"5.1.1 User unknown")})',
  'fix(parser): treat "550 5.1.1 <ghost@example.com>: User unknown" as a hard bounce (#812)\n\nexpect(hard("550 5.1.1"))',
  'expect(classify("550 5.1.1 <ghost@example.com>: User unknown")).toEqual({ hard: true });',
  'allow(smtp).to receive(:deliver).and_raise(Net::SMTPFatalError, "550 5.1.1 <ghost@example.com>: User unknown")',
  'try:\n    s.sendmail(a, [b], m)\nexcept smtplib.SMTPRecipientsRefused as e:\n    # {"ghost@example.com": (550, b"5.1.1 User unknown")}\n    suppress(e.recipients)',
  "it.each([\n  ['550 5.1.1 <nobody@t.example>: User unknown', 'hard'],\n  ['421 4.7.0 Try again later', 'soft'],\n])('classifies %s', (reply, kind) => {});",
  "  ['550 5.1.1 <nobody@t.example>: User unknown', 'hard'],\n  ['421 4.7.0 Try again later', 'soft'],",
  `test.each\`\n  reply | kind\n  \${'550 5.1.1 <nobody@t.example>: user unknown'} | \${'hard'}\n\`('$reply is $kind', () => {});`,
  'tests := []struct {\n\treply string\n\twant  Class\n}{\n\t{"550 5.1.1 <nobody@t.example>: user unknown", Hard},\n\t{"452 4.2.2 mailbox full", Soft},\n}',
  '@@ -12,5 +12,5 @@\n-    550 5.1.1 <ann@example.com>: User unknown\n+    550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown\n',
  '#define R_UNKNOWN "550 5.1.1 User unknown"\n#define R_FULL "452 4.2.2 Mailbox full"',
];

describe('sources', () => {
  test.each(SOURCES)('name no recipient, and a watched channel is silent: %j', async (text) => {
    const { bounces } = await read(text, { asked: true });
    expect(bounces.filter(({ recipient }) => recipient !== null)).toEqual([]);
    expect((await read(text, { asked: false })).noticed).toBe(false);
  });

  test('what a program put out beside them is read', async () => {
    const text =
      'try:\n    send(m)\nexcept Exception:\n    raise\n\nsmtplib.SMTPRecipientsRefused: {"ann@example.com": (550, b"5.1.1 User unknown")}';
    const { bounces } = await read(text, { asked: true });
    expect(bounces).toMatchObject([{ recipient: 'ann@example.com', replyCode: '550' }]);
  });
});

describe('texts that quote a code', () => {
  test.each([
    'https://learn.microsoft.com/en-us/exchange/troubleshoot/email-delivery/ndr/fix-error-code-550-5-7-64-in-exchange-online',
    'More about it: https://help.example.com/en/smtp-error-554-5.7.1',
  ])('the name of a page of help that is linked to gives no code: %s', async (text) => {
    const { noticed, bounces } = await read(text, { asked: true });
    expect(noticed).toBe(false);
    expect(bounces.filter(({ replyCode, enhancedCode }) => replyCode ?? enhancedCode)).toEqual([]);
  });

  test.each([
    '- Bounce handler: `452 4.2.2 over quota` counts as soft from now on (#77)',
    'Fixed: "554 5.7.1 Relay access denied" from Postfix was shown twice',
    '* "421 4.7.0 try again later" is retried with backoff\n* thanks to kim@example.org for the patch',
    'Tired of bounces? "550 5.1.1 user unknown" will be a thing of the past: hello@example.org',
    '“550 5.1.1 User unknown”: three words that cost you money. Register with webinar@example.org',
    'What does "550 5.1.1 user unknown" mean? Write to tips@example.org and we will tell you.',
    '- Fixed: `550 5.1.1 user unknown` replies without an address were classed as soft (#554, thanks @rowan)',
    '### Fixed\n- `552 5.2.2 mailbox full` from Exchange was classed as hard (#71)\n- Crash on an empty reply (#72)',
    '* Added: support for "550 5.7.1 message rejected" wordings (#210)\n* Changed: `421 4.7.0 try again later` backs off',
    '## 3.2.1\n- Treat "550 5.4.1 Recipient address rejected: Access denied" as user unknown (#812)\n- Fix a crash',
    'TODO: handle "421 4.7.0 Too many connections" separately from "421 4.3.2 Service shutting down"',
    '   550  Requested action not taken: mailbox unavailable (e.g., mailbox\n      not found, or no access)\n   551  User not local; please try <forward-path> (See Section 3.4)',
    'bounce_rate{provider="gmail",code="550 5.1.1"} 0.0042\nbounce_rate{provider="yahoo",code="554 5.7.9"} 0.0013',
    '"bounce.user_unknown": "550 5.1.1 User unknown",\n"bounce.mailbox_full": "Mailbox full",',
    'classify "550 5.1.1 User unknown" = Hard',
    'If reply = "550 5.1.1 User unknown" Then MarkDead(rcpt)',
    'static const char* kReplies[] = { "550 5.1.1 User unknown", "552 5.2.2 Mailbox full" };',
    'case code of\n    "550 5.1.1 User unknown" ->\n        Hard',
    '@test classify("552 5.2.2 Mailbox full") == :soft',
    '{"name":"hard bounce","input":"550 5.1.1 User unknown","expected":"hard"}',
    '### Hard\n- `550 5.1.1` user unknown\n- `550 5.1.2` host unknown\n\n### Soft\n- `452 4.2.2` mailbox full',
    'Code      Meaning                Retry\n550 5.1.1 User unknown           no\n452 4.2.2 Mailbox full           yes',
    '- [ ] 550 5.7.1: show the delisting link\n- [x] 552 5.2.2: count as soft',
    '¿Qué hacemos con los "550 5.7.1 bloqueado"?',
    'classify(<<"550 5.1.1", _/binary>>) -> hard;',
    '(deftest hard (is (= :hard (classify "550 5.1.1 User unknown"))))',
    "cy.contains('550 5.1.1 User unknown').should('be.visible')",
    'reject_message = "554 5.7.1 Spam message rejected";',
    '<reject code="550" status="5.1.1">User unknown</reject>',
    'Scenario: hard bounce\n  Given the server answers "550 5.1.1 User unknown"\n  When I send a mail to "ann@example.com"\n  Then the address is suppressed',
    '-  "550 5.1.1 user unknown": "hard",\n+  "550 5.1.1 user unknown": "invalid",',
    '1. 550 5.1.1 – user unknown\n2. 552 5.2.2 – mailbox full\n3. 554 5.7.1 – blocked\nWhich of these should page us?',
    'yesterday we had 300 × "550 5.7.1 blocked", today none. looks like the delisting worked',
    "nit: 550 5.7.1 isn't always spam, could also be relay denied. Maybe check the text?",
    'the 550 5.1.1 for ann@example.com was fixed last week, her mailbox is back',
    "why does 550 5.1.1 mean that the user doesn't exist?",
    "No more '550 5.7.1 blocked' - our service gets you into the inbox. hello@example.org",
  ])('leave a watched channel silent: %j', async (text) => {
    expect((await read(text, { asked: false })).noticed).toBe(false);
  });
});

describe('what stands in code fences, lists and tickets', () => {
  test.each([
    '```\n550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown\n```',
    '> 550 5.1.1 <ann@example.com>: User unknown',
    '- 550 5.1.1 <ann@example.com>: User unknown',
    '- ann@example.com: 550 5.1.1 User unknown (#1234)',
    'Fixed the DNS but still: 550 5.7.1 <ann@example.com>: Message rejected due to SPF failure',
    'error: "550 5.1.1 <redacted>: Recipient address rejected: User unknown"',
    'first: 550 5.1.1 <ann@example.com> User unknown\nsecond: 552 5.2.2 <bob@example.com> Mailbox full',
    'Today:\n  gmail: 550 5.7.1 Message blocked\n  outlook: 550 5.7.1 Message rejected, Spamhaus',
    'SMTPError("550 5.1.1 User unknown")\n  at send (mail.js:12)',
    'level=error msg="send failed" err="550 5.1.1 User unknown"',
    'AxiosError: Request failed with status code 400 {"path":"/v1/send","error":"550 5.1.1 <ann@example.com>: User unknown"}',
  ])('is answered where it is a refusal: %j', async (text) => {
    expect((await read(text, { asked: false })).noticed).toBe(true);
  });
});

describe('servers of logins, files and pages', () => {
  test.each([
    'Oct  2 04:11:09 web1 sshd[550]: Invalid user unknown from 203.0.113.5 port 55011',
    'ftp> cd /pub/old\n550 /pub/old: No such file or directory',
    '550 upload.tmp: Permission denied\n226 Transfer complete.',
    'HTTP/1.1 550 Permission denied\nServer: nginx',
    'AxiosError: Request failed with status code 550 {"message":"No user with email ann@example.com","path":"/api/login"}',
    'requests.exceptions.HTTPError: 550 Server Error: No user with email ann@example.com for url: https://api.example.com/login',
  ])('tell no bounce: %j', async (text) => {
    expect((await read(text, { asked: true })).bounces).toEqual([]);
  });
});

describe('a session with an FTP server, when asked', () => {
  test.each([
    "Command:\tUSER ann@example.com\nResponse:\t331 User ann@example.com OK. Password required\nResponse:\t230 OK. Current directory is /\nCommand:\tCWD /mail\nResponse:\t550 Can't change directory to /mail: No such file or directory",
    'Command: USER ann@example.com\nResponse: 331 ok\nCommand: STOR report.pdf\nResponse: 552 Disk quota exceeded for user ann@example.com',
    "Command:\tUSER ann@example.com\nResponse:\t331 ok\nCommand:\tSTOR mailbox.zip\nResponse:\t553 Can't open that file: Permission denied",
    'Response: 220 FTP server ready\nCommand: USER ann@example.com\nResponse: 421 Too many connections from this host, try later',
    '> USER ann@example.com\n< 331 Password required for ann@example.com\n> PASS secret\n< 530 Login incorrect.',
    '< 220 ProFTPD Server ready.\n> USER ann@example.com\n< 331 Password required\n> PASS ***\n< 230 User logged in\n> CWD /mail/recipients\n< 550 /mail/recipients: No such file or directory',
    '230 User ann@example.com logged in\nPASV\n227 Entering Passive Mode (192,0,2,1,10,5)\nSTOR email.txt\n550 email.txt: Permission denied',
    "*cmd* 'USER ann@example.com'\n*resp* '331 Please specify the password.'\n*cmd* 'PASS ****'\n*resp* '530 Login incorrect.'",
    'Tue Jan 3 10:00:00 2026 [pid 5] [ann@example.com] FTP command: Client "192.0.2.1", "CWD /x"\nTue Jan 3 10:00:00 2026 [pid 5] [ann@example.com] FTP response: Client "192.0.2.1", "550 Failed to change directory."',
  ])('is no bounce: %s', async (text) => {
    expect(await read(text, { asked: true })).toMatchObject({ bounces: [] });
    expect(await read(text, { asked: false })).toMatchObject({ noticed: false, bounces: [] });
  });

  test.each([
    'RCPT TO:<ann@example.com>\n550 5.1.1 User unknown',
    '550 USER ann@example.com NOT FOUND IN DIRECTORY',
    '<ann@example.com>: 552 Disk quota exceeded',
  ])('mail is: %s', async (text) => {
    expect((await read(text, { asked: true })).bounces).toMatchObject([{ recipient: 'ann@example.com' }]);
  });
});

/** Rules for servers' answers, in code and data: nothing happened. */
const RULES = [
  '@@ -1,4 +1,4 @@\n replies:\n-  full: "452 4.2.2 Mailbox full for #{rcpt}"\n+  full: "552 5.2.2 Mailbox full for #{rcpt}"',
  'REPLIES = {\n  unknown: "550 5.1.1 User unknown: #{rcpt}",\n  full: "452 4.2.2 Mailbox full for #{rcpt}",\n}.freeze',
  "reject: '550 5.1.1 User unknown: %{rcpt}'",
  'reject: "550 5.1.1 User unknown: {{rcpt}}"',
  "reject: '550 5.1.1 <%s>: User unknown'",
  'replies:\n  unknown: "550 5.1.1 User unknown"\n  full: "452 4.2.2 Mailbox full"\n  late: "451 4.7.1 Greylisted, try again later"',
  "INSERT INTO bounce_rules VALUES (550,'5.1.1','User unknown','suppress')",
  "INSERT INTO bounce_rules (code, enhanced, pattern, action) VALUES\n (550,'5.1.1','User unknown','suppress'),\n (452,'4.2.2','Mailbox full','retry');",
  "UPDATE bounce_rules SET action = 'suppress' WHERE text LIKE '550 5.1.1 User unknown%';",
  'failregex = ^RCPT from [^[]*\\[<HOST>\\]%(_port)s: 55[04] 5\\.7\\.1\\s\n            ^RCPT from [^[]*\\[<HOST>\\]%(_port)s: 550 5\\.1\\.1 <[^>]*>: Recipient address rejected: User unknown',
  "RULES = [\n    (550, '5.1.1', 'User unknown', HARD),\n    (552, '5.2.2', 'Mailbox full', SOFT),\n]",
  "rules = [\n  ('550 5.1.1 User unknown', 'hard'),\n  ('452 4.2.2 Mailbox full', 'soft'),\n]",
  'HARD = {"550 5.1.1 User unknown", "550 5.4.1 Recipient address rejected: Access denied"}',
  'code,enhanced,text,action\n550,5.1.1,User unknown,suppress\n552,5.2.2,Mailbox full,retry\n554,5.7.1,Message rejected as spam,keep',
  '[\n  {"pattern": "550 5.1.1 User unknown", "action": "suppress"},\n  {"pattern": "452 4.2.2 Mailbox full", "action": "retry"}\n]',
  '[{"code":550,"enhanced":"5.1.1","message":"User unknown","action":"suppress"},{"code":452,"enhanced":"4.2.2","message":"Mailbox full","action":"retry"}]',
  '<rules>\n  <rule code="550" enhanced="5.1.1" action="suppress">550 5.1.1 User unknown</rule>\n</rules>',
  'rules:\n  - match: "550 5.1.1 User unknown"\n    action: suppress\n  - match: "452 4.2.2 Mailbox full"\n    action: retry',
  '[[rule]]\npattern = "550 5.1.1 user unknown"\naction = "suppress"',
  '- 550 5.1.1 User unknown: suppress\n- 452 4.2.2 Mailbox full: retry for 3 days',
  '* `550 5.1.1 User unknown` → suppress at once\n* `552 5.2.2 Mailbox full` → retry',
  '| Pattern | Action |\n|---|---|\n| 550 5.1.1 User unknown | suppress |\n| 452 4.2.2 Mailbox full | retry |',
  'grep -E "status=bounced.*550 5\\.1\\.1" /var/log/mail.log | wc -l',
  "awk '/550 5.1.1 User unknown/ {n++} END {print n}' /var/log/mail.log",
];

/** Translations, and rules with an example each, in which an address may stand. */
const DATA = [
  'msgid "550 5.2.1 Mailbox disabled"\nmsgstr "550 5.2.1 Postfach gesperrt"\n\nmsgid "Unknown user"\nmsgstr "Unbekannter Benutzer"',
  'msgid "550 No such user: %s"\nmsgid_plural "550 No such users: %s"\nmsgstr[0] "550 Utilisateur inconnu : %s"',
  '<trans-unit id="4">\n  <source>550 5.1.1 User unknown</source>\n  <target>550 5.1.1 Usuario desconocido</target>\n</trans-unit>',
  '<resources>\n  <string name="gone">550 5.1.1 User unknown</string>\n</resources>',
  'hints:\n  - pattern: "mailbox disabled"\n    sample: "550 5.2.1 kim@werft.example: mailbox disabled"\n  - pattern: "no such user"\n    sample: "550 5.1.1 kim@werft.example: no such user"',
];

test.each([
  'log.info("bounce for {} : {}", "kim@werft.example", "550 5.1.1 User unknown");',
  'Example response:\n\n{"to":"kim@werft.example","status":"bounced","smtp":"550 5.1.1 user unknown"}\n\nFields: to (string), status (enum).',
  'Changelog 3.1\n- `550 5.7.26` is an authentication problem now\n- `5.2.1 mailbox disabled` suppresses after a second failure',
])('what is written for others condemns nobody: %j', async (text) => {
  expect((await read(text, { asked: true })).bounces.filter(({ recipient }) => recipient !== null)).toEqual(
    [],
  );
  expect((await read(text, { asked: false })).noticed).toBe(false);
});

describe('data of programs', () => {
  test.each(DATA)('is silence: %j', async (text) => {
    expect((await read(text, { asked: false })).noticed).toBe(false);
  });

  test('a crash is none, whatever its stack holds', async () => {
    const text =
      'panic: 550 5.1.1 <pia@hafen.example>: User unknown\n\ngoroutine 18 [running]:\nmail.send({0xc0, 0x4}, "kim@werft.example")\n\t/srv/mail.go:41 +0x1a';
    const { noticed, bounces } = await read(text, { asked: false });
    expect(noticed).toBe(true);
    expect(bounces).toMatchObject([{ recipient: 'pia@hafen.example' }]);
  });
});

describe('tables of rules', () => {
  test.each(RULES)('are silence: %j', async (text) => {
    expect((await read(text, { asked: false })).noticed).toBe(false);
  });

  test.each([
    'Action: failed\n550 5.1.1 User unknown',
    '550 5.7.1 Message rejected by rule 12; pattern matched. Action: reject',
    '451 4.7.1 Greylisted, retry in 300 s\n451 4.7.1 Greylisted, retry later',
    'email,code,enhanced,text,action\nann@example.com,550,5.1.1,User unknown,suppress',
    '$ grep -E "status=bounced.*550 5\\.1\\.1" /var/log/mail.log\nMar  3 10:15:02 mx1 postfix/smtp[991]: 4F1C2200A: to=<ann@example.com>, relay=mx.example.com[192.0.2.9]:25, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.9] said: 550 5.1.1 User unknown (in reply to RCPT TO command))',
  ])('what happened is answered: %j', async (text) => {
    expect((await read(text, { asked: false })).noticed).toBe(true);
  });
});
