/**
 * Our domain and address, as refusals of authentication name them; for what the general phrases in `facts.ts` leave
 * open. Each pattern begins with a word that is seldom, or with the front of the line, so it is soon done.
 */
import { hostName, isIp } from './facts.ts';
import { type Marks, PHRASE, WORD } from './marks.ts';

const IP = '((?:\\d{1,3}\\.){3}\\d{1,3})';
const DOMAIN = '[[("\'<]{0,2}((?:[a-z0-9_-]{1,63}\\.){1,8}[a-z][a-z0-9-]{1,62})';
const MAY_NOT = '(?:is|was|are) not (?:allowed|authori[sz]ed|permitted|designated)';

/** Without one of these nothing here is to be found. */
const TELLING =
  /\bspf\b|dmarc|not (?:allowed|authori|permitted|designated)|\b(?:rdns|ptr|reverse)\b|rejected|refused|домен/i;

/** Each with the words or the phrases that a text has where it fits. */
type Marked = readonly [pattern: RegExp, words: number, phrases: number];

const DOMAINS: readonly Marked[] = [
  [
    new RegExp(
      `${MAY_NOT} to send (?:e?-?mails? |messages? )?(?:for|from|on behalf of|as) (?:the )?(?:domain )?${DOMAIN}`,
      'i',
    ),
    0,
    PHRASE.mayNot,
  ],
  [new RegExp(`\\bspf:? ${DOMAIN} ${MAY_NOT}`, 'i'), 0, PHRASE.mayNot],
  [
    new RegExp(`\\bspf[^.;]{0,60}? (?:للنطاق|домена|domaine|dominio|domäne|domain) ${DOMAIN}`, 'i'),
    WORD.spf,
    0,
  ],
  [
    new RegExp(`\\bdmarc[^.;]{0,60}? (?:отправителя|домена|domaine|dominio|domäne|domain) ${DOMAIN}`, 'i'),
    WORD.dmarc,
    0,
  ],
];

const IPS: readonly Marked[] = [
  [new RegExp(`\\bspf with ${IP} =`, 'i'), WORD.spf, 0],
  [new RegExp(`${IP} ${MAY_NOT}`, 'i'), 0, PHRASE.mayNot],
  // The host that refuses may name itself first: "421 mx.example.net isp 192.0.2.10 Reverse DNS failure".
  [
    new RegExp(
      `^[245]\\d\\d[ -](?:[45]\\.\\d\\.\\d{1,3} )?(?:[\\w.-]{1,100} ){0,2}${IP} (?:rejected|connection refused|reverse dns|\\w{2,30} requires)`,
      'i',
    ),
    0,
    PHRASE.refusedIp,
  ],
];

/**
 * @param words one line
 * @param marks its marks, or those of a text that it is part of
 * @returns the domain that sent, or null
 */
export const ownDomainIn = (words: string, marks: Marks): string | null =>
  hostName(firstIn(DOMAINS, words, marks));

/** @returns the IPv4 address that sent, or null; see `ownDomainIn` */
export function ownIpIn(words: string, marks: Marks): string | null {
  const ip = firstIn(IPS, words, marks);
  return ip !== null && isIp(ip) ? ip : null;
}

function firstIn(patterns: readonly Marked[], text: string, marks: Marks): string | null {
  for (const [pattern, words, phrases] of patterns) {
    if ((marks.words & words) === 0 && (marks.phrases & phrases) === 0) continue;
    const found = pattern.exec(text.slice(0, 1500))?.[1];
    if (found !== undefined) return TELLING.test(text) ? found : null;
  }
  return null;
}
