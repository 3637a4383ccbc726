/** Numbers that look like codes and are something's: a version, a chapter of a runbook, a room, a price. */
import { endsIn, signsOf } from './quick.ts';

/** What has a number of its own, in the languages that most write in; a label would have a colon. */
const NAMED =
  'versions?|releases?|release notes|changelog|builds?|revisions?|tags?|branch(?:es)?|deploy(?:ment)?s?|pipelines?|jobs?|sprints?|milestones?|runbooks?|playbooks?|wiki|manual|guide|docs?|documentation|handbuch|sections?|sect\\.?|chapters?|appendix|annex|clauses?|articles?|paragraphs?|pages?|abschnitt|kapitel|seite|punkt|ziffer|anhang|chapitres?|annexe|sección|capítulo|página|punto|sezione|capitolo|pagina|hoofdstuk|paragraaf|rozdział|rozdz\\.?|strona|раздел|глава|пункт|rooms?|halls?|floors?|buildings?|doors?|gates?|ext\\.?|extensions?|raum|zimmer|durchwahl|salle|bureau|poste|sala|oficina|kamer|zaal|toestel|pokój|sal|rum|кабинет|tickets?|pr|tasks?|stor(?:y|ies)|invoices?|orders?|rechnung|bestellung|auftrag|facture|commande|factura|pedido|fattura|ordine|factuur|faktur\\p{L}|fatura|zamówienie|objednávka|flights?|trains?|bus|kernel|firmware|node(?:\\.?js)?|python|ruby|php|mysql|mariadb|postgres(?:ql)?|redis|nginx|kubernetes|k8s|ubuntu|debian|android|ios|macos|wordpress|drupal|rails|django|laravel|angular|react|vue';
/** What is done to a version. */
const MADE =
  'shipp?(?:ed|ing)?|released|releasing|deployed|deploying|tagged|tagging|install(?:ed|ing)?|rolled (?:back|out)(?: to)?|(?:up|down)grad(?:e|ed|ing)(?: \\S{1,30})? to|updat(?:e|ed|ing)(?: \\S{1,30})? to|bump(?:ed|ing)?(?: \\S{1,30})? to|ausgerollt|veröffentlicht|mis à jour vers|actualizad[oa] a|aggiornat[oa] a';
const isBehindName = endsIn(
  new RegExp(
    `(?<![\\p{L}\\p{N}@.-])(?:§{1,2}|(?:${NAMED}|${MADE})[ \\t]{1,2}(?:#|v|no\\.? |nr\\.? |n[°º] ?)?|(?:${NAMED})[ \\t]?#|(?:tickets?|pr|jobs?|builds?) ?#)[ \\t]{0,2}$`,
    'iu',
  ),
);
/** Characters before a number that are looked at: the longest name, and what may stand behind it. */
const REACH = 60;

/** What is counted or paid, each language in a line; of mails that are counted nothing is refused. */
const COUNTS = [
  'seconds|minutes|hours|days|times|attempts|bytes|kb|mb|ms|recipients|px|dollars?|pounds|francs|tests|guests|people|persons|visitors|tickets|orders|rows|pages',
  'euros?|eur|usd|gbp|chf|pln|gäste|leute|besucher|personnes|personas|persone|pessoas|personen|osób|человек|zł|руб',
  '(?:messages|emails|e-mails|newsletters)(?! (?:from|to|sent|with|containing))|mails (?:today|yesterday|heute|gestern|verschickt|versendet|out|last|this|a|per)|courriels|correos',
];
const COUNTED = new RegExp(`^[ \\u00a0-]?(?:[€$£%]|(?:${COUNTS.join('|')})(?!\\p{L}))`, 'iu');
/** What follows a version. */
const OF_VERSION =
  /^ ?(?:versions?|releases?|builds?|updates?|is (?:live|out|released|shipped|tagged)|(?:was|has been) (?:released|shipped|deployed|tagged)|(?:shipped|landed|ships) |(?:users|people|mailboxes|seats|licen[cs]es|units|items|requests)(?! (?:unknown|not|do(?:es)?|are|is)\b)\b|[×=*+] |(?:[kmgt]i?b|%|percent|per cent|prozent|eur|usd|euros?|km|kg)(?![\w])|in (?:19|20)\d\d\b)/i;

