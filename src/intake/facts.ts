/** Facts that a server's words name by the way: hosts, our IP address, the sender, the refused command. */
import { addressIn, domainOf } from './address.ts';
import { type Marks, marksOf, PHRASE, SIGN, WORD } from './marks.ts';
import { rememberingLong } from './quick.ts';

const IPV4 = '(?:\\d{1,3}\\.){3}\\d{1,3}';
const IP = `(?:${IPV4}|(?=[\\da-f]{0,4}:)[\\da-f:]{2,39}(?:${IPV4})?)`;

/** Phrases that name the address that we sent from, strongest first. */
const SOURCE_IPS: readonly RegExp[] = [
  new RegExp(`client host \\[(${IP})\\]`, 'i'),
  new RegExp(
    `(?:client|host|server|sender|sending|connecting|connection|source|your|remote|blocked|banned|listed|from)(?: (?:ip|ipv[46]|host|server|address|mta|from|client|is)){0,6}(?: address)?[ :=#]{1,3}[[(<"']{0,2}(${IP})(?![\\w.:]*[a-z])`,
    'i',
  ),
  new RegExp(`\\bip(?: address)?[ :=]{1,3}[[(<"']{0,2}(${IP})`, 'i'),
  // Comcast: "421 4.1.0 192.0.2.10 Throttled"
  new RegExp(
    `^(?:[245]\\d\\d[ -])?(?:[45]\\.\\d\\.\\d{1,3} )?(?:[\\w.-]{1,100} )?[[(]?(${IP})[\\])]? (?:(?:is|was|has been|temporarily|currently) ){0,3}(?:throttled|blocked|(?:black|block)?-?listed|banned|deferred|rate[- ]limited)\\b`,
    'i',
  ),
  new RegExp(`[?&]ip=(${IP})`, 'i'),
  new RegExp(`^[^\\[]{0,80}\\[(${IP})[ \\]]\\s{0,8}\\d{0,3}\\]? (?:our|messages?|the|this|your|gmail)`, 'i'),
  new RegExp(`\\b(?:from|of|for|servers?|by) [[(]?(${IP})[\\])]?(?= |,|;|\\.|$)`, 'i'),
  new RegExp(`\\[(${IP})(?: +\\d{1,2})?\\]`, 'i'),
];

/** What each IPv4 address has, and each IPv6 address. */
const QUAD = /\d\.\d{1,3}\.\d{1,3}\.\d/;
const COLONS = /:[\da-f]{0,37}:[\da-f]{0,37}:/i;

/**
 * @param words the remote server's own words, without the wrapper of our own server that names the remote host
 * @param remoteIp an address that is known to be the remote host's, and so not ours
 * @param marks the words' marks, or those of a text that they are part of
 * @returns our sending IP address, null where the words name none
 */
export function sourceIpIn(words: string, remoteIp: string | null, marks: Marks): string | null {
  if ((marks.signs & (SIGN.quad | SIGN.colons)) === 0) return null;
  const front = words.slice(0, 3000);
  // Often only the wrapper named one.
  const mayHoldIp =
    ((marks.signs & SIGN.quad) !== 0 && QUAD.test(front)) ||
    ((marks.signs & SIGN.colons) !== 0 && COLONS.test(front));
  if (!mayHoldIp) return null;
  const namesHost = (marks.signs & SIGN.bracket) !== 0 && OF_HOST.test(front);
  const head = namesHost ? front.replace(RECEIVER, '$1') : front;
  for (const pattern of SOURCE_IPS) {
    const ip = pattern.exec(head)?.[1];
    if (ip !== undefined && ip !== remoteIp && isIp(ip) && !isPrivate(ip)) return ip;
  }
  return null;
}

