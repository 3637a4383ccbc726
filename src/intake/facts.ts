/** Facts that a server's words name by the way: hosts, our IP address, the sender, the refused command. */
import { addressIn, domainOf } from './address.ts';

const IPV4 = '(?:\\d{1,3}\\.){3}\\d{1,3}';
const IP = `(?:${IPV4}|(?=[\\da-f]{0,4}:)[\\da-f:]{2,39}(?:${IPV4})?)`;

/** Phrases that name the address that we sent from, strongest first. */
const SOURCE_IPS: readonly RegExp[] = [
  new RegExp(`client host \\[(${IP})\\]`, 'i'),
  new RegExp(
    `(?:client|host|server|sender|sending|connecting|connection|source|your|remote|blocked|banned|listed|from)(?: (?:ip|ipv[46]|host|server|address|mta|from|client|is))*(?: address)?[ :=#]{1,3}[[(<"']{0,2}(${IP})(?![\\w.:]*[a-z])`,
    'i',
  ),
  new RegExp(`\\bip(?: address)?[ :=]{1,3}[[(<"']{0,2}(${IP})`, 'i'),
  new RegExp(`[?&]ip=(${IP})`, 'i'),
  new RegExp(`^[^\\[]{0,80}\\[(${IP})[ \\]]\\s{0,8}\\d{0,3}\\]? (?:our|messages?|the|this|your|gmail)`, 'i'),
  new RegExp(`\\b(?:from|of|for|servers?|by) [[(]?(${IP})[\\])]?(?= |,|;|\\.|$)`, 'i'),
  new RegExp(`\\[(${IP})(?: +\\d{1,2})?\\]`, 'i'),
];

/**
 * @param words the remote server's own words, without the wrapper of our own server that names the remote host
 * @param remoteIp an address that is known to be the remote host's, and so not ours
 * @returns our sending IP address, null where the words name none
 */
export function sourceIpIn(words: string, remoteIp: string | null = null): string | null {
  if (!/\d\.\d|:[\da-f]{0,4}:/i.test(words)) return null;
  const head = words.slice(0, 3000);
  for (const pattern of SOURCE_IPS) {
    const ip = pattern.exec(head)?.[1];
    if (ip !== undefined && ip !== remoteIp && isIp(ip)) return ip;
  }
  return null;
}

/** @returns whether the text is an IPv4 or IPv6 address */
export function isIp(text: string): boolean {
  if (text.includes(':')) return text.split(':').length > 3 && /^[\da-f:.]+$/i.test(text);
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => Number(part) < 256);
}

