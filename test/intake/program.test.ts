import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';
import { isProgram } from '../../src/intake/program.ts';

describe('servers’ words as strings of a program', () => {
  test.each([
    // A call is given them.
    "      done(new Error('550 5.1.1 User not found'));",
    '\tw.reply("550 5.1.1 <ann@example.com>: User unknown")\n\tw.reply("250 2.1.5 OK")',
    '    out.write_all(b"554 5.7.1 Relay access denied\\r\\n").await?;',
    '    kind = bounce_kind(\n        text="554 5.7.1 Rejected: listed at zen.spamhaus.org",\n        subject="",\n    )',
    '      session\n        .rcpt("ann@example.com", "550 5.1.1 User unknown")\n        .await;',
    '  (is (= :soft (kind-of "452 4.2.2 Mailbox full"))))',
    // A name stands for them, or a case.
    'const FULL: &[u8] = b"452 4.2.2 Mailbox full\\r\\n";',
    '  rejection_message = "550 5.1.1 User unknown"\n  default_action    = "BOUNCE"',
    'replyFor NoSuchUser = "550 5.1.1 No such user here"\nreplyFor Full = "452 4.2.2 Mailbox full"',
    'server.Replies = to => to switch\n{\n    "ann@example.com" => "550 5.1.1 User unknown",\n    _ => null,\n};',
    '    gone: str = "550 5.1.1 User unknown",\n) -> Event:',
    '    part = MIMEText("552 5.2.2 Mailbox full")\n    mail.attach(part)',
    // A list has them, among other strings and names.
    '    return {\n        "to": to,\n        "type": bounce_type,\n        "message": "550 5.1.1 User unknown",\n    }',
    "    (uuid(), 'ann@example.com', '550 5.1.1 User unknown', now(), 3),",
    '\treturn []string{\n\t\t"250 OK",                // MAIL\n\t\t"550 Mailbox unavailable", // RCPT\n\t}',
    '                "failed",\n                "smtp; 550 5.1.1 User unknown",\n                recipient,\n                messageId,',
    '        {\n          address: "ann@example.com",\n          detail: Some("550 5.1.1 User unknown".to_string()),\n        }',
    // A statement, in languages without parentheses.
    '    tempfail)\n        reply "450 4.2.1 Mailbox busy"\n        ;;\n    permfail)\n        reply "550 5.1.1 User unknown"\n        ;;',
    // Remarks.
    '/**\n * Refuses for now.\n * Answer: {@code 450 4.2.1 Mailbox busy}\n */\nREFUSE_FOR_NOW,',
    '// Gmail answers "550 5.7.1 Messages missing a valid address in From: header"\n// to mail without a sender.\nif m.From == "" {',
    '    # The answer was:\n    #   550 5.1.1 <ann@example.com>... User unknown\n    next unless $line',
  ])('leave a watched channel silent: %j', async (text) => {
    expect((await read(text, { asked: false })).noticed).toBe(false);
    expect((await read(text, { asked: true })).bounces).not.toEqual([]);
  });
});

describe('what a program put out', () => {
  test.each([
    "{\n  code: 'EENVELOPE',\n  response: '550 5.1.1 <ann@example.com>: User unknown',\n  responseCode: 550,\n  command: 'RCPT TO'\n}",
    "[SMTPRecipientRefused(550, '5.1.1 <ann@example.com>: User unknown', 'ann@example.com')]",
    "{'to': 'ann@example.com', 'at': datetime.datetime(2026, 2, 10, 9, 0), 'error': SMTPException('550 5.1.1 User unknown')}",
    'array(2) {\n  ["to"]=>\n  string(15) "ann@example.com"\n  ["error"]=>\n  string(36) "550 5.1.1 <ann@example.com>: Unknown"\n}',
    "array (\n  'to' => 'ann@example.com',\n  'error' => '550 5.1.1 <ann@example.com>: User unknown',\n)",
    '{:error, {:permanent_failure, "mx.example.com", "550 5.1.1 <ann@example.com>: User unknown\\r\\n"}}',
    '&textproto.Error{Code:550, Msg:"5.1.1 <ann@example.com>: Recipient address rejected: User unknown"}',
    'ERROR mailer.worker - send(ann@example.com) failed: "550 5.1.1 User unknown"',
    'I call it like this:\n\nmailer.send(msg, { to: "ann@example.com" });\n\nand get\n\n550 5.1.1 <ann@example.com>: User unknown',
    '```\n{ "to": "ann@example.com",\n  "error": "550 5.1.1 <ann@example.com>: User unknown" }\n```',
    '> <ann@example.com>: host mx.example.com[192.0.2.9] said: 550 5.1.1 User unknown\n> (in reply to RCPT TO command)',
  ])('is answered: %j', async (text) => {
    expect((await read(text, { asked: false })).noticed).toBe(true);
  });

  test('an answer in somebody’s own words is no string', () => {
    expect(isProgram('550 5.1.1 User unknown')).toBe(false);
    expect(isProgram('mail to "ann@example.com" says 550 5.1.1 User unknown;')).toBe(false);
  });
});