/**
 * @param text what holds a number that looks like a reply code
 * @param at where it begins
 * @returns whether it counts something or is something's number: `550 messages`, `Deploy 550`, `421 tests`
 */
export const isCountOrNumber = (text: string, at: number): boolean =>
  isCount(text, at + 3) || isNamedNumber(text, at);

const BLANK_OR_HYPHEN = signsOf(' -');
/** How the words begin: they are compared one by one only where one begins so. */
const COUNT_FRONTS: ReadonlySet<string> = new Set(
  COUNTS.join('|')
    .split(/[|()]/)
    .flatMap((words) => /^(?:\?:)?(\p{L}{2}|e-)/u.exec(words)?.[1] ?? []),
);

function isCount(text: string, end: number): boolean {
  const code = text.charCodeAt(end);
  const at = BLANK_OR_HYPHEN[code] === 1 || code === HARD_BLANK ? end + 1 : end;
  const mayCount =
    SIGNS.includes(text[at] ?? ' ') ||
    (isLetter(text.charCodeAt(at)) && COUNT_FRONTS.has(text.slice(at, at + 2).toLowerCase()));
  return mayCount && COUNTED.test(text.slice(end, end + 20));
}
const HARD_BLANK = 160;
const SIGNS = '€$£%';

const BLANKS = signsOf(' \t');

/** How the words before such a number begin, the last of each: they are compared one by one only where one begins so. */
const FRONTS: ReadonlySet<string> = new Set(
  [...NAMED.split('|'), ...MADE.split('|'), 'to', 'vers', 'a', 'back', 'out', 'no', 'nr', 'notes']
    .map((words) => /^\p{L}+/u.exec(words)?.[0].slice(0, 3) ?? '')
    .filter((front) => front !== ''),
);
const isLetter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code > 127;
/** Letters of a word that are looked back over. */
const LONGEST_WORD = 20;

/** @returns whether the word that ends at a place, or the sign, may be one that a number stands behind */
function mayName(text: string, last: number): boolean {
  const code = text.charCodeAt(last);
  if (code === NUMBER_SIGN || code === PARAGRAPH) return true;
  const end = code === DOT ? last : last + 1;
  let start = end;
  while (start > 0 && end - start < LONGEST_WORD && isLetter(text.charCodeAt(start - 1))) start--;
  return FRONTS.has(text.slice(start, Math.min(start + 3, end)).toLowerCase());
}
const NUMBER_SIGN = 35;
const DOT = 46;
const PARAGRAPH = 167;

/** @returns whether what stands right before a number says whose it is: `room 550`, `runbook 4.5.2`, `§ 5.1.1` */
function isNamedNumber(text: string, at: number): boolean {
  let last = at - 1;
  while (last >= 0 && at - last < 3 && BLANKS[text.charCodeAt(last)] === 1) last--;
  if (last < 0) return false;
  return mayName(text, last) && isBehindName(text.slice(Math.max(0, at - REACH), at));
}

/**
 * @param text what holds a number that looks like an enhanced code
 * @param at where it begins
 * @param end behind it
 * @returns whether it is the number of a version, a chapter or the like: `release 5.1.1`, `5.1.1 is live`
 */
export const isVersion = (text: string, at: number, end: number): boolean =>
  isNamedNumber(text, at) || OF_VERSION.test(text.slice(end, end + 24));

/** A number as codes are written. */
const LIKE_CODE = /(?<![\p{L}\d.])(?:[245]\.\d{1,3}\.\d{1,3}|[45]\d\d)(?!\d|\.\d)/gu;
/** Numbers of one text that are looked at. */
const MOST = 20;

/** @returns whether a number in the text that could be a code counts or is something's */
export function holdsNumber(text: string): boolean {
  let looked = 0;
  for (const { 0: number, index } of text.matchAll(LIKE_CODE)) {
    if (++looked > MOST) return false;
    const isOne = number.includes('.')
      ? isVersion(text, index, index + number.length)
      : isCountOrNumber(text, index);
    if (isOne) return true;
  }
  return false;
}
