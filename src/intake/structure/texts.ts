/** Texts that stand in the strings of a structure: log lines, letters and whole mails that a program wrapped up. */
import { codesIn } from '../codes.ts';
import type { Leaf } from './leaves.ts';

/** A line of a log, a letter or a mail, not the bare words of one answer. */
const OWN_WORDS =
  /\b(?:to|rcpt)=<|\bstatus=\w+ \(|\bhost \S{1,253} ?\[|(?:\*\*|==) \S{1,300}@|RCPT TO:|(?:Final|Original)-Recipient|Diagnostic-Code|^(?:Return-Path|Received|From|Subject|Message-ID): /im;
const BEGINS_WITH_CODE = /^\s{0,9}["'<(]{0,2}(?:smtp;\s{0,3})?[45](?:\d\d[\s-]|\.\d{1,3}\.\d)/i;

/** @returns whether a text is to be read by itself: it has its own way to say whom it is about */
export function isTextOfItsOwn(text: string): boolean {
  if (text.length < 12 || !/\s/.test(text)) return false;
  if (OWN_WORDS.test(text)) return true;
  return (
    !BEGINS_WITH_CODE.test(text) &&
    text.includes('\n') &&
    /\S@\S/.test(text) &&
    text.trim().split('\n').length > 1
  );
}

/** @returns whether a text is a letter, a report or a mail: who got it is not whom it is about */
export const isReport = (text: string): boolean =>
  text.includes('\n') &&
  /Final-Recipient|Diagnostic-Code|^(?:Return-Path|Received|Message-ID|MIME-Version|Subject): |mailer-daemon|mail system|Delivery has failed|could not be delivered|couldn't be delivered|wasn't delivered|undeliver/im.test(
    text,
  );

/**
 * @returns whether an event is the report itself as a mail program shows it: from a server, for who sent the mail
 */
export const isAboutReport = (leaves: readonly Leaf[]): boolean =>
  leaves.some(
    ({ keys, key, text }) =>
      (keys.some(({ whose }) => whose === 'sender') && isDaemon(text)) ||
      (key?.isElse === true && isNoticeSubject(text)),
  );
/** @returns whether a text has the name of a mail server as a sender */
export const isDaemon = (text: string): boolean => DAEMON.test(text);
const DAEMON =
  /mailer-daemon|postmaster@|mail delivery (?:system|subsystem)|MicrosoftExchange[\da-f]{8,}@|^microsoft outlook$/i;
/** @returns whether a mail that is called so tells of another mail */
export const isNoticeSubject = (subject: string): boolean => SUBJECT.test(subject);
const SUBJECT =
  /^(?:undeliver|returned mail|delivery (?:status notification|failure|has failed)|failure notice|mail delivery (?:failed|failure)|mail could not be delivered|unzustellbar|message undeliverable)/i;

/** How PHP writes an exception, as Monolog logs it: its class and code, its message … */
const THROWN = /\(code: ?\d{1,6}\):?/i;
/** … and where it was thrown. */
const PLACE = /(?<!\S)at \S{1,300}?\.php(?::|\()\d/i;
/** What Monolog writes in front of both. */
const CLASS = /^\[object\] \([\w\\]{1,200}$/;
/** Characters of a message that are looked at. */
const LONGEST_MESSAGE = 4000;

/** @returns the message of an exception without its class and place, which nobody said; any other text as it is */
export function withoutPlace(text: string): string {
  const thrown = text.includes('(code:') ? THROWN.exec(text) : null;
  if (thrown === null) return text;
  const start = thrown.index + thrown[0].length;
  const message = text.slice(start, start + LONGEST_MESSAGE);
  const place = PLACE.exec(message);
  if (place !== null) return message.slice(0, place.index).trim();
  return CLASS.test(text.slice(0, thrown.index)) ? message.trim() : text;
}

/** @returns the texts among an event's values that could tell a bounce by themselves, and which values they are */
export function textsIn(leaves: readonly Leaf[]): readonly { readonly text: string; readonly at: number }[] {
  return leaves.flatMap(({ keys, key, isApart, text: whole }, at) => {
    const text = withoutPlace(whole);
    if (text.length < 12 || !/\S\s+\S/.test(text) || isApart || keys.some(({ isExample }) => isExample))
      return [];
    const codes = codesIn(text);
    const isElse = key?.isElse === true;
    if (isElse && !isTextOfItsOwn(text) && !(codes.replyCode !== null && text.includes('@'))) return [];
    // The patterns of a list of rules.
    if (/^[\^/(]|\$$/.test(text)) return [];
    const speaks =
      codes.replyCode !== null || codes.enhancedCode !== null || /\S@\S/.test(text) || isTextOfItsOwn(text);
    return speaks ? [{ text, at }] : [];
  });
}
