/** What the header of a returned message tells of who sent it and how it fared: RFC 8601, RFC 7208 §9.1. */
import { addressIn, domainOf } from './address.ts';
import { authFactsIn, together } from './auth-facts.ts';
import type { AuthFacts } from './bounce.ts';
import { hostName, isIp, isPrivate } from './facts.ts';
import type { Headers } from './mail.ts';

const IP = '([\\da-f:.]{3,45})';
const SOURCE_IPS: readonly RegExp[] = [
  new RegExp(`\\bclient-ip ?= ?"?\\[?${IP}`, 'gi'),
  new RegExp(
    `\\b(?:sender ip is|sender ip ?=|policy\\.iprev ?=|smtp\\.(?:remote|client)-ip ?=) ?\\[?${IP}`,
    'gi',
  ),
  new RegExp(`\\bdesignates? ${IP} as (?:a )?permitted sender`, 'gi'),
];

/** @returns names that proving who we are hangs on */
export function returnedAuth(returned: Headers): AuthFacts | null {
  const from = returnedFrom(returned);
  return together(
    signatureOf(domainOf(from), returned.get('dkim-signature') ?? ''),
    authFactsIn(`Authentication-Results: ${returned.get('authentication-results') ?? ''}`),
  );
}

/** DKIM-Signature (RFC 6376 §3.5). */
const SIGNER = /(?:^|[\s;])d ?= ?([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})/i;
const SELECTOR = /(?:^|[\s;])s ?= ?([\w-]{1,63}(?:\.[\w-]{1,63}){0,5})/i;

/** Of several signatures, such as a platform's own beside its customer's, the one that may speak for From counts. */
function signatureOf(from: string | null, fields: string): AuthFacts | null {
  const signatures = fields.split('\n').flatMap((field) => {
    const domain = SIGNER.exec(field)?.[1]?.toLowerCase();
    const selector = SELECTOR.exec(field)?.[1];
    return domain === undefined || selector === undefined ? [] : [{ domain, selector }];
  });
  const own = signatures.find(({ domain }) => from !== null && areKin(domain, from)) ?? signatures[0];
  return own === undefined ? null : { dkimSelector: own.selector, dkimDomain: own.domain, fromDomain: null };
}

const areKin = (one: string, other: string): boolean =>
  one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);

/** The address itself stands last: what stands before it in quotes may look like one. */
const LAST = /<([^<>\s]{3,320})>[\s;]{0,5}(?:\([^()]{0,100}\))?\s{0,5}$/;

/** @returns the address in From, or null */
export function returnedFrom(returned: Headers): string | null {
  const value = (returned.get('from') ?? '').slice(-2000);
  return addressIn(LAST.exec(value)?.[1] ?? value);
}

/** Where the envelope's sender is told, the surest first: RFC 5321 §4.4, RFC 8601 §2.7.2, RFC 7208 §9.1. */
const ENVELOPES: readonly (readonly [field: string, pattern: RegExp])[] = [
  ['return-path', /^\s{0,5}([\s\S]{3,400})$/],
  ['authentication-results', /\bsmtp\.mail(?:from)? ?= ?"?<?([^\s;<>"]{3,320})/i],
  ['received-spf', /\benvelope-from ?= ?"?<?([^\s;<>"]{3,320})/i],
  ['received-spf', /\bdomain of (?:sender )?"?<?([^\s;<>"]{3,320}) (?:does|did|designates)/i],
  ['x-envelope-from', /^([\s\S]{3,400})$/],
  ['x-envelope-sender', /^([\s\S]{3,400})$/],
  ['envelope-from', /^([\s\S]{3,400})$/],
  ['x-return-path', /^([\s\S]{3,400})$/],
  ['received', /\(envelope-from <?([^\s<>()]{3,320})>?\)/i],
];

/** @returns the envelope's sender, an address or its domain alone; null where the header doesn't tell */
export function returnedEnvelope(returned: Headers): string | null {
  for (const [field, pattern] of ENVELOPES) {
    const told = pattern.exec((returned.get(field) ?? '').slice(0, 4000))?.[1];
    const sender = told === undefined ? null : (addressIn(told) ?? hostName(told));
    if (sender !== null) return sender;
  }
  return null;
}

/** The server that had the message last wrote the first line: `by mx1.example.org (Postfix) with ESMTPS id 4FpQx0abcz9`. */
const RECEIVED =
  /\bby ([\w.-]{3,253})(?: \([^()]{0,200}\)){0,3} (?:with [\w -]{2,40} )?id (?!\d{1,3}\.\d)<?([\w.-]{5,64})/i;

/** @returns what that server called the message; null where it doesn't say */
export function returnedQueue(
  returned: Headers,
): { readonly queueId: string; readonly queueHost: string } | null {
  const [, queueHost, queueId] = RECEIVED.exec((returned.get('received') ?? '').slice(0, 2000)) ?? [];
  return queueId === undefined || queueHost === undefined ? null : { queueId, queueHost };
}

/** @returns the address that the receiver saw, as `Received-SPF` and its like tell it; null: none */
export function returnedSourceIp(returned: Headers): string | null {
  for (const field of ['received-spf', 'authentication-results']) {
    const value = returned.get(field)?.slice(0, 2000);
    if (value === undefined) continue;
    for (const pattern of SOURCE_IPS) {
      for (const [, ip] of value.matchAll(pattern))
        if (ip !== undefined && isIp(ip) && !isPrivate(ip)) return ip;
    }
  }
  return null;
}
