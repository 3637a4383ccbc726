/**
 * Our domain and address, as refusals of authentication name them; for what the general phrases in `facts.ts` leave
 * open. Each pattern begins with a word that is seldom, or with the front of the line, so it is soon done.
 */
import { hostName, isIp, type NamedSender } from './facts.ts';
import { type Marks, PHRASE, SIGN, WORD } from './marks.ts';
import { wordsBehind } from './quick.ts';

const IP = '((?:\\d{1,3}\\.){3}\\d{1,3})';
const DOMAIN = '[[("\'<]{0,2}((?:[a-z0-9_-]{1,63}\\.){1,8}[a-z][a-z0-9-]{1,62})';
const MAY_NOT =
  "(?:(?:is|was|are) not (?:allowed|authori[sz]ed|permitted|designated)|ist nicht|n'est pas|no est[aá]|non è|não está)";

/** Without one of these nothing here is to be found. */
const TELLING =
  /\bspf\b|dmarc|not (?:allow|authori|permit|designate)|\b(?:rdns|ptr|reverse)\b|rejected|refused|anti-?spoof|openspf|домен/i;
/** An address before its domain, as a link has it too. */
const LOCAL = '(?:[^@\\s<>;&]{1,64}(?:@|%40))?';

/** Each with the words that a text has where it fits. */
const DOMAINS: readonly (readonly [RegExp, words: number, NamedSender['of']])[] = [
  [
    new RegExp(
      `${MAY_NOT} to send (?:e?-?mails? |messages? )?(?:for|from|on behalf of|as) (?:the )?(?:domain )?${DOMAIN}`,
      'i',
    ),
    WORD.toSend,
    'envelope',
  ],
  // The explanation that SPF's own library links to names what was looked at; `s=helo` is another matter.
  [new RegExp(`[?;&]s(?:cope)?=mfrom[;&](?:id|identity)=${LOCAL}${DOMAIN}`, 'i'), WORD.mfrom, 'envelope'],
  [
    new RegExp(
      `\\bopenspf\\.(?:org|net)/why\\S{0,80}[?;&](?:id|sender|identity)=[^@\\s<>;&]{1,64}(?:@|%40)${DOMAIN}`,
      'i',
    ),
    WORD.spf,
    'envelope',
  ],
  [new RegExp(`<[^@\\s<>]{1,64}@${DOMAIN}>[.: ]{1,5}spf\\b`, 'i'), WORD.spf, 'envelope'],
  [
    new RegExp(wordsBehind(' (?:does|did) not designate', `${DOMAIN}[)"'>]?`), 'i'),
    WORD.notDesignated,
    'envelope',
  ],
  [new RegExp(`\\bspf:? ${DOMAIN} ${MAY_NOT}`, 'i'), WORD.spf, 'envelope'],
  [
    new RegExp(
      `\\bspf[ -]?(?:hard|soft)?-?fail(?:ed|ure)?[ :]{1,3}(?:mailfrom |sender |from )?(?:[^@\\s<>;&]{1,64}@|[(\\[])${DOMAIN}`,
      'i',
    ),
    WORD.spf,
    'envelope',
  ],
  [
    new RegExp(`\\b(?:envelope|smtp)[ .-]?from ?[=:] ?[<"]?${LOCAL}${DOMAIN}`, 'i'),
    WORD.envelopeFrom,
    'envelope',
  ],
  [
    new RegExp(`\\bspf[^;]{0,120}? (?:للنطاق|домена|domaine|dominio|domäne|domain) ${DOMAIN}`, 'i'),
    WORD.spf,
    'envelope',
  ],
  [
    new RegExp(`\\bdmarc[^.;]{0,60}? (?:отправителя|домена|domaine|dominio|domäne|domain) ${DOMAIN}`, 'i'),
    WORD.dmarc,
    'from',
  ],
  [new RegExp(wordsBehind("'s dmarc (?:policy|record)", `${DOMAIN}[)"']{0,2}`), 'i'), WORD.dmarc, 'from'],
  [
    new RegExp(
      `\\b(?:e-?mails?|messages?) from (?:domain )?${DOMAIN}[)"'>\\]]? (?:fail(?:s|ed)|did not pass|does not pass|is not aligned)`,
      'i',
    ),
    WORD.mailFrom,
    'from',
  ],
  [new RegExp(`\\bsender domain ${DOMAIN}`, 'i'), WORD.senderDomain, null],
  // Mimecast looks at the header where somebody else uses the receiver's name.
  [new RegExp(`\\bheader based anti-?spoofing policy:? ${LOCAL}${DOMAIN}`, 'i'), WORD.senderDomain, 'from'],
];

const IPS: readonly (readonly [RegExp, words: number])[] = [
  [new RegExp(`\\bspf with ${IP} =`, 'i'), WORD.spf],
  [new RegExp(`\\b(?:designate|not (?:permit|allow|authori[sz]e)) \\[?${IP}`, 'i'), WORD.notDesignated],
  [new RegExp(`\\bspf\\b[^;]{0,60}?[([]${IP}[)\\]]`, 'i'), WORD.spf],
  [new RegExp(`[?&]i=ip&v=${IP}`, 'i'), WORD.refusedIp],
  [new RegExp(`${IP} ${MAY_NOT}`, 'i'), WORD.notDesignated],
  // The host that refuses may name itself first: "421 mx.example.net isp 192.0.2.10 Reverse DNS failure".
  [
    new RegExp(
      `^[245]\\d\\d[ -](?:[45]\\.\\d\\.\\d{1,3} )?(?:[\\w.-]{1,100} ){0,2}${IP} (?:rejected|connection refused|reverse dns|\\w{2,30} requires)`,
      'i',
    ),
    WORD.refusedIp,
  ],
];

/** Characters of an answer that are looked at. */
const MOST = 1500;

/** The words in Cyrillic have no mark. */
const mayTell = ({ signs, phrases }: Marks): boolean =>
  (phrases & PHRASE.telling) !== 0 || (signs & SIGN.script) !== 0;

/**
 * @param words one line
 * @param marks its marks, or those of a text that it is part of
 * @returns the domain that sent, or null
 */
export function ownDomainIn(words: string, marks: Marks): NamedSender | null {
  if (!mayTell(marks)) return null;
  const head = words.slice(0, MOST);
  for (const [pattern, needed, of] of DOMAINS) {
    const domain = (marks.words & needed) === 0 ? null : hostName(pattern.exec(head)?.[1]);
    if (domain !== null) return TELLING.test(words) ? { domain, of } : null;
  }
  return null;
}

/** @returns the IPv4 address that sent, or null; see `ownDomainIn` */
export function ownIpIn(words: string, marks: Marks): string | null {
  if (!mayTell(marks)) return null;
  const head = words.slice(0, MOST);
  for (const [pattern, needed] of IPS) {
    const ip = (marks.words & needed) === 0 ? undefined : pattern.exec(head)?.[1];
    if (ip !== undefined && isIp(ip)) return TELLING.test(words) ? ip : null;
  }
  return null;
}
