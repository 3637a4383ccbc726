/**
 * Texts that hold codes and servers' words without being a refusal: programs and their tests, rules that look for codes,
 * descriptions of an interface, and people who quote a code in a sentence. A watched channel is silent on them.
 */

import { fitsALine, hasLines } from './line-start.ts';
import { marksOf, PHRASE, SIGN } from './marks.ts';
import { isOfOtherProgram } from './other-programs.ts';
import { remembering, wordsBehind } from './quick.ts';

/** A statement of a programming language at the front of a line. */
const STATEMENT =
  /[ \t+|>-]{0,40}(?:(?:log|logger|logging|console)\.(?:trace|debug|info|warn|warning|error|exception|fatal|log)\(\s?["'`]|(?:return|throw|yield|await|assert\w{0,20}|expect|print\w{0,4}|echo|raise)\b[ (][^\n]{0,200}["'(]|(?:export )?(?:const|let|var|final|static|public|private|protected|readonly|val)\s+[\w$<>[\], :?]{1,80}\s?[=({]|(?:func|def|fn|sub)\s+[(\w]|(?:async )?function\b[^\n]{0,80}\(|(?:\} ?)?(?:else )?(?:if|elif|elsif|while|unless|when)\s?\(?[^\n]{0,160}(?:==|!=|=~|===|\.includes\(|\.match\(|\.test\(|\.startsWith|\.contains|\.indexOf|\bin\s?[([]|&&|\|\||strpos|preg_|\bthen$|[:{]\s*$)|(?:describe|it|test|context)\(|case\s+["'`\d/][^\n]{0,80}:|#include|package \w+|\$\w+\s?(?:\[[^\n\]]{1,80}\]\s?)?=|(?:class|interface|enum|struct) \w+|\w[\w.]{0,40}\.(?:push|add|append|put|set|reply|send|includes|test|match|handle|register|on)\([^\n]{0,120}["'`\d])/my;
/** … and more of them, in tests mostly: decorators, what is expected and what a stand-in does, blocks that catch. */
const TESTING =
  /[ \t+|>-]{0,40}(?:@\w[\w.]{0,60}(?:\(|$)|with \w[\w.]{0,60}\(|(?:async )?with \w|try\s?[:{][ \t]{0,8}$|except\b[^\n]{0,120}:$|(?:\} ?)?catch\b[^\n]{0,80}[{]|rescue \w|(?:allow|given|when|doThrow|verify|spyOn|beforeEach|afterEach|setup)\([^\n]{0,200}\)|\$\w+->|(?:jest|vi|sinon|mocker?|monkeypatch|mock\w{0,20})\.|(?:with )?self\.assert\w+|class \w+[^\n]{0,80}[:{]$)/my;
/**
 * … tables of cases as Jest, Vitest and Go have them, with a reply and what it is to be taken for in each row, a
 * unified diff, and replies that are macros.
 */
const TABLED =
  /(?:@@ -\d{1,7}(?:,\d{1,7})? \+\d{1,7}(?:,\d{1,7})? @@|[ \t+-]{0,40}(?:(?:it|test|describe|suite|bench)(?:\.\w{1,20}){0,3}\.(?:each|for)\b|\w{1,40} :?= (?:map\[|\[(?:\d{1,4}|\.{3})?\])[^\n]{1,80}\{|#[ \t]?define \w|\$\{["'][45]\d\d[^\n]{1,300}["']\}[ \t]{0,40}\||[[({]\s?[rb]?(?:"[45]\d\d[ -][^"\n]{1,300}"|'[45]\d\d[ -][^'\n]{1,300}'),\s{0,8}(?:["'](?:\w{1,20}[-_ ])?(?:hard|soft|permanent|temporary|transient|perm|temp|bounce|retry|suppress|block(?:ed)?|spam)(?:[-_ ]\w{1,20})?["']|[A-Za-z_][\w.:]{0,60})\s?[\])}]))/my;
/** … unless a program that failed shows where: a stack and its message hold lines of code too. */
const TRACE =
  /\bTraceback \(most recent call last\)|^\s{0,12}at \S{1,200}[ (:]|\b\w{0,60}(?:Exception|Error): |\b(?:Fatal|Uncaught) error|\bstack trace|\bthrew\b|^goroutine \d{1,9} \[/im;
/** A line that was taken out and the one that stands in its place, as in a diff without its head. */
const DIFF =
  /^-[^\n-][^\n]{0,300}[45](?:\d\d|\.\d)[^\n]{0,300}\n(?:[-+ ][^\n]{0,300}\n){0,5}\+[^\n+][^\n]{0,300}[45](?:\d\d|\.\d)/m;
/** https://cucumber.io/docs/gherkin/reference */
const SCENARIO =
  /^\s{0,12}(?:Feature|Scenario(?: Outline)?|Background|Rule):[^\n]{0,200}\n\s{0,12}(?:Given|When|Then|And|\*) /m;
/** Names of codes, `5.x.x`, … */
const CLASS_OF_CODES = /[245]\.[xX]\.[xX]|[245]xx\b/;
/** … and their patterns, as rules that look for them are written: `^550 5.1.1`, `5\.7\.\d+`, `(451|550)`. */
const RULE = new RegExp(
  [
    '["\'`/(]\\^\\\\?[([]?\\??:?[245](?:\\d\\d|\\\\|\\.|\\[)|(?<![\\d.])[245]\\\\{1,2}\\.(?:\\d|\\\\d|\\[)',
    '\\(\\??:?[245]\\d\\d(?:\\|[245]\\d\\d)+\\)',
    wordsBehind('\\.\\*', '\\b[245]\\d\\d[^\\n"\'`]{0,60}'),
  ].join('|'),
);
/** One of these each pattern has, or a caret. */
const OF_RULES = SIGN.backslash | SIGN.cell | SIGN.star;
/** The code itself names an entry: `"550": …`, `'550 5.1.1' => …`, `5.1.1: user-unknown` in a list of several. */
const KEYED =
  /["'`](?:[245]\d\d(?:[ -][245]\.\d{1,3}\.\d{1,3})?|[245]\.\d{1,3}\.\d{1,3})["'`]\s?(?:=>|:|\]\s?=)/;
/** A reply that a program will fill in: `"452 4.2.2 Mailbox full for #{rcpt}"`; addresses are masked with other marks. */
const TEMPLATE =
  /(?:"[45]\d\d[ -](?:[^"\n]{0,200}?[^\w"\n])?|'[45]\d\d[ -](?:[^'\n]{0,200}?[^\w'\n])?)(?:[#%$]\{\s?\w|\{\{\s?[\w.$]|%[sv](?!\w))/;
/** Documents that describe an interface, with events and answers as their examples. */
const DESCRIBED =
  /^\W{0,6}(?:changelog|change log|release notes)\b[^\n@]{0,60}\n|"(?:openapi|swagger|components|examples?|schemas?|paths|definitions|x-example|\$schema|\$ref)"\s?:|^\s{0,20}(?:openapi|swagger|components|schemas|examples?)\s?:\s{0,4}$|\bcurl (?:-{1,2}\w|["']?https?:)|\b(?:example|sample) (?:payload|response|request|event|webhook|body|output|bounce|message|json|log)\b|\b(?:payload|response|event|body) (?:example|sample)\b|\b(?:looks like this|as follows|for example|e\.g\.?)\s?:\s{0,4}$|^\s{0,8}(?:POST|GET|PUT) \/\S|^#{1,4} \[?v?\d{1,3}\.\d{1,4}(?:\.\d{1,4})?\]?(?![\w.])[^\n]{0,80}\n\s{0,4}[-*] |^#{1,4} \S[^\n]{0,80}\n[\s\S]{0,2000}```/im;

/** What a program or a server puts out, beside the code: a reply, an exception with its message, a line of a log. */
const OUTPUT =
  /[\s>|]{0,8}(?:[45]\d\d[ -]|<?[^\s<>@(){}"'`]{1,80}@[^\s<>@]{1,253}>?:\s|[\w.:]{1,80}(?:Refused|Rejected|Failed|Error|Exception): |\d{4}-\d\d-\d\d[ T]|[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:|Final-Recipient:)/my;
/** What a mail server's map holds on its left … */
const MAPPED =
  '(?:(?:To|From|Connect|Spam):)?(?:"?[^\\s@:"]{0,80}@[^\\s:";,|]{1,253}"?|/\\S.{0,200}/[ix]{0,2}|\\.?[\\w.-]{1,200}\\.[a-z]{2,24}|\\d{1,3}(?:\\.\\d{1,3}){1,3}(?:/\\d{1,2})?|\\*)';
/** … and on its right: Postfix access(5), transport(5) and relocated(5), Sendmail's access database. */
const MAP = new RegExp(
  `[ \\t{]{0,8}${MAPPED}(?:[ \\t]{1,40}|:[ \\t]{0,8})(?:(?:OK|REJECT|DISCARD|DUNNO|HOLD|PERMIT|RELAY|WARN|FILTER|REDIRECT|PREPEND|BCC|DEFER(?:_IF_\\w{6,9})?)(?=[ \\t]|$)|(?:error|ERROR):["\\d]|(?:smtps?|lmtp|relay|local|virtual|discard|retry|uucp):(?:\\[|$)|user has moved to )`,
  'my',
);
/** Exim's access lists … */
const ACCESS_LIST =
  /[ \t]{0,12}(?:deny|accept|require|warn|defer|drop|discard)\s{1,40}(?:!?\s?(?:message|log_message|recipients|senders|hosts|domains|local_parts|condition|dnslists|authenticated|acl|verify)\b\s{0,8}=)|\s{0,8}acl_\w{3,40}\s?[:=]/my;
/** … Sieve, maps of nginx and Postfix inline, actions of Rspamd, and what each of them has. */
const RULES_INLINE =
  /\brequire \[?"(?:reject|ereject|fileinto|envelope|vacation)|\bif (?:not )?(?:address|header|envelope|allof|anyof)\b|\bmap \$\w{1,40} \$\w{1,40} ?\{|\binline:\{|\baction\s?=\s?"(?:soft )?reject"/;
const RULES = SIGN.brace | SIGN.quote;

/**
 * @param text as `unpaste` left it
 * @returns whether it is a program, a test of one, or a server's map or rules, and holds nothing that one of them put
 * out: an address in it was refused by nobody
 */
export const isSource = remembering(
  (text) =>
    isMap(text) ||
    (text.startsWith('-') && text.includes('\n+') && DIFF.test(text)) ||
    // Most texts are what a server put out.
    (!fitsALine(OUTPUT, text) &&
      (isStatement(text) || fitsALine(TESTING, text) || fitsALine(TABLED, text)) &&
      !TRACE.test(text)),
);

const isStatement = remembering((text) => fitsALine(STATEMENT, text));

/** `550 User unknown` in one line: no key of a map ends in a code and a blank, and no rule begins with one. */
const isOneReply = (text: string): boolean => /^[45]\d\d /.test(text) && !hasLines(text);

const isMap = (text: string): boolean =>
  (!isOneReply(text) && (fitsALine(MAP, text) || fitsALine(ACCESS_LIST, text))) ||
  (((marksOf(text).signs & RULES) !== 0 || text.includes('if ')) && RULES_INLINE.test(text));

/**
 * @param text as `unpaste` left it
 * @returns whether the text is a program, a list of rules or a description, whatever codes and words are in it
 */
export function isAboutCodes(text: string): boolean {
  const { signs, phrases } = marksOf(text);
  const has = (some: number): boolean => (signs & some) !== 0;
  return (
    ((phrases & PHRASE.classes) !== 0 && CLASS_OF_CODES.test(text)) ||
    ((has(OF_RULES) || text.includes('^')) && RULE.test(text)) ||
    ((has(SIGN.quote | SIGN.backtick) || text.includes("'")) && KEYED.test(text)) ||
    (has(SIGN.brace | SIGN.percent) && TEMPLATE.test(text)) ||
    ((phrases & PHRASE.described) !== 0 && DESCRIBED.test(text)) ||
    // A heading, and below it a list or a block of code.
    (has(SIGN.newline) && text.includes('# ') && DESCRIBED.test(text)) ||
    (has(SIGN.newline) && SCENARIO.test(text)) ||
    (isStatement(text) && !TRACE.test(text)) ||
    isSource(text)
  );
}

/** What a server's words are announced with, when they stand in quotes. */
const ANNOUNCED =
  /(?:\b(?:said|says|returned|returns|responded|replied|reported|response|reply|answer(?:ed)?|error|reason|message|status|code|detail|text|diag\w*|bounced?|rejected|failed|failure|got|with|was|mit|meldete?|antwortete?|lautete?|sagte?|fehler|avec|disant|indiquant|erreur|motif|raison|con|dice|error|motivo|errore|com|erro|met)\b\W{0,4}|[:=>[{,]\s{0,3})$/i;
/** How a sentence introduces an example. */
const EXAMPLE =
  /(?:\be\.?g\.?,?|\bi\.?e\.?,?|\bfor (?:example|instance),?|\bsuch as|\blike|\bincluding)[\s:("'`]{0,4}$/i;

/**
 * @param before what stands before a code in its line
 * @param after what stands behind it, to the end of the line
 * @param namesSomebody whether the text names an address of anybody or of a host, as what happened does
 * @returns whether a sentence quotes the code: the quotes close, and the sentence goes on
 */
export function isQuotedInTalk(before: string, after: string, namesSomebody: boolean): boolean {
  // The code begins the line: nobody quotes it.
  if (before.trim() === '') return false;
  if (EXAMPLE.test(before)) return true;
  if (CHANGED.test(after) && !ANNOUNCED.test(LABEL.exec(before)?.[1] ?? 'error')) return true;
  if (isChange(before, after)) return true;
  const open = /["'`(“„‘«»‹]\s{0,2}$/.exec(before)?.[0].trim();
  if (open === undefined) return false;
  const front = before.trimEnd().slice(0, -1);
  const closes = after.search(CLOSING[open] ?? open);
  if (closes < 0) return false;
  const rest = after.slice(closes + 1);
  const goesOn = /^[,.;:)?!]{0,2}\s{1,2}(?:[-–—] )?(?:[a-z]{1,20}[\s,.?!]{1,3}){1,4}/i.test(rest);
  if (!goesOn) return false;
  if (/(?:[a-z]{2}|\d{1,7} ?[×x*])[\s(]{1,3}$/i.test(front)) return !(namesSomebody && ANNOUNCED.test(front));
  const label = LABEL.exec(front)?.[1];
  return open !== '(' && (label === undefined ? STARTS.test(front) : !ANNOUNCED.test(label));
}

const CLOSING: Readonly<Record<string, RegExp>> = {
  '"': /["”]/,
  "'": /'/,
  '`': /`/,
  '(': /\)/,
  '“': /[”"]/,
  '„': /[“”"]/,
  '‘': /[’']/,
  '«': /»/,
  '»': /[«»]/,
  '‹': /›/,
};
/** The name of a part of a program, or of a kind of change, before what it does: "Bounce handler: `550 …` is soft now". */
const LABEL = /^[\s>*•#+-]{0,12}(\p{L}[\p{L}\d ()_/.-]{1,40}):\s{1,3}$/u;
/** What became of a code in a program, as its list of changes tells; quotes may be lost. */
const CHANGED =
  /\b(?:no longer|from now on|any ?more|(?:is|are|counts?|treated|classified|handled|shown|reported|retried) (?:as |now |an? ){0,2}(?:now|soft|hard|temporary|permanent|invalid|transient|counted|classified|treated|retried|recognised|recognized|handled|shown|parsed)|now|instead)\b|\(#\d{1,6}\)/i;
/** A heading of https://keepachangelog.com at the front of a line … */
const HEADED =
  /^[\s>*•#+-]{0,12}(?:fix(?:ed|es)?|add(?:ed|s)?|chang(?:ed|es)|remov(?:ed|es)|improv(?:ed|es)|deprecated|bug ?fix(?:es)?)\*{0,2}:/i;
/** … or the mark of a list, with the number of the change at the end and whom it is owed to. */
const BULLET = /^\s{0,8}[-*•+]\s/;
const NUMBERED = /\(#\d{1,6}(?:\)|,? [^()\n]{1,80}\))[.\s]{0,3}$/;

/** @returns whether a line tells what a program does now with the code: nobody's address is in it */
const isChange = (before: string, after: string): boolean =>
  (HEADED.test(before) || (BULLET.test(before) && NUMBERED.test(after))) &&
  !/[^\s@(,]@[^\s@]/.test(before + after);

/** A sentence begins with the quote. */
const STARTS = /(?:^|[.!?])[\s>*•#+-]{0,12}$/;

/** Logins, files and pages: FTP and HTTP share codes with mail, and a login has unknown users too. */
const OTHER_SERVICE =
  /\b(?:sshd|sudo|login|vsftpd|proftpd|pure-ftpd|pam_unix|su|cron)(?:\[\d{1,8}\])?(?:\(\w[\w:]{0,30}\))?:|^[^\S\n]{0,8}l?ftp>|\bRETR\b|\bHTTP\/\d|^[^\S\n]{0,8}(?:125|150|226|230|331) \w|530 Login incorrect|^[^\S\n]{0,8}(?:< ?)?550 [^\n@]{1,200}(?:No such file|Permission denied|cannot find the file|Failed to open file|not a (?:plain file|directory)|: Access is denied)|\bAccess failed: 550|: Permission denied \(publickey|\bkinit: |\bin Kerberos database\b/im;
/** A reply code with its enhanced code: only mail has those, and most texts that hold a bounce. */
const REPLY = /\b[45]\d\d[ -]#?[45]\.\d{1,3}\.\d{1,3}\b/;
/** … and what else only mail has. */
const OF_MAIL =
  /\b(?:smtps?|rcpt|mail from|e-?mails?|mailbox(?:es)? (?:full|unavailable|not found)|recipients?|postfix|exim|sendmail|dovecot|qmail|bounced?|deliver\w{0,7}|undeliver\w{0,6}|ehlo|helo)\b/i;

/** What only a client of FTP says (RFC 959), as programs show it … */
const FTP_COMMAND =
  /^(?:[^\n]{0,60}?(?:\bCommand:|>|\*cmd\*)\s{0,4}['"]?(?:\d{4}-\d\d-\d\d[ T][\d:.]{0,15} ?|\d{4}-\d\d-\d\d )?|\s{0,8})(?:(?:USER|PASS|CWD|XCWD|RETR|STOR|APPE|MKD|RMD|RNFR|RNTO) \S|(?:PASV|EPSV|MLSD|NLST)\b)|\bFTP (?:command|response):/m;
/** … and what only its server answers: 331, 230, 227, 226, 150 and 257, and refusals of files and logins. */
const FTP_REPLY =
  /(?:^|[>:"'\]<\t ])(?:331 \S|230[ -]|22[679] |150 |257 |125 |530 |(?:421|45[012]|55[0-3]) [^\n]{0,200}(?:no such (?:file|directory)|permission denied|(?:change|current|working|remote) directory|open (?:that )?file|disk (?:quota|full)|connections|access is denied))|\b220[ -][^\n]{0,100}\bftp/im;
/** What a session with a mail server has, and FTP never. */
const SMTP = /\b(?:RCPT TO|MAIL FROM)\s?:|\b(?:EHLO|HELO|LHLO) \S/i;

/** Each command and answer of its client has one of these. */
const MAY_BE_FTP = /USER|PASS|CWD|RETR|STOR|APPE|MKD|RMD|RNFR|RNTO|PASV|EPSV|MLSD|NLST|FTP /;

const isFtp = (text: string): boolean =>
  MAY_BE_FTP.test(text) && !SMTP.test(text) && FTP_COMMAND.test(text) && FTP_REPLY.test(text);

/** What clients of HTTP say when they are refused … */
const HTTP_ERROR =
  /\bRequest failed with status code [45]\d\d\b|\b[45]\d\d (?:Client|Server) Error\b|\bHTTPError\b|\bHTTP (?:error|status)\b/i;
/** … at a page where people log in or have their account. */
const LOGIN =
  /(?:["']?\b(?:path|url|uri|endpoint|route|instance)["']?\s?[:=]\s?["']?|\b(?:GET|POST|PUT|PATCH|DELETE) |for url: )(?:https?:\/\/[^\s"'/]{1,253})?\/[^\s"']{0,80}\b(?:log-?in|sign-?in|sign-?up|register|auth\w{0,12}|sessions?|tokens?|users?|accounts?|password\w{0,8})\b/i;

/** @returns whether a text is from a server of logins, files or pages, and has nothing of mail */
export function isOfOtherService(text: string): boolean {
  const { phrases } = marksOf(text);
  const has = (phrase: number): boolean => (phrases & phrase) !== 0;
  // Nearly always that is all.
  if (!has(PHRASE.otherService | PHRASE.ftp | PHRASE.http) || REPLY.test(text)) return false;
  return (
    (has(PHRASE.otherService) &&
      ((OTHER_SERVICE.test(text) && !OF_MAIL.test(text)) || isOfOtherProgram(text))) ||
    (has(PHRASE.ftp) && isFtp(text)) ||
    (has(PHRASE.http) && HTTP_ERROR.test(text) && !SMTP.test(text) && LOGIN.test(text))
  );
}
