/**
 * Our domain and address, as refusals of authentication name them; for what the general phrases in `facts.ts` leave
 * open. Each pattern begins with a word that is seldom, or with the front of the line, so it is soon done.
 */
import { hostName, isIp, type NamedSender } from './facts.ts';
import { type Marks, PHRASE, SIGN } from './marks.ts';

const IP = '((?:\\d{1,3}\\.){3}\\d{1,3})';
const DOMAIN = '[[("\'<]{0,2}((?:[a-z0-9_-]{1,63}\\.){1,8}[a-z][a-z0-9-]{1,62})';
const MAY_NOT =
  "(?:(?:is|was|are) not (?:allowed|authori[sz]ed|permitted|designated)|ist nicht|n'est pas|no est[aá]|non è|não está)";

/** Without one of these nothing here is to be found. */
const TELLING =
  /\bspf\b|dmarc|not (?:allow|authori|permit|designate)|\b(?:rdns|ptr|reverse)\b|rejected|refused|anti-?spoof|openspf|домен/i;
/** An address before its domain, as a link has it too. */
const LOCAL = '(?:[^@\\s<>;&]{1,64}(?:@|%40))?';

const DOMAINS: readonly (readonly [RegExp, NamedSender['of']])[] = [
  [
    new RegExp(
      `${MAY_NOT} to send (?:e?-?mails? |messages? )?(?:for|from|on behalf of|as) (?:the )?(?:domain )?${DOMAIN}`,
      'i',
    ),
    'envelope',
  ],
  // The explanation that SPF's own library links to names what was looked at; `s=helo` is another matter.
  [new RegExp(`[?;&]s(?:cope)?=mfrom[;&](?:id|identity)=${LOCAL}${DOMAIN}`, 'i'), 'envelope'],
  [
    new RegExp(
      `\\bopenspf\\.(?:org|net)/why\\S{0,80}[?;&](?:id|sender|identity)=[^@\\s<>;&]{1,64}(?:@|%40)${DOMAIN}`,
      'i',
    ),
    'envelope',
  ],
  [new RegExp(`<[^@\\s<>]{1,64}@${DOMAIN}>[.: ]{1,5}spf\\b`, 'i'), 'envelope'],
  [new RegExp(`${DOMAIN}[)"'>]? (?:does|did) not designate`, 'i'), 'envelope'],
  [new RegExp(`\\bspf:? ${DOMAIN} ${MAY_NOT}`, 'i'), 'envelope'],
  [
    new RegExp(
      `\\bspf[ -]?(?:hard|soft)?-?fail(?:ed|ure)?[ :]{1,3}(?:mailfrom |sender |from )?(?:[^@\\s<>;&]{1,64}@|[(\\[])${DOMAIN}`,
      'i',
    ),
    'envelope',
  ],
  [new RegExp(`\\b(?:envelope|smtp)[ .-]?from ?[=:] ?[<"]?${LOCAL}${DOMAIN}`, 'i'), 'envelope'],
  [
    new RegExp(`\\bspf[^;]{0,120}? (?:للنطاق|домена|domaine|dominio|domäne|domain) ${DOMAIN}`, 'i'),
    'envelope',
  ],
  [
    new RegExp(`\\bdmarc[^.;]{0,60}? (?:отправителя|домена|domaine|dominio|domäne|domain) ${DOMAIN}`, 'i'),
    'from',
  ],
  [new RegExp(`${DOMAIN}[)"']{0,2}'s dmarc (?:policy|record)`, 'i'), 'from'],
  [
    new RegExp(
      `\\b(?:e-?mails?|messages?) from (?:domain )?${DOMAIN}[)"'>\\]]? (?:fail(?:s|ed)|did not pass|does not pass|is not aligned)`,
      'i',
    ),
    'from',
  ],
  [new RegExp(`\\bsender domain ${DOMAIN}`, 'i'), null],
  // Mimecast looks at the header where somebody else uses the receiver's name.
  [new RegExp(`\\bheader based anti-?spoofing policy:? ${LOCAL}${DOMAIN}`, 'i'), 'from'],
];

const IPS: readonly RegExp[] = [
  new RegExp(`\\bspf with ${IP} =`, 'i'),
  new RegExp(`\\b(?:designate|not (?:permit|allow|authori[sz]e)) \\[?${IP}`, 'i'),
  new RegExp(`\\bspf\\b[^;]{0,60}?[([]${IP}[)\\]]`, 'i'),
  new RegExp(`[?&]i=ip&v=${IP}`, 'i'),
  new RegExp(`${IP} ${MAY_NOT}`, 'i'),
  // The host that refuses may name itself first: "421 mx.example.net isp 192.0.2.10 Reverse DNS failure".
  new RegExp(
    `^[245]\\d\\d[ -](?:[45]\\.\\d\\.\\d{1,3} )?(?:[\\w.-]{1,100} ){0,2}${IP} (?:rejected|connection refused|reverse dns|\\w{2,30} requires)`,
    'i',
  ),
];

/** Characters of an answer that are looked at. */
const MOST = 1500;

/** The words in Cyrillic have no mark. */
const isTelling = (words: string, { signs, phrases }: Marks): boolean =>
  ((phrases & PHRASE.telling) !== 0 || (signs & SIGN.script) !== 0) && TELLING.test(words);

/**
 * @param words one line
 * @param marks its marks, or those of a text that it is part of
 * @returns the domain that sent, or null
 */
export function ownDomainIn(words: string, marks: Marks): NamedSender | null {
  if (!isTelling(words, marks)) return null;
  const head = words.slice(0, MOST);
  for (const [pattern, of] of DOMAINS) {
    const domain = hostName(pattern.exec(head)?.[1]);
    if (domain !== null) return { domain, of };
  }
  return null;
}

/** @returns the IPv4 address that sent, or null; see `ownDomainIn` */
export function ownIpIn(words: string, marks: Marks): string | null {
  if (!isTelling(words, marks)) return null;
  const head = words.slice(0, MOST);
  for (const pattern of IPS) {
    const ip = pattern.exec(head)?.[1];
    if (ip !== undefined && isIp(ip)) return ip;
  }
  return null;
}
