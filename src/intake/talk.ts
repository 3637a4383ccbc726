/**
 * Texts that hold codes and servers' words without being a refusal: programs and their tests, rules that look for codes,
 * descriptions of an interface, and people who quote a code in a sentence. A watched channel is silent on them.
 */

/** A statement of a programming language at the front of a line. */
const STATEMENT =
  /^[ \t+|>-]{0,40}(?:(?:return|throw|yield|await|assert\w{0,20}|expect|print\w{0,4}|echo|raise)\b[ (][^\n]{0,200}["'(]|(?:export )?(?:const|let|var|final|static|public|private|protected|readonly|val)\s+[\w$<>[\], :?]{1,80}\s?[=({]|(?:func|def|fn|sub)\s+[(\w]|(?:async )?function\b[^\n]{0,80}\(|(?:\} ?)?(?:else )?(?:if|elif|elsif|while|unless|when)\s?\(?[^\n]{0,160}(?:==|!=|=~|===|\.includes\(|\.match\(|\.test\(|\.startsWith|\.contains|\.indexOf|\bin\s?[([]|&&|\|\||strpos|preg_|\bthen$|[:{]\s*$)|(?:describe|it|test|context)\(|case\s+["'`\d/][^\n]{0,80}:|#include|package \w+|\$\w+\s?(?:\[[^\n\]]{1,80}\]\s?)?=|(?:class|interface|enum|struct) \w+|\w[\w.]{0,40}\.(?:push|add|append|put|set|reply|send|includes|test|match|handle|register|on)\([^\n]{0,120}["'`\d])/m;
/** … unless a program that failed shows where: a stack and its message hold lines of code too. */
const TRACE =
  /\bTraceback \(most recent call last\)|^\s{0,12}at \S{1,200}[ (:]|\b\w{0,60}(?:Exception|Error): |\b(?:Fatal|Uncaught) error|\bstack trace|\bthrew\b/im;
/** Names of codes and their patterns, as rules that look for them are written: `^550 5.1.1`, `5\.7\.\d+`, `(451|550)`. */
const RULE =
  /["'`/(]\^\\?[([]?\??:?[245](?:\d\d|\\|\.|\[)|(?<![\d.])[245]\\{1,2}\.(?:\d|\\d|\[)|\(\??:?[245]\d\d(?:\|[245]\d\d)+\)|\b[245]\d\d[^\n"'`]{0,60}\.\*|[245]\.[xX]\.[xX]|[245]xx\b/;
/** The code itself names an entry: `"550": …`, `'550 5.1.1' => …`, `5.1.1: user-unknown` in a list of several. */
const KEYED =
  /["'`](?:[245]\d\d(?:[ -][245]\.\d{1,3}\.\d{1,3})?|[245]\.\d{1,3}\.\d{1,3})["'`]\s?(?:=>|:|\]\s?=)/;
/** Documents that describe an interface, with events and answers as their examples. */
const DESCRIBED =
  /"(?:openapi|swagger|components|examples?|schemas?|paths|definitions|x-example|\$schema|\$ref)"\s?:|^\s{0,20}(?:openapi|swagger|components|schemas|examples?)\s?:\s{0,4}$|\bcurl (?:-{1,2}\w|["']?https?:)|\b(?:example|sample) (?:payload|response|request|event|webhook|body|output|bounce|message|json|log)\b|\b(?:payload|response|event|body) (?:example|sample)\b|\b(?:looks like this|as follows|for example|e\.g\.?)\s?:\s{0,4}$|^\s{0,8}(?:POST|GET|PUT) \/\S|^#{1,4} \S[^\n]{0,80}\n[\s\S]{0,2000}```/im;

/**
 * @param text as `unpaste` left it
 * @returns whether the text is a program, a list of rules or a description, whatever codes and words are in it
 */
export const isAboutCodes = (text: string): boolean =>
  RULE.test(text) || KEYED.test(text) || DESCRIBED.test(text) || (STATEMENT.test(text) && !TRACE.test(text));

/** What a server's words are announced with, when they stand in quotes. */
const ANNOUNCED =
  /(?:\b(?:said|says|returned|returns|responded|replied|reported|response|reply|answer(?:ed)?|error|reason|message|status|code|detail|text|diag\w*|bounced?|rejected|failed|failure|got|with|was)\b\W{0,4}|[:=>[{,]\s{0,3})$/i;
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
  if (EXAMPLE.test(before)) return true;
  const open = /["'`(]\s{0,2}$/.exec(before)?.[0].trim();
  if (open === undefined) return false;
  const front = before.trimEnd().slice(0, -1);
  const closes = after.indexOf(open === '(' ? ')' : open);
  if (closes < 0) return false;
  const rest = after.slice(closes + 1);
  const goesOn = /^[,.;:)]{0,2}\s{1,2}(?:[a-z]{1,20}[\s,.]{1,3}){1,4}/i.test(rest);
  return goesOn && /[a-z]{2}[\s(]{1,3}$/i.test(front) && !(namesSomebody && ANNOUNCED.test(front));
}
