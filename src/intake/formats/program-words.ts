/** How programs that send mail announce a server's refusal; one such wording is enough to answer a watched channel. */
import type { Proof } from './reader.ts';

const proof = (marks: readonly string[], pattern: RegExp): Proof => ({ marks, pattern });
const REPLY = `['"<([]{0,2}[45](?:\\d\\d[ -]|\\.\\d\\.\\d{1,3} )`;

export const programProofs: readonly Proof[] = [
  // System.Net.Mail (SmtpException) and MailKit
  proof(['the server response was'], new RegExp(`\\bThe server response was: ?${REPLY}`, 'i')),
  proof(
    ['smtpcommandexception', 'smtpfailedrecipient', 'smtpexception'],
    new RegExp(`\\bSmtp(?:Command|FailedRecipients?)?Exception: [^\\n]{0,200}?${REPLY}`),
  ),
  // Thunderbird, Outlook, Apple Mail
  proof(
    ['error occurred while sending', 'error occurred sending', '(smtp) error occurred'],
    /\b(?:An error occurred (?:while )?sending mail|An Outgoing server \(SMTP\) error occurred)\b[\s\S]{0,200}(?:server|mailbox|recipient|5\.\d\.\d)/i,
  ),
  proof(
    ['server responded', 'server error:'],
    new RegExp(`\\b(?:The server responded|Server error): ?${REPLY}`, 'i'),
  ),
  // Symfony Mailer and Swift Mailer
  proof(
    ['expected response code'],
    /\bExpected response code ["']?[\d/]{3,20}["']? but got (?:code |an empty response)["']?(?:[45]\d\d)?/i,
  ),
  // lettre, Net::SMTP of Ruby, ActionMailer
  proof(['permanent error (', 'transient error ('], /\b(?:permanent|transient) error \([45]\d\d\): \S/),
  proof(['net::smtp'], /\bNet::SMTP\w{4,30}: ?[(\s]{0,2}[45]\d\d[ -]/),
  // curl and what uses libcurl
  proof(['rcpt failed:', 'mail failed:'], /\b(?:RCPT|MAIL) failed: [45]\d\d\b/),
];