const SENDER_DOMAINS: readonly RegExp[] = [
  /smtp\.mailfrom ?= ?(?:[^@\s;]{1,64}@)?([\w-]+(?:\.[\w-]+)+)/i,
  /mail from domain \[([\w.-]{3,253})\]/i,
  /unauthenticated email from ([\w.-]{3,253}) is not/i,
  /sending domain \[?([\w.-]{3,253})\]? /i,
  /due to (?:domain )?\(?([\w-]+(?:\.[\w-]+)+)\)?'?s?(?: owner)? dmarc policy/i,
  /dmarc policy (?:for|of) ([\w-]+(?:\.[\w-]+)+)/i,
  /domain of (?:sender(?: address)? )?\S{0,64}@([\w-]+(?:\.[\w-]+)+)/i,
  /from domain[: ]\[?([\w-]+(?:\.[\w-]+)+)/i,
  /spf \[([\w.-]{3,253})\]/i,
  /\bspf(?: (?:check|checks|record|policy|validation|authentication|failure|failed|fail|hard|soft)){0,3} (?:of|for|on) (?:the )?(?:sender )?(?:domain )?[[("'<]{0,2}((?:[\w-]+\.){1,10}[a-z][\w-]*)/i,
];

/** @returns the sender's domain that the words name, or null */
export function senderDomainIn(words: string): string | null {
  if (!/domain|from|sender|spf|dmarc/i.test(words)) return null;
  const head = words.slice(0, 3000);
  for (const pattern of SENDER_DOMAINS) {
    const domain = pattern.exec(head)?.[1];
    if (domain !== undefined) return hostName(domain);
  }
  return domainOf(senderIn(head));
}

/** @returns the sender's address that the words name, or null */
export function senderIn(words: string): string | null {
  const found =
    /mail from:\s?<?([^\s<>]{3,200})|(?:sender|from)(?: address)? <([^\s<>]{3,200})>|<([^\s<>]{3,200})>: sender address rejected/i.exec(
      words,
    );
  const raw = found?.[1] ?? found?.[2] ?? found?.[3];
  return raw === undefined ? null : addressIn(raw);
}

/** @returns a host name in lower case, without a final dot or brackets; null where it is none */
export function hostName(raw: string | null | undefined): string | null {
  const name =
    raw
      ?.trim()
      .toLowerCase()
      .replace(/^[[<(#]+|[\])>.,;:#]+$/g, '') ?? '';
  if (name === '' || name.length > 253 || !/^[\w.:-]+$/.test(name)) return null;
  return name.includes('.') || name.includes(':') || name === 'localhost' ? name : null;
}

const HOST = '([\\w.-]{1,253})';
const REMOTE_HOSTS: readonly RegExp[] = [
  new RegExp(`host ${HOST} ?\\[([^\\]\\s]{2,60})\\]`, 'i'),
  new RegExp(`connect to ${HOST} ?\\[([^\\]\\s]{2,60})\\]`, 'i'),
  new RegExp(`^\\s{0,9}${HOST} \\[([^\\]\\s]{2,60})\\] did not like`, 'i'),
  new RegExp(`host:? ${HOST} \\(([^)\\s]{2,60})\\)`, 'i'),
  new RegExp(`^host: ?${HOST}\\s*$()`, 'im'),
  new RegExp(`remote server at ${HOST}(?: \\(([^)\\s]{2,60})\\))?`, 'i'),
  new RegExp(`while talking to ${HOST}()`, 'i'),
  new RegExp(
    `rejected by the server for the recipient domain \\S+ by ${HOST}\\.? ?\\[?([^\\]\\s]{0,60})`,
    'i',
  ),
  new RegExp(`^\\s{0,9}(?![245]\\d\\d-(?:[245]\\.|\\[)|[245]\\.\\d)${HOST} ?\\[([^\\]\\s]{2,60})\\]`, 'i'),
  new RegExp(`smtp server <${HOST}>()`, 'i'),
  /()(?<![\d.])((?:\d{1,3}\.){3}\d{1,3}) (?:does not like|failed after|said|rejected)/i,
  /()connected to ((?:\d{1,3}\.){3}\d{1,3}) but/i,
];

/** @returns the host that a wrapper such as `host mx.example.com[192.0.2.20] said:` names, and its IP address */
export function remoteHostIn(wrapper: string): { readonly host: string | null; readonly ip: string | null } {
  if (!/host|connect|server|talking|\[|\d\.\d/i.test(wrapper)) return { host: null, ip: null };
  const head = wrapper.slice(0, 1500);
  for (const pattern of REMOTE_HOSTS) {
    const found = pattern.exec(head);
    if (!found) continue;
    const ip = found[2] !== undefined && isIp(found[2]) ? found[2] : null;
    const host = hostName(found[1]);
    if (host !== null || ip !== null) return { host: host ?? ip, ip };
  }
  return { host: null, ip: null };
}

const COMMANDS: readonly (readonly [RegExp, string])[] = [
  [/\(in reply to end of data|after end of data|failed after i sent the message|final data/i, 'end of DATA'],
  [/in reply to data|after data\b|text command|data command|>>> data/i, 'DATA'],
  [
    /in reply to rcpt|after rcpt|like our rcpt|does not like recipient|rcpt command|for rcpt to|\[rcpt_to\]|>>> rcpt/i,
    'RCPT TO',
  ],
  [
    /in reply to mail from|after mail from|like our mail|sender was rejected|>>> mail from|after pipelined mail/i,
    'MAIL FROM',
  ],
  [
    /in reply to (?:ehlo|helo)|after (?:ehlo|helo)|>>> (?:ehlo|helo)|like our (?:ehlo|helo)|my name was rejected/i,
    'EHLO',
  ],
  [/in reply to starttls|after starttls|>>> starttls/i, 'STARTTLS'],
  [/in reply to auth|after auth|>>> auth/i, 'AUTH'],
  [
    /refused to talk to me|after initial connection|connection greeting|but greeting failed|conversation with/i,
    'connect',
  ],
];

/** @returns the SMTP command that was refused, as the report says; null where it doesn't */
export function commandIn(text: string): string | null {
  if (!/reply to|after|like|data|rcpt|sender|>>>|talk to|greeting|conversation|my name/i.test(text))
    return null;
  const head = text.slice(0, 4000).replace(/\s+/g, ' ');
  return COMMANDS.find(([pattern]) => pattern.test(head))?.[1] ?? null;
}
