/**
 * Tables of rules in code and data: which answer is to be taken how. They hold codes and servers' words as a bounce does,
 * and name nobody, no host, no time and no message, since nothing happened. A watched channel is silent on them.
 */

import { atLineStart } from './line-start.ts';
import { type Marks, marksOf, PHRASE, SIGN } from './marks.ts';
import { isProgramData } from './program-data.ts';
import { wordsBehind } from './quick.ts';

/** A pattern, and marks or characters of which each text that it fits has one; none: it is tried on every text. */
type Sign = {
  readonly pattern: Pick<RegExp, 'test'>;
  readonly signs: number;
  readonly phrases: number;
  readonly characters: readonly string[];
};
const sign = (
  pattern: Pick<RegExp, 'test'>,
  { signs = 0, phrases = 0, characters = [] }: Partial<Omit<Sign, 'pattern'>> = {},
): Sign => ({ pattern, signs, phrases, characters });

/** @returns whether one of them fits the text, which has these marks or is a part of what has them */
function fits(all: readonly Sign[], text: string, marks: Marks): boolean {
  for (const one of all) if (mayFit(one, text, marks) && one.pattern.test(text)) return true;
  return false;
}

function mayFit({ signs, phrases, characters }: Sign, text: string, marks: Marks): boolean {
  if ((marks.signs & signs) !== 0 || (marks.phrases & phrases) !== 0) return true;
  if (characters.length === 0) return (signs | phrases) === 0;
  for (const character of characters) if (text.includes(character)) return true;
  return false;
}