/** The end of its name, and what may be its address. */
const OF_HOST = /\w\.? ?[[(]{1,2}(?:\d{1,3}\.\d|[\da-f]{0,4}:)/i;

/**
 * The host that speaks is named with its own address: `rejected by mx.example.com [192.0.2.20]`, `exceeds size limit 9 of
 * server mx.example.com[192.0.2.20]`, `H=mx.example.com [192.0.2.20]`.
 */
const RECEIVER = new RegExp(
  `(\\b(?:(?:by|at|connect(?:ed|ing)? to|talking to|delivery to|of (?:the )?(?:server|host)) |(?:H|relay)=)[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,8}\\.?) ?[[(]{1,2}${IP}[\\])]{1,2}`,
  'gi',
);

/**
 * @returns whether an address is none that another host could see: private, link-local, loopback or shared (RFC 1918,
 * 3927, 4193, 4291, 6598). Ranges for documentation are no such: in masked pastes they stand for real ones.
 */
export const isPrivate = (ip: string): boolean =>
  isWithinPrivate(ip) ||
  /^(?:10\.|127\.|0\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1$|::$|::ffff:(?:10|127|192\.168)\.|f[cd][\da-f]{2}:|fe[89ab][\da-f]:)/i.test(
    ip,
  );

/** 6to4 (RFC 3056 §2): `2002:a17:902::` is 10.23.9.2's, whose network Google's own machines speak in. */
function isWithinPrivate(ip: string): boolean {
  const [, high, low] = /^2002:([\da-f]{1,4}):([\da-f]{0,4})/i.exec(ip) ?? [];
  if (high === undefined) return false;
  const bytes = [high, low || '0'].map((group) => Number.parseInt(group, 16));
  return isPrivate(bytes.flatMap((pair) => [pair >> 8, pair & 255]).join('.'));
}

/** @returns whether the text is an IPv4 or IPv6 address */
export function isIp(text: string): boolean {
  if (text.includes(':')) return text.split(':').length > 3 && /^[\da-f:.]+$/i.test(text);
  const parts = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  return parts?.every((part, i) => i === 0 || Number(part) < 256) === true;
}

/** A domain that sends, and where it stands in the mail: SPF asks about the envelope's, DMARC about the one in From. */
export type NamedSender = { readonly domain: string; readonly of: 'envelope' | 'from' | null };

/** Each with a mark that what it finds has. */
const SENDER_DOMAINS: readonly (readonly [RegExp, number, of: NamedSender['of']])[] = [
  [/smtp\.mailfrom ?= ?(?:[^@\s;]{1,64}@)?([\w-]+(?:\.[\w-]+)+)/i, WORD.mailfrom, 'envelope'],
  [/mail from domain \[([\w.-]{3,253})\]/i, WORD.domain, 'envelope'],
  [/unauthenticated email from ([\w.-]{3,253}) is not/i, WORD.unauthenticated, 'from'],
  [/sending domain \[?([\w.-]{3,253})\]? /i, WORD.domain, 'from'],
  [/due to (?:domain )?\(?([\w-]+(?:\.[\w-]+)+)\)?'?s?(?: owner)? dmarc policy/i, WORD.dmarc, 'from'],
  [/dmarc policy (?:for|of) ([\w-]+(?:\.[\w-]+)+)/i, WORD.dmarc, 'from'],
  [/domain of (?:sender(?: address)? )?\S{0,64}@([\w-]+(?:\.[\w-]+)+)/i, WORD.domain, 'envelope'],
  [/from domain[: ]\[?([\w-]+(?:\.[\w-]+)+)/i, WORD.domain, null],
  [/spf \[([\w.-]{3,253})\]/i, WORD.spf, 'envelope'],
  [
    /\bspf(?: (?:check|checks|record|policy|validation|authentication|failure|failed|fail|hard|soft)){0,3} (?:of|for|on) (?:the )?(?:sender )?(?:domain )?[[("'<]{0,2}((?:[\w-]+\.){1,10}[a-z][\w-]*)/i,
    WORD.spf,
    'envelope',
  ],
];

/**
 * @param marks the words' marks, or those of a text that they are part of
 * @returns the sender's domain that the words name, or null
 */
export function senderDomainIn(words: string, marks: Marks): NamedSender | null {
  const head = words.slice(0, 3000);
  for (const [pattern, mark, of] of SENDER_DOMAINS) {
    if ((marks.words & mark) === 0) continue;
    const domain = hostName(pattern.exec(head)?.[1]);
    if (domain !== null) return { domain, of };
  }
  const domain = domainOf(senderIn(head, marks));
  return domain === null ? null : { domain, of: null };
}

/** @returns the sender's address that the words name, or null */
export function senderIn(words: string, marks: Marks = marksOf(words)): string | null {
  if ((marks.phrases & PHRASE.sender) === 0) return null;
  return namedSender(words);
}

const namedSender = rememberingLong((words): string | null => {
  const found =
    /mail from:\s?<?([^\s<>]{3,200})|(?:sender|from)(?: address)? <([^\s<>]{3,200})>|<([^\s<>]{3,200})>: sender address rejected/i.exec(
      words,
    );
  const raw = found?.[1] ?? found?.[2] ?? found?.[3];
  return raw === undefined ? null : addressIn(raw);
});

const PLAIN_HOST = /^[\w-][\w.-]{0,250}\w$/;

/** @returns a host name in lower case, without a final dot or brackets; null where it is none */
export function hostName(raw: string | null | undefined): string | null {
  if (raw === null || raw === undefined || raw === '') return null;
  const bare = raw.trim().toLowerCase();
  const name = PLAIN_HOST.test(bare) ? bare : bare.replace(/^[[<(#]+|[\])>.,;:#]+$/g, '');
  if (name === '' || name.length > 253 || !/^[\w.:-]+$/.test(name)) return null;
  return name.includes('.') || name.includes(':') || name === 'localhost' ? name : null;
}

const HOST = '([\\w.-]{1,253})';
/** No mark is asked for. */
const ANY = 0;
/** Each with the marks, signs and words, that what it finds has: one of each. */
const REMOTE_HOSTS: readonly (readonly [RegExp, signs: number, words: number])[] = [
  [new RegExp(`host ${HOST} ?\\[([^\\]\\s]{2,60})\\]`, 'i'), SIGN.bracket, WORD.host],
  [new RegExp(`connect to ${HOST} ?\\[([^\\]\\s]{2,60})\\]`, 'i'), SIGN.bracket, WORD.connect],
  [new RegExp(`^\\s{0,9}${HOST} \\[([^\\]\\s]{2,60})\\] did not like`, 'i'), SIGN.bracket, WORD.disliked],
  [new RegExp(`host:? ${HOST} \\(([^)\\s]{2,60})\\)`, 'i'), SIGN.parenthesis, WORD.host],
  [new RegExp(`^host: ?${HOST}\\s*$()`, 'im'), ANY, WORD.host],
  [new RegExp(`remote server at ${HOST}(?: \\(([^)\\s]{2,60})\\))?`, 'i'), ANY, WORD.remote],
  [new RegExp(`while talking to ${HOST}()`, 'i'), ANY, WORD.talking],
  [
    new RegExp(
      `rejected by the server for the recipient domain \\S+ by ${HOST}\\.? ?\\[?([^\\]\\s]{0,60})`,
      'i',
    ),
    ANY,
    WORD.refusedByServer,
  ],
  [
    new RegExp(`^\\s{0,9}(?![245]\\d\\d-(?:[245]\\.|\\[)|[245]\\.\\d)${HOST} ?\\[([^\\]\\s]{2,60})\\]`, 'i'),
    SIGN.bracket,
    ANY,
  ],
  [new RegExp(`smtp server <${HOST}>()`, 'i'), SIGN.less, WORD.smtpServer],
  [
    /()(?<![\d.])((?:\d{1,3}\.){3}\d{1,3}) (?:does not like|failed after|said|rejected)/i,
    SIGN.quad,
    WORD.spoke,
  ],
  // Trimmed by who pasted it, or without an address by the server; a name of two parts may be a person's domain.
  [
    /(?<![\w.@-])((?:[a-z\d-]{1,63}\.){2,8}[a-z]{2,24}) (?:said|replied|responded|answered)\b()/i,
    ANY,
    WORD.answered,
  ],
  [/()connected to ((?:\d{1,3}\.){3}\d{1,3}) but/i, SIGN.quad, WORD.connect],
];

/**
 * @param marks the wrapper's marks, or those of a text that it is part of
 * @returns the host that a wrapper such as `host mx.example.com[192.0.2.20] said:` names, and its IP address
 */
export function remoteHostIn(
  wrapper: string,
  marks: Marks,
): { readonly host: string | null; readonly ip: string | null } {
  const head = wrapper.slice(0, 1500);
  for (const [pattern, signs, words] of REMOTE_HOSTS) {
    if (signs !== ANY && (marks.signs & signs) === 0) continue;
    if (words !== ANY && (marks.words & words) === 0) continue;
    const found = pattern.exec(head);
    if (!found) continue;
    const ip = found[2] !== undefined && isIp(found[2]) ? found[2] : null;
    const host = hostName(found[1]);
    if (host !== null || ip !== null) return { host: host ?? ip, ip };
  }
  return { host: null, ip: null };
}

/** A server that takes no session names itself on the first line of its greeting: RFC 5321 §3.1 and §4.3.1. */
const GREETED =
  /(?:^|[\s(])554-((?:[a-z\d_-]{1,63}\.){2,8}[a-z]{2,24})(?: E?SMTP\b[^\n]{0,80})?\s{1,8}554[ -]/i;

/** @returns the host that greets with a refusal, `554-mx.example.com`, or null */
export const greeterIn = (text: string): string | null =>
  text.includes('554-') ? hostName(GREETED.exec(text.slice(0, 1500))?.[1]) : null;

/** Each with what a text has where it fits. */
const COMMANDS: readonly (readonly [RegExp, string, phrase: number])[] = [
  [
    /\(in reply to end of data|after end of data|failed after i sent the message|final data/i,
    'end of DATA',
    PHRASE.endOfData,
  ],
  [/in reply to data|after data\b|text command|data command|>>> data/i, 'DATA', PHRASE.inData],
  [
    /in reply to rcpt|after rcpt|like our rcpt|does not like recipient|rcpt command|for rcpt to|\[rcpt_to\]|>>> rcpt/i,
    'RCPT TO',
    PHRASE.inRcpt,
  ],
  [
    /in reply to mail from|after mail from|like our mail|sender was rejected|>>> mail from|after pipelined mail/i,
    'MAIL FROM',
    PHRASE.inMail,
  ],
  [
    /in reply to (?:ehlo|helo)|after (?:ehlo|helo)|>>> (?:ehlo|helo)|like our (?:ehlo|helo)|my name was rejected/i,
    'EHLO',
    PHRASE.inHello,
  ],
  [/in reply to starttls|after starttls|>>> starttls/i, 'STARTTLS', PHRASE.inStarttls],
  [/in reply to auth|after auth|>>> auth/i, 'AUTH', PHRASE.inAuth],
  [
    /refused to talk to me|after initial connection|connection greeting|but greeting failed|conversation with/i,
    'connect',
    PHRASE.inConnect,
  ],
];
const ANY_COMMAND = COMMANDS.reduce((all, [, , phrase]) => all | phrase, 0);

/**
 * @param marks the text's
 * @returns the SMTP command that was refused, as the report says; null where it doesn't
 */
export function commandIn(text: string, marks: Marks): string | null {
  const front = text.slice(0, 4000);
  const isPlain = (marks.signs & SIGN.space) === 0;
  const head = isPlain ? front : front.replace(/\s+/g, ' ');
  const { phrases } = isPlain ? marks : marksOf(head);
  if ((phrases & ANY_COMMAND) === 0) return null;
  for (const [pattern, command, phrase] of COMMANDS)
    if ((phrases & phrase) !== 0 && pattern.test(head)) return command;
  return null;
}
