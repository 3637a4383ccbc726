/**
 * Words that stand in an answer without being what the server says: quoted within a longer refusal ("subject "Account
 * disabled" not accepted"), or part of a name (`no-such-user.mx.example`, "unknown error 17"). No address is condemned
 * on them.
 */
import { FENCE, type Passage } from '../catalog/index.ts';
import { saysAnything } from './says.ts';

/** How much of the text on either side is looked at, in characters. */
const REACH = 300;

/** What is quoted. An apostrophe within a word is no quotation mark. */
const QUOTATION =
  /"[^"]{1,300}"|[“„][^”“]{1,300}[”“]|[«‹][^»›]{1,300}[»›]|[「『][^」』]{1,300}[」』]|(?<![\p{L}\p{N}])['‘`](?:[^'’\n]|['’](?=\p{L})){1,300}['’](?!\p{L})/gu;

/** What each of them begins with. */
const QUOTE = /["“„«‹「『'‘`]/;

/** Who is said to have said it: an answer that is handed on. */
const HANDED_ON =
  /\b(?:the|a|server|mail|respon\w{1,8}|answer\w{0,3}|repl(?:y|ied|ies)|returned|reason|message|status|diagnostic|code|following|got|received|gave|was|is|with|says?|because|due|delivery|undeliverable|permanent(?:ly)?|unable|deliver|other|system|problem|failure|for)\b/giu;

/** A whole answer with its code. */
const WHOLE_ANSWER = /^.\s*[245]\d\d[\s-]/u;

/** A name of several labels, or with an ending: of a host, a file, a rule. Codes like `NoSuchUser` are none. */
const NAME = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.[a-z]{2,24}$/;
const RULE_NAME = /^[A-Z0-9]+_[A-Z0-9_]+$/;

/** Marks of quotation, and the signs within a name of several words: without them nothing is only mentioned. */
const SIGNS = /["“„«‹「『‘`_]|(?<![\p{L}\p{N}])'|[a-z0-9][-.][a-z]/iu;

/** @returns whether any words of the text could be no more than mentioned */
export const mayMention = (text: string): boolean => SIGNS.test(text);

/** @returns whether the words are no statement of the server's */
export function isMentioned(passage: Passage): boolean {
  const before = passage.before.slice(-REACH);
  const [behind = ''] = passage.behind.slice(0, REACH).split(FENCE);
  return isQuoted(before, passage.words, behind) || isName(before, passage.words, behind);
}

function isQuoted(before: string, words: string, behind: string): boolean {
  const text = before + words + behind;
  if (!QUOTE.test(text)) return false;
  const end = before.length + words.length;
  for (const { 0: quotation, index } of text.matchAll(QUOTATION)) {
    if (index >= before.length) return false;
    if (index + quotation.length <= end || WHOLE_ANSWER.test(quotation)) continue;
    const rest = `${text.slice(0, index)} ${text.slice(index + quotation.length)}`;
    return saysAnything(rest.replace(HANDED_ON, ' '));
  }
  return false;
}

function isName(before: string, words: string, behind: string): boolean {
  if (/\s/.test(words)) return false;
  const front = /[\w.-]*$/.exec(before)?.[0] ?? '';
  const rest = /^[\w.-]*/.exec(behind)?.[0] ?? '';
  const name = (front + words + rest).replace(/\.+$/, '');
  return NAME.test(name) || (name.length > words.length && RULE_NAME.test(name) && words.includes('_'));
}
