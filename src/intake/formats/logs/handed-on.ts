/**
 * Mail that one of our own servers took: a content filter, the next hop inside. It has not arrived with anybody, and what
 * becomes of it stands in another line.
 */
import { isIp, isPrivate } from '../../facts.ts';

/** Who took it: `relay=host[ip]:25` (Postfix), `relay=host [ip]` (sendmail), `H=host [ip]:25` (Exim), qmail's answer. */
const TAKERS = [
  /\brelay=(?:[\w.-]{1,253} ?)?\[([\da-fA-F.:]{2,45})\]/,
  /\brelay="?([\da-fA-F.:]{2,45}) \(/,
  /\bH=[\w.-]{1,253} (?:\([^)]{1,253}\) )?\[([\da-fA-F.:]{2,45})\]/,
  /: success: ([\d.]{7,15})_accepted_message/,
  /\bip=([\da-fA-F.:]{2,45}) /,
];
/** A filter's answer tells of whom it handed the mail on to: amavisd-new's "250 2.0.0 from MTA(smtp:[127.0.0.1]:10025)". */
const FROM_FILTER = /\b250 (?:\d\.\d\.\d )?from MTA\(/;
/** A mailbox server on the same machine, which is where the mail ends: Dovecot's and Cyrus's answers to LMTP. */
const IN_MAILBOX = /\b250 \d\.\d\.\d (?:<[^>]{1,320}> )?\S{1,60} Saved\b|\bSESSIONID=|: saved mail to /i;
/** The id that the next server gave it. */
const QUEUED_AS = /\bqueued as ([A-Za-z\d]{6,20})\b/;

/** @returns whether a line that tells a delivery tells only that a server of ours took the mail */
export function isHandedOn(line: string): boolean {
  if (FROM_FILTER.test(line)) return true;
  const taker = TAKERS.map((pattern) => pattern.exec(line)?.[1]).find((ip) => ip !== undefined);
  return taker !== undefined && isIp(taker) && isPrivate(taker) && !IN_MAILBOX.test(line);
}

/** @returns the id that the next server has it under; null where the line doesn't tell */
export const nextIdIn = (line: string): string | null => QUEUED_AS.exec(line)?.[1] ?? null;
