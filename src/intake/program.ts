/**
 * Servers' words that stand as strings in a program, in whichever language: a call is given them, a name, a list or a
 * case stands for them. No language is known here, only what nearly all have in common, and what a log, a report, an
 * event or a dump of an object never has. A watched channel is silent on them.
 */

/** What a program put out, beside its code: then something happened. */
const OUTPUT =
  /^(?:[>|]|[^\S\n\r\u2028\u2029]){0,8}(?:[45]\d\d[ -]|<?[^\s<>@(){}"'`]{1,80}@[^\s<>@]{1,253}>?:\s|[\w.:\\]{1,80}(?:Refused|Rejected|Failed|Error|Exception): |\[?\d{4}[-/]\d\d[-/]\d\d[ T]|[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:|(?:Final-Recipient: |Diagnostic-Code: |Status: \d)|[^\S\n\r\u2028\u2029]{0,12}at \S{1,200}[ (:]|[^\S\n\r\u2028\u2029]{0,40}(?:string|array)\(\d{1,6}\) ["{])|\bTraceback \(most recent call last\)|\b(?:Fatal|Uncaught) error|\bstack trace/im;

/** What stands before a line when it is quoted, or part of a diff. */
const MARGIN = /^[>+|-]{0,4}(?=\s)/;

/** A string, with the letters that some languages put before it. */
const STRING =
  /\b(?:[bBfFrRuLs]{1,2}(?=["']))?(?:"(?:[^"\\\n]|\\.){0,400}"|'(?:[^'\\\n]|\\.){0,400}'|`(?:[^`\\\n]|\\.){0,400}`)|(?:"(?:[^"\\\n]|\\.){0,400}"|'(?:[^'\\\n]|\\.){0,400}'|`(?:[^`\\\n]|\\.){0,400}`)/g;
/** … that holds an answer, which stands as `"5"` in a line's skeleton; others as `""`. */
const ANSWER = /(?<![\w.])[45](?:\d\d(?![\w.])|\.\d{1,3}\.\d{1,3})/;

/** … that stands in somebody's own words: `550 User unknown`, not `code: 550,`. */
const SAID = new RegExp(`${ANSWER.source}[ -]{1,3}[\\p{L}#<(]`, 'u');

/** Names that print a value in a dump: `array(…)` and `string(30) "…"` of PHP, `defaultdict(…)` of Python. */
const DUMPED = 'array|string|object|dict|defaultdict|list|set|tuple|deque|bytes|bytearray|b';
/** What exceptions are called: Python prints them as they are made. */
const THROWN = '(?:Error|Exception|Refused|Rejected|Failure|Disconnected|Failed)';

/** Signs that a line of a program has beside an answer. */
const BESIDE: readonly RegExp[] = [
  // A call: reply("5"), errors.New("5"), writer.write(b"5"), Permanent("5".into())
  new RegExp(
    `(?<![\\w.:>])(?!(?:${DUMPED})\\()(?:[a-z_$][\\w$]{0,40}|[\\w$]{0,40}(?:(?:\\.|::|->|\\?\\.)[\\w$]{1,40}){1,6}(?<!${THROWN}))[!?]?\\((?:[^()\\n]|\\([^()\\n]{0,80}\\)){0,80}"5"`,
  ),
  // … and what is thrown
  /\b(?:new|throw|raise|return|yield|await)\b[^\n]{0,80}"5"/i,
  // A name stands for it: reply = "5", const DEFERRED: &[u8] = "5", detail: str = "5", x := "5"
  /^\s*[A-Za-z_$*&@][^\n"=]{0,120}\s(?:=|:=|\+=|\?\?=|<-)\s{0,20}(?:[[{(]{0,2}|[A-Za-z_][\w.:]{0,60}\()"5"/,
  // A case: NoUser => "5", `Full -> "5", key === "5" ? …
  /(?:^|[\s`(|])[A-Za-z_][\w.:]{0,60}\s{0,4}(?:=>|->)\s?"5"|[\w)\]]\s?(?:[!=]==?|=~)\s?"5?"/,
  // A statement without parentheses, farther in: reply "5"
  /^\s{1,60}[a-z_]\w{0,40}[!?]?\s"5"[;,]?\s*$/,
  // The same in languages where a call has no parentheses of its own: (is (= :hard (classify "5"))), classify "5" = Hard
  /\([a-z][\w!?*-]{0,40}\s"5"\s?\){2}|^\s*[a-z]\w{0,40}\s"5"\s=\s/,
  // A remark behind it
  /"5"[)\]},;]{0,4}\s{0,20}(?:\/\/|#|--|\/\*)\s/,
  // A statement's end
  /"5"[)\]}]{0,4};\s*$/,
];

/** Signs that any line of a program may have. */
const ANYWHERE: readonly RegExp[] = [
  // A statement's end behind a bracket or a string, and brackets that close several things: `});`
  /(?:[)\]"}]|\w\(\))[)\]}]{0,4};\s*(?:\/\/.*)?$|^\s*[}\])]{1,4}[);]{1,3}\s*$/,
  // A block or a list begins: `) {`, `= [`, `=> {`, `[]string{`, `switch {`
  /(?:\)|\belse|\btry|\breturn|=|=>|->|\bswitch|\bdo|\w\[\]\w{0,20})\s?[{[(]\s*$/,
  // … or ends: `} else {`, `end`, `esac`, `;;`
  /^\s*(?:\} ?(?:else|catch|finally)\b.*|end[;,)]?|endif;?|esac|fi|done|;;)\s*$/,
  // What is made, a name that is given its value, and what is asked of a string: `"ann".to_string()`
  /\bnew [A-Z]\w{0,60}\(|[\w)\]]\s:=\s|"\.[a-z_]\w{0,40}[(,;)]|[}\]"],\s(?:true|false|null|nil)\s?[\])}]/,
  // What is compared, and both, or either
  /[\w)\]]\s?(?:[!=]==|!=|==)\s?(?:"|null\b|nil\b|None\b|true\b|false\b)|[\w)"\]]\s(?:&&|\|\|)\s[!\w("]/,
  // A call with nothing in its parentheses, among others: `now(),`
  /\w\(\)[,;]/,
  // A value by its name: `"type": bounce_type,`, `BounceType.SOFT,`, `ALICE_EMAIL }`
  /"":\s[a-z]{1,30}(?:_[a-z]{1,30}){1,4},\s*$/,
  /[:=]\s?(?:[A-Z][A-Za-z]{1,40}(?:\.|::)[A-Za-z_]{1,40}|[A-Z]{2,20}_[A-Z_]{2,40}|[a-z]\w{0,40}\([\w, ]{0,60}\))\s?[,})]/,
  // What a test or a block is called by, and what is imported
  /^\s*(?:(?:describe|context|it|test|should|spec|scenario|given|when)\b\(?\s?"|(?:def|defp|defmodule|defmacro|fn|func|fun|function|proc|sub|impl|class|module|namespace|interface|trait|struct|enum|object|import|package|use|using|require|include|from \w+ import)\s[\w.:"<*]{1,80}\s{0,2}[({:;=]|#include\b|@(?:[A-Z]\w+|pytest|app)\b)/,
];
/** Remarks of a program: `//`, `///`, `{@code …}`; `*` in a block that `/*` begins, and several lines of `# `. */
const REMARK = /^\s*\/{2,3}[!\s]|\{@code /;
const STARRED = /^\s*\*\s/;
const BLOCK = /^\s*\/\*\*?\s*$|^\s*\*\/\s*$/m;
const HASHED = /^\s*#(?:\s|$)/;
/** … and those behind a line's end. */
const REMARK_BEHIND = /[,;{([\])"]\s{1,40}(?:#|\/\/|--)\s[^\n]{0,400}$/;

/** A call whose arguments stand in lines of their own: `classify(`, and a line that closes it. */
const OPENED = /(?:^|[\s=.(&!:>])[a-z_$][\w$]{0,60}[!?]?\(\s*$/;
const CLOSED = /^\s*\)[\s;,:)\].\w>-]{0,60}/;
/** An argument that is a name, in a line of its own among strings. */
const ARGUMENT = /^\s+[a-z]\w{0,40},\s*$/;
/** A string that is an element of a list. */
const ELEMENT = /^\s+"5",\s*$/;

/** Without any of these there is neither a string nor a remark. */
const QUOTED = /["'`#*]|\/\/|--|\{@code /;

/** Characters of a text, and of one line, that are looked at. */
const MAX_TEXT = 8000;
const MAX_LINE = 600;

/**
 * @param text as it was pasted: escapes and quotes tell a string of a program
 * @returns whether each answer in it is a string of a program, or stands in a remark of one
 */
export function isProgram(text: string): boolean {
  const head = text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text;
  // Nearly always.
  if (head.length <= MAX_LINE && !QUOTED.test(head) && SAID.test(head)) return false;
  if (isPutOut(head)) return false;
  const lines = head.split('\n').map((line) => line.slice(0, MAX_LINE).replace(MARGIN, ''));
  const isBlock = (head.includes('/*') || head.includes('*/')) && BLOCK.test(head);
  const isHashed = lines.length > 1 && lines.filter((line) => HASHED.test(line)).length > 1;
  const isRemark = (line: string): boolean =>
    REMARK.test(line) || (isBlock && STARRED.test(line)) || (isHashed && HASHED.test(line));
  const code = lines.filter((line) => !isRemark(line));
  // Somebody's words may hold the answer, and there may be none: its code stands elsewhere.
  if (!code.some((line) => ANSWER.test(line))) return lines.some((line) => ANSWER.test(line));
  if (OUTPUT.test(code.join('\n'))) return false;
  const strings = /["'`]/.test(head)
    ? code.map((line) => line.replace(STRING, (string) => (ANSWER.test(string) ? '"5"' : '""')))
    : code;
  const bare = strings.map((line) => line.replace(REMARK_BEHIND, ''));
  // An answer that stands in no string is somebody's words.
  if (bare.some((line) => SAID.test(line))) return false;
  return (
    strings.some((line, i) => line !== bare[i] && !line.includes('"5"') && ANSWER.test(line)) ||
    strings.some((line) => line.includes('"5"') && BESIDE.some((sign) => sign.test(line))) ||
    bare.some((line) => ANYWHERE.some((sign) => sign.test(line))) ||
    isCallInLines(bare) ||
    bare.filter((line) => ARGUMENT.test(line)).length > 1 ||
    bare.filter((line) => ELEMENT.test(line)).length > 1
  );
}

/** @returns whether one line that is no remark shows that a program put it out: most of those with quotes do */
function isPutOut(line: string): boolean {
  if (line.length > MAX_LINE || line.includes('\n') || line.includes('/*') || line.includes('*/'))
    return false;
  const bare = line.replace(MARGIN, '');
  return OUTPUT.test(bare) && ANSWER.test(bare) && !REMARK.test(bare);
}

function isCallInLines(lines: readonly string[]): boolean {
  const opened = lines.findIndex((line) => OPENED.test(line));
  return opened >= 0 && lines.slice(opened + 1).some((line) => CLOSED.test(line));
}
