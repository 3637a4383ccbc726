/** A server's words: taken out of their wrapper, unfolded, without the codes that only repeat. */
import { codesIn, successIn } from './codes.ts';
import { isDenied } from './denied.ts';
import { commandIn, greeterIn, type NamedSender, remoteHostIn, senderDomainIn, sourceIpIn } from './facts.ts';
import { type Marks, marksOf, PHRASE, SIGN } from './marks.ts';
import { endsIn, isWhite, rememberingLong, signsOf } from './quick.ts';

export type ServerWords = {
  readonly diagnosticCode: string | null;
  readonly replyCode: string | null;
  readonly enhancedCode: string | null;
  readonly remoteHost: string | null;
  readonly sourceIp: string | null;
  /** The sender's domain that they are about. */
  readonly named: NamedSender | null;
  readonly command: string | null;
  /** What the words have any of. */
  readonly marks: Marks;
};

/** Longest diagnostic text that is kept, in characters. */
const LONGEST = 4000;

/** What our own server puts before the remote server's words. */
const WRAPPER = endsIn(
  /(?:said|refused to talk to me|remote host said|returned|error from remote (?:mail )?server(?: (?:after|for) .{1,320})?:(?: host [^:]{1,300}(?:\[[^\]]{2,60}\])?)?|did not like our [\w ]{2,20}|responded with failure|it responded as follows|with the following error message|the (?:other|remote) server (?:returned was|was)|the response(?: from the remote server)? was|reason|smtp:rcpt host \S{1,60}|host:? [\w.-]{1,253} ?[[(][^\])]{2,60}[\])](?: reason)?)\s{0,3}[:;]?\s{0,3}['"[(#]{0,2}\s{0,2}$/i,
);
/** The same further ahead, with words of its own before the reply. */
const MARKER =
  /((?:\bsaid|refused to talk to me|Remote host said|did not like our [\w ]{2,20}|responded with failure|error from remote (?:mail )?server after [^:]{2,300}: host [^:]{2,300}\])\s?:)\s*(?=\S.{3})/is;
const MARKED_WITHIN = 400;
/** The same before words without a code, with a label in front or two. */
const RELAYED =
  /^\s{0,8}(?:\p{L}[\p{L} -]{1,30}:\s{1,3}){0,2}(?:remote host said|host:? [\w.-]{3,253} ?(?:[[(][^\])\n]{2,60}[\])] ?)?(?:said|says|returned)|the (?:response(?: from the remote server)?|error that the other server returned) was)\s?:\s{1,3}(?=\S.{3})/iu;
