/** What the header of a returned message tells of who sent it and how it fared: RFC 8601, RFC 7208 §9.1. */
import { addressIn, domainOf } from './address.ts';
import { authFactsIn, together } from './auth-facts.ts';
import type { AuthFacts } from './bounce.ts';
import { isIp, isPrivate } from './facts.ts';
import type { Headers } from './mail.ts';

const IP = '([\\da-f:.]{3,45})';
const SOURCE_IPS: readonly RegExp[] = [
  new RegExp(`\\bclient-ip ?= ?"?\\[?${IP}`, 'gi'),
  new RegExp(`\\b(?:sender ip is|sender ip ?=|policy\\.iprev ?=) ?\\[?${IP}`, 'gi'),
  new RegExp(`\\bdesignates? ${IP} as (?:a )?permitted sender`, 'gi'),
];

/** @returns names that proving who we are hangs on; the domain of `From` where it is another than the envelope's */
export function returnedAuth(returned: Headers): AuthFacts | null {
  const from = domainOf(addressIn(returned.get('from') ?? ''));
  const envelope = domainOf(addressIn(returned.get('return-path') ?? ''));
  const told = together(
    authFactsIn(`Authentication-Results: ${returned.get('authentication-results') ?? ''}`),
    authFactsIn(`DKIM-Signature: ${returned.get('dkim-signature') ?? ''}`),
  );
  const isAnother = from !== null && envelope !== null && from !== envelope;
  return together(told, isAnother ? { dkimSelector: null, dkimDomain: null, fromDomain: from } : null);
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

/** @returns the address that the receiver saw, as `Received-SPF` and `Authentication-Results` tell it; null: none */
export function returnedSourceIp(returned: Headers): string | null {
  for (const field of ['received-spf', 'authentication-results']) {
    const value = (returned.get(field) ?? '').slice(0, 2000);
    for (const pattern of SOURCE_IPS) {
      for (const [, ip] of value.matchAll(pattern))
        if (ip !== undefined && isIp(ip) && !isPrivate(ip)) return ip;
    }
  }
  return null;
}
