/**
 * Our domain and address, as refusals of authentication name them; for what the general phrases in `facts.ts` leave
 * open. Each pattern begins with a word that is seldom, or with the front of the line, so it is soon done.
 */
import { hostName, isIp } from './facts.ts';

const IP = '((?:\\d{1,3}\\.){3}\\d{1,3})';
const DOMAIN = '[[("\'<]{0,2}((?:[a-z0-9_-]{1,63}\\.){1,8}[a-z][a-z0-9-]{1,62})';
const MAY_NOT = '(?:is|was|are) not (?:allowed|authori[sz]ed|permitted|designated)';

/** Without one of these nothing here is to be found. */
const TELLING =
  /\bspf\b|dmarc|not (?:allowed|authori|permitted|designated)|\b(?:rdns|ptr|reverse)\b|rejected|refused|домен/i;

const DOMAINS: readonly RegExp[] = [
  new RegExp(
    `${MAY_NOT} to send (?:e?-?mails? |messages? )?(?:for|from|on behalf of|as) (?:the )?(?:domain )?${DOMAIN}`,
    'i',
  ),
  new RegExp(`\\bspf:? ${DOMAIN} ${MAY_NOT}`, 'i'),
  new RegExp(`\\bspf[^.;]{0,60}? (?:للنطاق|домена|domaine|dominio|domäne|domain) ${DOMAIN}`, 'i'),
  new RegExp(`\\bdmarc[^.;]{0,60}? (?:отправителя|домена|domaine|dominio|domäne|domain) ${DOMAIN}`, 'i'),
];

const IPS: readonly RegExp[] = [
  new RegExp(`\\bspf with ${IP} =`, 'i'),
  new RegExp(`${IP} ${MAY_NOT}`, 'i'),
  // The host that refuses may name itself first: "421 mx.example.net isp 192.0.2.10 Reverse DNS failure".
  new RegExp(
    `^[245]\\d\\d[ -](?:[45]\\.\\d\\.\\d{1,3} )?(?:[\\w.-]{1,100} ){0,2}${IP} (?:rejected|connection refused|reverse dns|\\w{2,30} requires)`,
    'i',
  ),
];

/** @returns the domain that sent, or null. @param words one line */
export function ownDomainIn(words: string): string | null {
  return TELLING.test(words) ? hostName(firstIn(DOMAINS, words)) : null;
}

/** @returns the IPv4 address that sent, or null. @param words one line */
export function ownIpIn(words: string): string | null {
  const ip = TELLING.test(words) ? firstIn(IPS, words) : null;
  return ip !== null && isIp(ip) ? ip : null;
}

function firstIn(patterns: readonly RegExp[], words: string): string | null {
  const head = words.slice(0, 1500);
  for (const pattern of patterns) {
    const found = pattern.exec(head)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}