/** How Python prints code and words: `(554, b'words')`. */
const TUPLE = /^([245]\d\d), ?[bru]?(['"])([\s\S]{1,4000}?)\2?\)?\s{0,9}$/;
/** Characters of a reply around another one. */
const LONGEST_OUTER = 308;
/** What it puts after them. */
const IN_REPLY = /\(in reply to [^()]{2,40}\)?\s*$/i;
const GIVING_UP = /Giving up on \S{3,80}\s*$/i;
const IN_BRACKETS = /\[(?:RCPT_TO|MAIL_FROM|DATA|END_OF_DATA|HELO|CONNECT)\]\s*$/;
const SIGNS = /##?\s*$/;
const TOO_LONG = /I'm not going to try again; this message has been in the queue too long\.\s*$/i;
/** A reply that only follows from the refusal before it: the sender went on although refused. */
const CONSEQUENCE =
  /\s{1,3}(?:503[ -](?:5\.\d\.\d )?(?:error: )?(?:need |rcpt first|valid rcpt|bad sequence|polite people)|554[ -](?:5\.5\.1 )?(?:error: )?no valid recipients)/i;

/**
 * @param raw one server's answer as it stands in a report or a log, folded or not, wrapper and all
 * @returns the words in one line, and the facts they name
 */
export const serverWords = rememberingLong((raw: string): ServerWords => {
  const text = raw.length > LONGEST ? raw.slice(0, LONGEST) : raw;
  const marks = marksOf(text);
  const refusal = codesIn(text);
  // `354 End data … 451 4.3.0 Error` is a refusal, `250 2.0.0 Ok: queued as 550` is none.
  const isRefusal = refusal.replyCode !== null && refusal.enhancedCode !== null;
  const codes = isRefusal ? refusal : (successIn(text) ?? refusal);
  const { wrapper, words } = unwrap(text, codes.start, marks);
  const remote = remoteHostIn(wrapper === '' ? text : wrapper, marks);
  const line = plainLine(words, codes.replyCode, codes.enhancedCode, marks);
  const own = isRewritten(words, codes.replyCode ?? codes.enhancedCode, marks) ? marksOf(line) : marks;
  return {
    diagnosticCode: line === '' ? null : line,
    replyCode: codes.replyCode,
    enhancedCode: codes.enhancedCode,
    remoteHost: remote.host ?? greeterIn(text),
    sourceIp: sourceIpIn(remote.host === null ? line : line.replace(remote.host, ''), remote.ip, marks),
    named: senderDomainIn(line, own),
    command: commandIn(text, marks),
    marks: own,
  };
});

/** @returns the text in one line: runs of white space made one space */
export const oneLine = (text: string): string =>
  /[^\S ]|\s\s/.test(text) ? text.replace(/\s+/g, ' ').trim() : text.trim();

/** @returns whether a diagnostic text has words of its own, not only codes such as `X-Unix; 77` */
export function saysSomething(text: string | null): boolean {
  if (text === null) return false;
  const bare = text.includes(';') ? text.replace(/^(?:smtp|x-[\w-]{1,30}|dns|unknown)\s?;/i, '') : text;
  return hasTwoWords(bare) || TWO_WORDS.test(bare) || /\p{Lo}{3}/u.test(bare);
}

/** The same for plain letters, which nearly all words have. */
function hasTwoWords(text: string): boolean {
  let letters = 0;
  let words = 0;
  for (let at = 0; at < text.length; at++) {
    const one = text.charCodeAt(at);
    if (one > 127) return false;
    const code = one | 32;
    letters = code >= 97 && code <= 122 ? letters + 1 : 0;
    if (letters === 2 && ++words === 2) return true;
  }
  return false;
}

const TWO_WORDS = /\p{L}{2}\P{L}[\s\S]*?\p{L}{2}/u;

function unwrap(text: string, start: number, marks: Marks): { wrapper: string; words: string } {
  if (start === 0) {
    const relay = (marks.phrases & PHRASE.relayed) !== 0 ? RELAYED.exec(text)?.[0] : undefined;
    return relay === undefined
      ? { wrapper: '', words: text }
      : { wrapper: relay, words: text.slice(relay.length) };
  }
  const before = text.slice(0, start);
  if (before.trim() === '') return { wrapper: '', words: text.slice(start) };
  const tuple = before.endsWith('(') ? TUPLE.exec(text.slice(start)) : null;
  if (tuple !== null) return { wrapper: before, words: `${tuple[1]} ${tuple[3]}` };
  // A reply inside a reply, `554 4.4.7 Message expired.<421 4.4.2 Connection timed out>`: both have a say.
  const outer =
    (marks.signs & SIGN.less) === 0 || !/<\s{0,2}$/.test(before.slice(-3))
      ? undefined
      : /(?:^|[\s:>])([45]\d\d[ -][^<>\n]{3,300}<)\s{0,2}$/.exec(before.slice(-LONGEST_OUTER))?.[1];
  if (outer !== undefined && outer.length < before.length)
    return { wrapper: before.slice(0, -outer.length), words: outer + text.slice(start) };
  const first = FIRST_CODES.exec(before)?.[0].length;
  if (first !== undefined)
    return isDenied(before, 0, first)
      ? { wrapper: before, words: text.slice(start) }
      : { wrapper: '', words: text };
  // au answers "user unknown" whatever it is, and says above it what it really is.
  if (before.includes('account is') && /\bThe user\(s\) account is\b/.test(before))
    return { wrapper: '', words: text };
  // What a server asked about the sender, and what it was told of them, is no word on the recipient.
  if (before.includes('ender ') && SENDER_REFUSED.test(before)) return { wrapper: '', words: text };
  const mayEnd = (marks.phrases & PHRASE.wrapper) !== 0 || (marks.signs & SIGN.space) !== 0;
  if (mayEnd && endsInWrapper(before, marks))
    return { wrapper: before, words: unquoted(text.slice(start), before) };
  const marker = (marks.phrases & PHRASE.marker) !== 0 ? MARKER.exec(text) : null;
  const end = marker === null ? 0 : marker.index + (marker[1] as string).length;
  if (marker !== null && marker.index <= MARKED_WITHIN && start >= end)
    return { wrapper: text.slice(0, end), words: text.slice(marker.index + marker[0].length) };
  const said = quoted(text.slice(start), before);
  return { wrapper: before, words: saysSomething(said) ? said : text };
}

/** Postfix, without the code in front: `<news@example.org>: Sender address rejected: undeliverable address: 550 …`. */
const SENDER_REFUSED = /\bsender (?:address |domain )?(?:rejected|refused|verif\w{1,8} failed)[^@\n]{0,60}$/i;
/** Another reply stands ahead of the one that decides. */
const FIRST_CODES = /^\s*[45]\d\d[ -](?:[45]\.\d{1,3}\.\d{1,3})?/;

/** `Yahoo says: "554 5.7.9 …" for our newsletter`: the rest is somebody's who quotes. */
function quoted(words: string, before: string): string {
  if (!/["“„]\s?$/.test(before)) return words;
  const close = words.search(/["”“]/);
  return close < 0 || /["”“]/.test(words.slice(close + 1)) ? words : words.slice(0, close);
}

function endsInWrapper(before: string, marks: Marks): boolean {
  if (before.endsWith(' said: ')) return true;
  const near = before.slice(-400);
  return WRAPPER((marks.signs & SIGN.space) === 0 ? near : near.replace(/\s+/g, ' '));
}

/** A reply that was quoted, `returned '550 …'`, without the quote that closes it. */
function unquoted(words: string, before: string): string {
  const open = /(['"(<[])\s{0,2}$/.exec(before)?.[1];
  return open === undefined ? words : words.replace(/['")>\]]\s*$/, '');
}

/** In one line, or without codes that are repeated, words stand side by side that didn't. */
const isRewritten = (words: string, code: string | null, { signs }: Marks): boolean =>
  (signs & SIGN.space) !== 0 || (code !== null && words.indexOf(code) !== words.lastIndexOf(code));

/** Unfolds, and drops the codes that a multi-line reply repeats on every line (RFC 5321 §4.2.1). */
function plainLine(words: string, reply: string | null, enhanced: string | null, marks: Marks): string {
  const isPlain = (marks.signs & SIGN.space) === 0;
  const inOne = (text: string): string => (isPlain ? text.trim() : oneLine(text));
  const bare =
    (marks.signs & SIGN.semicolon) === 0
      ? words
      : words.replace(/^\s*(?:smtp|dns|x-[\w-]{1,40})\s?;\s*/i, '');
  let line = inOne(bare);
  line = withoutTrailers(line, isPlain ? marks : marksOf(line));
  // One further ahead is the reply itself.
  const consequence = line.includes('503', 13) || line.includes('554', 13) ? CONSEQUENCE.exec(line) : null;
  if (consequence && consequence.index > 12) line = line.slice(0, consequence.index);
  if (reply === null) return enhanced === null ? line : withoutRepeats(line, enhanced);
  const at = line.indexOf(reply);
  if (at < 0 || at > 3) return line;
  const codes = enhanced !== null && line.slice(0, 40).includes(enhanced) ? enhanced : null;
  let rest = line.slice(skipped(line, at + 3));
  if (codes !== null) {
    const own = rest.indexOf(codes);
    if (own >= 0 && own < 12 && !/[a-z]{2}/i.test(rest.slice(0, own)))
      rest = rest.slice(skippedBehind(rest, own + codes.length));
  } else if (enhanced !== null) {
    rest = rest.replace(/^[45] \d{1,3} \d{1,3}\s/, '');
  }
  const shown = codes ?? (enhanced !== null && /^[45] /.test(line.slice(at + 4)) ? enhanced : null);
  const said = (words: string): string => `${reply}${shown === null ? '' : ` ${shown}`} ${words}`;
  if (!rest.includes(reply)) return inOne(said(rest.trim()));
  const repeated =
    codes === null ? [`${reply}-`] : [`${reply}-${codes} `, `${reply}-${codes}`, `${reply} ${codes} `];
  for (const prefix of repeated) rest = rest.replaceAll(prefix, codes === null ? ' ' : '');
  if (codes === null && line.includes(`${reply}-`)) rest = rest.replaceAll(` ${reply} `, ' ');
  return oneLine(said(rest));
}

const SIGN_BEHIND = signsOf('-:#;,');
const SIGNS_BEHIND = signsOf(')]\'":;,-');

/** @returns the place behind a blank, a sign and a blank, as far as they stand there */
function skipped(text: string, from: number): number {
  const sign = isWhite(text, from) ? from + 1 : from;
  const behind = sign < text.length && SIGN_BEHIND[text.charCodeAt(sign)] === 1 ? sign + 1 : sign;
  return isWhite(text, behind) ? behind + 1 : behind;
}

/** @returns the place behind up to two signs and a blank */
function skippedBehind(text: string, from: number): number {
  let at = from;
  while (at < from + 2 && at < text.length && SIGNS_BEHIND[text.charCodeAt(at)] === 1) at++;
  return isWhite(text, at) ? at + 1 : at;
}

function withoutTrailers(text: string, marks: Marks): string {
  let line = text;
  const { phrases } = marks;
  const hasTrailer = (phrases & (PHRASE.trailer | PHRASE.goingOn)) !== 0;
  if (!hasTrailer && !line.endsWith(']') && !line.endsWith('#')) return line;
  const mayGoOn = (phrases & PHRASE.goingOn) !== 0;
  if (hasTrailer) line = without(line, IN_REPLY);
  if (mayGoOn) line = without(line, GIVING_UP);
  if (line.endsWith(']')) line = without(line, IN_BRACKETS);
  if (line.endsWith('#')) line = without(line, SIGNS);
  return mayGoOn ? without(line, TOO_LONG) : line;
}

/** @returns the line without what fits at its end, and the blanks before that */
function without(line: string, trailer: RegExp): string {
  const found = trailer.exec(line);
  return found === null ? line : line.slice(0, found.index).trimEnd();
}

/** An answer whose reply codes were lost still says its enhanced code on each line; in one line, once is enough. */
function withoutRepeats(line: string, enhanced: string): string {
  const first = line.indexOf(enhanced);
  if (first < 0 || first > 3 || !line.includes(` ${enhanced} `, first + enhanced.length)) return line;
  const end = first + enhanced.length;
  return oneLine(line.slice(0, end) + line.slice(end).replaceAll(` ${enhanced} `, ' '));
}
