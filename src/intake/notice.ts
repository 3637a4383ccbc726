/**
 * The gate of a watched channel: is this text a bounce beyond reasonable doubt? Codes alone prove nothing (HTTP,
 * FTP and SIP share them, and people talk about them): the words of mail servers have to stand with them. Wordings
 * that need no code are declared by the formats that have them.
 */

import { saysUndelivered } from './formats/letters/undelivered-abroad.ts';
import { type Proof, proveLines, structured, structuredProof } from './formats/structured.ts';
import { scan, wholeMail } from './gates.ts';
import { labelOf } from './labelled.ts';
import { hasLines } from './line-start.ts';
import { type Marks, marksOf, PHRASE, SIGN } from './marks.ts';
import { isCountOrNumber, isVersion } from './numbered.ts';
import { isProgram } from './program.ts';
import { endsIn } from './quick.ts';
import { quotesFields } from './quoted-field.ts';
import { CAME_BACK_WORDS } from './roles/recipient/came-back.ts';
import { isRuleTable } from './rule-tables.ts';
import { isAboutCodes, isOfOtherService, isQuotedInTalk, isSource } from './talk.ts';

/** A code that could begin a server's reply: `550 5.1.1 `, `550-`, `#5.1.1 `. */
const CODE =
  /(?<![\w./])(?:([45])\d\d(?:[\s:-]{1,3}#?(?:\1[. ]\d{1,3}[. ]\d{1,3})(?![.\d])|(?=[\s:;,-]))|[45]\.\d{1,3}\.\d{1,3}(?![.\d-]))/g;
/** What stands before a reply: the start of a line, punctuation, or a server's name and `said:`. */
const BEFORE_BOTH =
  /(?:^|[\n"'`(<>\]|:;.?!@)»«„“‹]|\bsaid|\breturned|\bsmtp;|\b[A-Z]{3,4}|@\S{3,60})[\s"'`(<>#*[\]|:»«„“‹–—→⇒-]{0,6}$/;
const BEFORE_ONE =
  /(?:^|[\n"'`]|\bsaid:|\breturned|\bsmtp;|\]:|<<<|ERROR_CODE ?:|\bReason:|\breason:|\bconnection:|error:|below:|failure:|response:|responded:|\bRCPT TO:|\bS:|exception:|message:|(?:退信|错误|錯誤|失败|失敗)原因)[\s"'`(<>#*[:：-]{0,16}$/;
/** An address of anybody or of a host: what happened names one, what explains doesn't. */
const SOMEBODY = /@|\b(?:\d{1,3}\.){3}\d{1,3}\b/;
function namesAnybody(text: string): boolean {
  const { signs } = marksOf(text);
  return (signs & SIGN.at) !== 0 || ((signs & SIGN.quad) !== 0 && SOMEBODY.test(text));
}
/** Different reply codes at the front of lines that make a table. */
const MANY_CODES = 3;
/** Codes of one text that are looked at. */
const MAX_CODES = 60;

/** Words that show that a reply is about mail and a refusal. */
const MAIL_WORDS =
  /\b(?:user(?:\(s\))? (?:unknown|not found)|unknown (?:user|recipient|address|mailbox)|no such (?:user|recipient|mailbox|address|person|domain)|mailbox|mail ?host|recipients?\b|sender|rcpt|relay(?:ing)?|relay access|(?:client|helo|host|data|address|sender|envelope)\b[^\n]{0,40}\b(?:rejected|refused|denied)|(?:forward|reverse|return)[ -]?path|connection (?:frequency|rate)|receiving mail|local problem|greylist\w*|graylist\w*|grey-listed|spam\w*|spamhaus|dnsbl|rbl|blocklist|blacklist\w*|blocked using|dmarc|dkim|spf|reverse dns|rdns|ptr|unroutable|undeliver\w*|e-?mails?|mail from|smtp|over ?quota|quota exceeded|hop count|mail loop|message (?:content )?(?:rejected|refused|blocked|size|expired|too|filtered|not accepted)|messages? from|starttls|unauthenticated|helo|ehlo|reputation|rate limit\w*|complaints|deliver\w*|destinataire|empf\u00e4nger|virus|header error|no mail|accept mail|host unknown|unknown user|rejected by|purported responsible|mailer|mx\b|postmaster|gsmtp|dt:[a-z]{3,4} \d{3}|sending ip|rejected by (?:the )?(?:server|administrator))/i;
/** A code without a reply code is also a version number: then the words have to be those of a refusal. */
const REFUSAL_WORDS =
  /\b(?:unknown|no such|not (?:found|exist|accept\w*|allowed|permitted)|does(?: not|n't) exist|reject\w*|denied|refus\w*|block\w*|listed|full|over ?quota|exceed\w*|deferred|rate limit\w*|unavailable|disabled|inactive|invalid|unauthenticated|expired|fail(?:ed|s|ure)\b|undeliver\w*|too (?:many|large|big)|greylist\w*|try (?:again|later)|low reputation|suspicious)/i;
/** How people tell that a mail came back, before its code: "my mail to ann@example.com bounced today with …". */
const endsInCameBack = endsIn(
  new RegExp(
    `[^\\s@]@[^\\s@]{3,253}[^\\n@]{0,60}(?<!\\p{L})(?:${CAME_BACK_WORDS})(?!\\p{L})[^\\n@]{0,50}\\s["'\`»«„“‹]?\\s?$`,
    'iu',
  ),
);

/** How the mail services of China say that a mail came back, above a reply that may be no more than "550 User not found". */
const RETURNED = /(?:邮件|郵件)(?:已?被退[回信]|未能(?:成功)?送[达達])|退信(?:原因|通知)|系[统統]退信/;

/** A mail server's refusal, for what it is said by: `host mx3.qq.com said: 550`. Web servers have other codes. */
const SPOKEN = /\bhost (?:[\w-]{1,63}\.){1,8}[a-z]{2,24}(?: ?\[[^\]\s]{2,60}\])? said: {1,2}55[0-4]\b/i;

/** How changelogs and commits speak. */
const CHANGE =
  /^\W{0,6}(?:fix\w*|add(?:s|ed|ing)?|updat\w*|remov\w*|bump\w*|support\w*|improv\w*|chang\w*|releas\w*|feat\w*|chore|deps?|drop\w*|allow\w*|refactor\w*|breaking|handle[sd]?|make[sd]?|use[sd]?|new|docs?|test\w*|upgrade\w*|initial|\d{4}-\d\d)\b/i;

/** The front of a commit by https://www.conventionalcommits.org: what it quotes is what the program now does. */
const COMMIT =
  /^\W{0,6}(?:fix|feat|chore|docs|test|refactor|perf|build|ci|style|revert)(?:\([\w ./-]{1,40}\))?!?: /;

/** A task of a list, done or not: "- [ ] 550 5.7.1: show the link". */
const TASK = /(?:^|\n)[ \t]{0,8}[-*+] \[[ xX]\][ \t]{0,4}$/;

/** The mark of a list at the front of a line: "- 5.1.1: …" is a version in a changelog. */
const LISTED = /(?:^|\n)[ \t]{0,8}[-*\u2022#]{1,6}[ \t]{0,8}$/;

/** Where people or other programs speak: these make a single code no proof. */
const OTHERWISE =
  /\b(?:HTTP|SIP|FTP|RTSP|NNTP|IMAP|JSON-?RPC)\/\d|\b(?:GET|POST|PUT|PATCH|DELETE) \/|\bftp\b|\bSTOR\b|\bRETR\b|\bexit code\b|\bSQLSTATE\b|\bhttps?:\/\/localhost|\bUnknown user in room/i;
/** How people talk about a code: "550 5.7.1 is what we get", "5.1.1 errors lately". */
const TALKED =
  /^\s*(?:(?:is|are|was|were)(?:n't|n’t)?|used to|usually|often|means?|meaning|errors?(?!\s?:)|bounces?|(?:e-?mails|mails|messages|newsletters|recipients|subscribers) (?:went|were|was|have|had|are|got|sent|today|yesterday|this|last|in|out|per|a|each|so)|codes?|lately|again|from|for|in|on|and|or|vs|since|responses?|stands|happens?|replies|comes?|indicates?|instead|will|should|could|when|if|because|but|as|then|so|=|→|-{1,2}>|=>|\||<\/|\?)(?:\b|\s|$)/i;
const QUESTION =
  /\b(?:anyone|does anybody|what does|why (?:do|does|are|is)|how (?:do|can|to)|should we|do we|we (?:see|get|saw|got|return|should|use)|i think|lately|any idea|est-ce qu|que faire|que signifie|was bedeutet|sollen wir|qué (?:hacemos|significa)|cosa (?:significa|vuol)|o que (?:significa|quer dizer|é)|que veut dire|c['’]est quoi|qué (?:es|quiere decir)|wat betekent|co (?:znaczy|oznacza|to jest|znamená)|vad betyder|hvad betyder|hva betyr|ne demek|ne anlama)(?![\wà-ž])|что (?:значит|означает|такое)|що (?:означає|таке)|mitä tarkoittaa|とは何|何ですか|の意味|どういう意味|什么意思|是什么|什麼意思|무슨 뜻|뜻이|뭐예요|ما معنى|מה זה/i;

/** A code with a reply behind it, not one of a list or in brackets: a quick look. */
const CODE_MARKS = /[45]\d\d(?:[ \-:;#]|, ?b?['"]|$)|[45]\.\d{1,3}\.\d/;

/** A text shorter than this can't hold enough to be sure. */
const SHORTEST = 12;

/**
 * Dismisses ordinary text fast.
 * @returns false when the text is surely no bounce
 */
export function mayHoldBounce(text: string): boolean {
  const { codes, proofs, formats, marks } = scan(text);
  return (
    codes.length > 0 ||
    proofs.length > 0 ||
    formats.includes(wholeMail) ||
    formats.includes(structured) ||
    maySayUndelivered(marks, text)
  );
}

/** The words are in scripts of their own, and an address stands beside them. */
const UNDELIVERED = SIGN.at | SIGN.script;
const maySayUndelivered = ({ signs }: Marks, text: string): boolean =>
  (signs & UNDELIVERED) === UNDELIVERED && saysUndelivered(text);

/**
 * @param text as `unpaste` left it
 * @returns whether a watched channel is to be answered
 */
export function isBounceBeyondDoubt(text: string): boolean {
  const { codes, proofs, marks } = scan(text);
  if (text.length < SHORTEST || (codes.length > 1 && isStatistics(text, codes))) return false;
  const isProven = proofs.some(({ pattern }) => pattern.test(text)) || maySayUndelivered(marks, text);
  if (isProven) return !isAboutCodes(text) && !isOnlyTalk(text);
  const [first] = codes;
  if (first === undefined || !CODE_MARKS.test(text)) return false;
  if ((marks.phrases & PHRASE.otherwise) !== 0 && OTHERWISE.test(text)) return false;
  return isProvenByCode(text, first) && !isAboutCodes(text);
}

/**
 * @param text as `unwrapped` left it
 * @param asPasted before that
 * @param proof what its structures prove, where that is known
 * @returns whether a watched channel is to be answered: what is structured proves by what it tells, the rest by its words
 */
export function isNoticed(
  text: string,
  asPasted: string,
  { isSure, rest, isSureByLines }: Proof = structuredProof(text),
): boolean {
  // Whoever asks for marks has them from this one pass.
  scan(text);
  const isTold =
    isBounceBeyondDoubt(rest) || ((isSure || (isSureByLines ?? proveLines(rest))) && !isAboutCodes(rest));
  return (
    isTold &&
    !quotesFields(text) &&
    !isSource(text) &&
    !isOfOtherService(text) &&
    !isRuleTable(asPasted) &&
    !isProgram(asPasted)
  );
}

/** A table that explains codes, not a log of refusals: many codes, and no address of anybody or of any host. */
function isReference(text: string): boolean {
  if (namesAnybody(text) || !hasLines(text)) return false;
  const codes =
    text
      .slice(0, 10_000)
      .match(/^[\s|*#-]{0,6}(?:\d{1,2}[.)] {1,2})?[245]\d\d\b(?:[ -][245]\.\d{1,3}\.\d{1,3})?/gm) ?? [];
  const many = new Set(codes.map((code) => code.replace(/^[\s|*#-]*(?:\d{1,2}[.)] *)?/, ''))).size;
  return many >= MANY_CODES || (many > 1 && EXPLAINED.test(text));
}
/** A code, perhaps its words, and how often it came: `550 5.1.1  301 ·`, `552 mailbox full (41)`, `421 4.7.28: 38`. */
const COUNTED =
  /(?<![\w.,])([45]\d\d(?:[ -][45]\.\d{1,3}\.\d{1,3})?)(?![\w.])[^\n\d@]{0,40}[\s(:×x=](?:\d{1,3}(?:[,.]\d{3}){1,3}|\d{1,7})(?=\s{0,3}(?:[),;·|/]|$))/gm;

/** Figures on codes, as dashboards and daily reports have them: several codes with counts, and nobody's address or host. */
function isStatistics(text: string, codes: readonly number[]): boolean {
  if (namesAnybody(text)) return false;
  // Each that is counted begins with a reply code.
  const replies = codes.reduce((count, at) => count + (text.charCodeAt(at + 1) === DOT ? 0 : 1), 0);
  if (replies < 2 && codes.length < MAX_CODES) return false;
  const head = text.slice(0, 10_000);
  return new Set([...head.matchAll(COUNTED)].map(([, code]) => code)).size > 1;
}
const DOT = 46;

/** How standards and manuals speak of what a code is for. */
const EXPLAINED = /\((?:e\.g\.|i\.e\.|see section)/i;

/** A note on codes, such as a list of changes: each code stands in quotes, in a sentence, and nobody is named. */
function isOnlyTalk(text: string): boolean {
  if (namesAnybody(text)) return false;
  const codes = [...text.slice(0, 10_000).matchAll(CODE)].slice(0, MAX_CODES);
  return (
    codes.length > 0 &&
    codes.every(({ index, 0: code }) => {
      const line = lineAround(text, index, code.length);
      return isQuotedInTalk(line.before, line.after, false);
    })
  );
}

function lineAround(
  text: string,
  index: number,
  length: number,
): { readonly before: string; readonly after: string } {
  const end = text.indexOf('\n', index);
  const before = text.slice(Math.max(0, index - 300), index);
  return {
    before: before.slice(before.lastIndexOf('\n') + 1),
    after: text.slice(index + length, Math.min(end < 0 ? text.length : end, index + 600)),
  };
}

/** Characters of a line before a code that are looked at. */
const LONGEST_LINE = 4000;

/** A code right behind the name of who got it: "550 5.1.1 for ann@example.com". What is over is told otherwise. */
const FOR_SOMEBODY =
  /^["'`”)\s]{0,4}(?:errors? |bounces? )?for\s{1,3}[<"'`(]{0,2}[^\s@<>]{1,64}@[^\s@]{3,253}/i;
const OVER =
  /\b(?:fix(?:ed)?|solved|resolved|gone|stopp?(?:ed|s)|over|closed|was|were|had|if|when|would|last (?:week|month|year)|yesterday)\b/i;

/** The address that a server's answer to a command is about, behind both codes … */
const BEFORE_ADDRESS = /^[\s:]{0,2}<[^>@\s]{1,80}@[^>\s]{1,253}>(?:\.\.\.|:)/;
/** … or the command with it. */
const BEFORE_COMMAND = /^[\s:]{0,2}RCPT TO:\s?<[^>@\s]{1,80}@[^>\s]{1,253}>/i;

/** @param isEither one of the two will do: the code and what stands before it say the rest */
const isOfRefusal = (words: string, isEither: boolean): boolean =>
  isEither
    ? MAIL_WORDS.test(words) || REFUSAL_WORDS.test(words)
    : MAIL_WORDS.test(words) && REFUSAL_WORDS.test(words);

/** A version, a chapter, a room, or how many of what. */
const isOfSomething = (
  text: string,
  { index, 0: code, 1: reply }: RegExpExecArray,
  hasBoth: boolean,
): boolean =>
  !hasBoth &&
  (reply === undefined ? isVersion(text, index, index + code.length) : isCountOrNumber(text, index));

/** @param from where the first of its codes may stand */
function isProvenByCode(text: string, from: number): boolean {
  const namesSomebody = namesAnybody(text);
  const isAddressed = text.includes('@');
  CODE.lastIndex = from;
  let talked = -1;
  for (let i = 0, code = CODE.exec(text); code && i < MAX_CODES; i++, code = CODE.exec(text)) {
    const before = text.slice(Math.max(0, code.index - 70), code.index);
    const end = text.indexOf('\n', CODE.lastIndex);
    const after = text.slice(CODE.lastIndex, Math.min(end < 0 ? text.length : end, CODE.lastIndex + 600));
    const hasBoth = code[0].length > 6 && code[1] !== undefined;
    if (isOfSomething(text, code, hasBoth)) continue;
    const isAtFront = before === '';
    if (!isAtFront && COMMIT.test(before.slice(before.lastIndexOf('\n') + 1))) continue;
    if (isAddressed && ((hasBoth && BEFORE_ADDRESS.test(after)) || BEFORE_COMMAND.test(after))) return true;
    const near = Math.max(0, code.index - LONGEST_LINE);
    const lineStart = isAtFront ? 0 : near + text.slice(near, code.index + 1).lastIndexOf('\n') + 1;
    const isForSomebody = isAddressed && hasBoth && FOR_SOMEBODY.test(after);
    if (isForSomebody && !OVER.test(text.slice(lineStart, code.index + 400))) return true;
    const isTold =
      isAddressed && hasBoth && endsInCameBack(text.slice(Math.max(0, code.index - 300), code.index));
    const isInPlace = isAtFront || isTold || (hasBoth ? BEFORE_BOTH : BEFORE_ONE).test(before);
    const label = isInPlace ? null : labelOf(text, lineStart, { index: code.index, end: CODE.lastIndex });
    if (!isInPlace && label === null) continue;
    const words = after.replace(/^[\s:;,)\]'"`*#-]{0,4}(?:[45]\.\d{1,3}\.\d{1,3}[\s:;,)-]{1,3})?/, '');
    if (!namesSomebody && !isAtFront && TASK.test(before)) continue;
    // Of several that one sentence quotes, the last may end it.
    const isTalk =
      (talked === lineStart && /["'`“„«]$/.test(before)) ||
      isQuotedInTalk(before.slice(before.lastIndexOf('\n') + 1), after, namesSomebody);
    if (isTalk) talked = lineStart;
    if (isTalk) continue;
    // "Gmail deferrals (421 4.7.28): plan agreed"
    const isAside = !namesSomebody && after.startsWith(')') && /\p{L}\s?\($/u.test(before);
    if (isAside && !MAIL_WORDS.test(words) && !REFUSAL_WORDS.test(words)) continue;
    if (label !== null && !isOfRefusal(words, hasBoth && label === 'failure')) continue;
    if (words.length < 3 || TALKED.test(words) || CHANGE.test(words)) continue;
    if (code[1] === undefined && (!REFUSAL_WORDS.test(words) || (/^:/.test(after) && LISTED.test(before))))
      continue;
    const isWorded =
      MAIL_WORDS.test(words) || SPOKEN.test(before + code[0]) || (isAddressed && RETURNED.test(text));
    if ((hasBoth && isWorded) || ((hasBoth || isWorded) && !QUESTION.test(text))) return !isReference(text);
  }
  return false;
}