/** What tells that something happened: whose it was, where, when, or what a server said. */
const HAPPENED: readonly Sign[] = [
  sign(/\S@\S/, { signs: SIGN.at }),
  sign(/\b(?:\d{1,3}\.){3}\d{1,3}\b/, { signs: SIGN.quad }),
  sign(/\b\d\d:\d\d(?::\d\d)?\b/, { signs: SIGN.clock }),
  sign(/\b\d{4}-\d\d-\d\d\b/, { characters: ['-'] }),
  sign(/\bhost \S{3,253}\s?\[/, { signs: SIGN.bracket }),
  sign(/\bsaid:|\b(?=[A-F]{0,14}\d)[\dA-F]{8,14}: /, { signs: SIGN.colon }),
  sign(/\bgsmtp\b/, { characters: ['gsmtp'] }),
];

/** What is to be done, or what a program calls such an answer: no words of servers. */
const VERDICT =
  '(suppress\\w{0,5}|retr(?:y|ies)|keep|re-?queue|ignore|remove|unsubscribe|back ?off|slow(?: down)?|pause|skip|hold|drop|disable|deactivate|escalate|ask|look|review|(?:is_?)?hard|(?:is_?)?soft)';
const CODE = '[245](?:\\d\\d(?![\\d.])|\\.\\d{1,3}\\.\\d{1,3})';
/** A line that begins with a code, behind the marks of a list, a quote, a cell … */
const ROW = `^[ \\t]{0,12}(?:\\d{1,3}[.)][ \\t]{1,3})?[-*•#|+>("'\`[{, \\t]{0,8}${CODE}`;

/** What stands around a text in a program, a pattern or a command. */
const QUOTES = { signs: SIGN.quote | SIGN.backtick, characters: ["'"] };
const QUOTES_OR_SLASH = { ...QUOTES, characters: ["'", '/'] };

/** Each is enough. */
const SIGNS: readonly Sign[] = [
  // Patterns: `5\.7\.1`, `<[^>]*>`, `%(_port)s`, `.*User unknown`, of fail2ban and others
  sign(
    new RegExp(
      `(?<![\\d.])[245]\\\\{1,2}\\.(?:\\d|\\\\d)|\\[\\^[^\\]\\n]{1,8}\\]|%\\(\\w{1,40}\\)s|${wordsBehind('\\.\\*', `${CODE}[^\\n]{0,60}`)}|\\.\\*[^\\n]{0,20}${CODE}`,
    ),
    { signs: SIGN.backslash | SIGN.bracket | SIGN.percent | SIGN.star },
  ),
  sign(/\b(?:fail|ignore)regex\b/, { phrases: PHRASE.rules }),
  // SQL: rows that are put in, and texts that are looked for
  sign(
    /\b(?:INSERT INTO|REPLACE INTO|MERGE INTO|UPDATE|DELETE FROM|SELECT)\b[\s\S]{1,400}\b(?:VALUES|SET|WHERE|LIKE)\b/,
    { phrases: PHRASE.rules },
  ),
  // A tuple with its codes apart: (550, '5.1.1', 'User unknown', …)
  sign(/[([]\s?["']?[245]\d\d["']?\s?,\s?["'][245]\.\d{1,3}\.\d{1,3}["']\s?,/, {
    signs: SIGN.bracket | SIGN.parenthesis,
  }),
  // A command that looks for it
  sign(
    atLineStart(
      new RegExp(`[ \\t]{0,8}(?:[$#%>] )?(?:z?[ef]?grep|rg|ack|awk|sed|perl)\\b[^\\n]{0,200}${CODE}`, 'y'),
    ),
  ),
  // A list or a set in a program: HARD = {"550 …"}, rules = [('550 …', …)]
  sign(
    new RegExp(
      `^[ \\t]{0,12}[A-Za-z_][\\w.]{0,40}\\s?:?=\\s?[[{(]{1,2}\\s{0,20}[([{]?\\s?[rb]?["'\`]?${CODE}`,
      'm',
    ),
    { signs: SIGN.equals },
  ),
  // Elements and keys of rules: <rule …>, [[rule]], "rules": [, bounce_rules = {, "Rules, v3:"
  sign(
    />(?<=<(?:\w{1,30}[-_:])?rules?\b[^>]{0,200}>)|^[ \t]{0,12}(?:\[\[?[\w.-]{0,30}rules?\]\]?|["']?[\w .-]{0,40}\brules?["']?(?:\s?[:=]|[^\n:]{0,20}:\s{0,4}$)|["']?\w{0,40}_rules?["']?\s?[:=])/im,
    { phrases: PHRASE.rules },
  ),
  // What is looked for, and what is done then
  sign(
    new RegExp(
      `["'<]?\\b(?:pattern|match(?:es)?|regexp?|contains|when|if)\\b["'>]?\\s?[:=]?\\s?["'\`/][^\\n]{0,20}${CODE}`,
      'i',
    ),
    QUOTES_OR_SLASH,
  ),
  sign(
    new RegExp(
      `["'<]?\\b(?:action|verdict|handling|treatment|then)\\b["'>]?\\s?[:=]?\\s?["'\`]?${VERDICT}\\b`,
      'i',
    ),
    { phrases: PHRASE.handled },
  ),
  // What a monitoring system counts: `bounces{provider="gmail",code="550 5.1.1"} 42`
  sign(/^[a-z_:][\w:]{0,80}\{[^}\n]{1,400}\}[ \t]{1,4}[\d.eE+-]{1,20}(?:[ \t]\d{1,15})?[ \t]*$/im, {
    signs: SIGN.brace,
  }),
  // Texts of a program by their names: "bounce.mailbox_full": "552 5.2.2 Mailbox full"
  sign(
    new RegExp(
      `^[ \\t]{0,12}["']?[a-z][\\w-]{0,40}\\.[\\w.-]{0,40}(?:unknown|not_?found|no_?such|full|quota|gr[ae]y_?list|spam|block|denied|too_(?:many|big|large)|disabled|invalid)[\\w-]{0,20}["']?\\s?[:=]\\s{0,4}["']?${CODE}`,
      'im',
    ),
    { signs: SIGN.colon | SIGN.equals },
  ),
  // What is compared, what a list of constants holds, and what a test expects
  sign(
    new RegExp(
      `\\b(?:if|elif|elsif|case|switch)\\b[^\\n"'\`]{0,60}(?:=|\\b(?:is|of|eq|match(?:es)?))\\s{0,12}["'\`]${CODE}|\\b(?:const|static|final|let|var|val)\\b[^\\n"'\`]{0,80}=\\s?[[{(]{0,2}\\s?["'\`]${CODE}|(?:["']|^[ \\t-]{0,12})expect(?:ed|s)?["']?\\s?:|^exports\\[`,
      'im',
    ),
    { ...QUOTES, phrases: PHRASE.expected },
  ),
  // An element that gives code and words: <reject code="550" status="5.1.1">User unknown</reject>
  sign(
    /<\w[\w:-]{0,40}\s[^<>\n]{0,100}\b(?:code|status)="[245](?:\d\d|\.\d{1,3}\.\d{1,3})"[^<>\n]{0,100}>[^<>\n]{1,200}<\//,
    { signs: SIGN.less },
  ),
  // A header: code, text, action
  sign(
    /^[^\n]{0,80}\b(?:code|enhanced|status|pattern|match|rule|regexp?|text|message|error|response|reply)\b["'`]?(?:[ \t]{0,20}[,;|\t]| {2,20})[^\n]{0,120}\b(?:action|what (?:we|to) do|what to|handling|treatment|verdict|category|class|bounce[_ ]type|meaning|disposition)\b[^\n]{0,80}$/im,
    { signs: SIGN.comma | SIGN.semicolon | SIGN.cell | SIGN.space },
  ),
];

/** Rows that end in what is to be done. */
const DONE = new RegExp(
  `${ROW}[^\\n]{2,160}(?:[:,;|=→\\t]|->|=>|[-–—] )[\\s"'\`]{0,4}${VERDICT}\\b[^\\n]{0,60}$`,
  'gim',
);

/** Replies that are given names: `mailbox_full: "452 4.2.2 Mailbox full"`. */
const NAMED = new RegExp(
  `^[ \\t+-]{0,12}["':]?([a-z][\\w-]{0,40})["']?\\s?(?::|=>|=)[ \\t]{0,20}["'\`]?(${CODE})`,
  'gim',
);
/** Without one of them nothing is named. */
const NAMING = SIGN.colon | SIGN.equals;
/** What such a list is called, or what its names tell: the kind of refusal. */
const REPLIES =
  /^[ \t+-]{0,12}["':]?[\w.-]{0,40}(?:repl(?:y|ies)|answers|texts|strings|templates|constants)[\w-]{0,20}["']?\s?(?::|=>|=)\s?[{[(]?\s{0,4}$/im;
const KIND =
  /unknown|no_?such|not_?found|full|quota|gr[ae]y_?list|spam|block|reject|denied|relay|too_(?:many|big|large)|rate_?limit|throttl|try_?(?:again|later)|disabled|invalid/i;

/** `^` stands behind each of them. */
const OTHER_LINE_ENDS = /\r\n?|[\u2028\u2029]/g;

/** Characters of a text that are looked at: a table of rules tells soon what it is. */
const MAX_TEXT = 8000;

/**
 * @param text as it was pasted: Markdown's escapes look like those of a pattern, and are undone later
 * @returns whether it is a table of rules for servers' answers, and tells of nothing that happened
 */
export function isRuleTable(text: string): boolean {
  const marks = marksOf(text);
  const { signs } = marks;
  const front = text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text;
  const head = (signs & (SIGN.control | SIGN.foreign)) === 0 ? front : front.replace(OTHER_LINE_ENDS, '\n');
  if ((signs & SIGN.newline) !== 0 && isProgramData(head)) return true;
  if (fits(HAPPENED, head, marks)) return false;
  if (fits(SIGNS, head, marks)) return true;
  // It takes two rows.
  if (!head.includes('\n')) return false;
  return ((signs & NAMING) !== 0 && kindsIn(head) > 1) || verdictsIn(head) > 1;
}

/** How many different kinds of refusals are given names, or replies in a list of them. */
function kindsIn(text: string): number {
  const named = [...text.matchAll(NAMED)].map(([, name = '']) => name.toLowerCase());
  return new Set(REPLIES.test(text) ? named : named.filter((name) => KIND.test(name))).size;
}

/** How many different ones stand in rows: one may be somebody's remark, or a server's "retry later". */
const verdictsIn = (text: string): number =>
  new Set([...text.matchAll(DONE)].map(([, verdict = '']) => verdict.toLowerCase())).size;
