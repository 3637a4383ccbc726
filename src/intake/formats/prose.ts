/**
 * Reports for people, in the layouts that mail servers share: an address, then why it failed; or several
 * addresses, then why; or why, then the address. What stands before the first address is the server's letter;
 * what stands behind the returned message's headline is not about the bounce.
 */
import { codesIn } from '../codes.ts';
import type { Found, Passage } from '../found.ts';
import { SIGN } from '../marks.ts';
import { recipientIn } from '../recipient.ts';
import { rolesIn } from '../roles/index.ts';
import { saysSomething } from '../words.ts';
import { letterProofs } from './letter-words.ts';
import { type Named, namedBy } from './letters/named.ts';
import { isOwnField } from './letters/own-field.ts';
import { isReturnedHeadline, returnedAt } from './letters/returned.ts';
import { wordsForAll } from './letters/words-for-all.ts';
import type { Reader } from './reader.ts';

/** A letter from a mail server has one of these phrases … */
const PHRASES = [
  'deliver',
  'recipient',
  'returned mail',
  'mail system',
  'mailbox',
  'rejected',
  'could not be sent',
  'not relayed',
  'fail',
  'zustell',
  'zugestellt',
  'recapit',
  'no se pudo',
  'error',
  'permanent',
  'qmail',
  'does not like',
  'account',
  'envelope',
  'expired',
  "couldn't",
];
/** … or of these. */
const ABROAD = /не может быть|配信|送信/i;

/** Lines that are read of one letter. */
const MAX_LINES = 20_000;
/** Addresses of one list. */
const LONGEST_LIST = 1000;
/** Longest line that is looked at for an address, in characters. */
const MAX_LINE = 2000;

export const prose: Reader = {
  name: 'letter of a mail server',
  gate: { marks: PHRASES, signs: SIGN.script, needs: SIGN.at },
  proofs: letterProofs,
  examples: [
    {
      text: '<ann@example.com>: host mx.example.com[192.0.2.20] said: 550 5.1.1 User unknown (in reply to RCPT TO command)',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1', command: 'RCPT TO' }],
    },
  ],
  read: (text, places) =>
    places.formats.includes(prose) || ABROAD.test(text)
      ? passagesOf(toldIn(text, entriesOf(text, pasted)))
      : [],
};

/** The same inside a mail from a mail server, whose sentences name a recipient where no line does. */
export const letter: Reader = {
  ...prose,
  name: 'letter inside a mail',
  gate: { signs: SIGN.at },
  read: (text) => readLetter(text),
};

type Entry = {
  readonly recipient: string;
  /** The paragraph with the address and what follows without a gap … */
  readonly lines: string[];
  /** … and the paragraphs after it. */
  readonly later: string[];
  readonly before: string;
  readonly shape: Named['shape'];
  start: number;
  end: number;
};

type Naming = (line: string, current: Entry | null) => Named | null;

/** Lines that name one of the recipients, whatever stands before. */
const listed: Naming = (line, current) =>
  namedBy(line, current === null || current.lines.length === 0 || current.shape === 'words');

/** `sam@example.org 10:02 AM`: the line above what somebody says in a chat. */
const CHATS = /^\s{0,8}[[(]?\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?[\])]?\s{0,8}$/i;

/** Of several replies pasted one below the other each stands for itself: what names its recipient itself begins no letter. */
const pasted: Naming = (line, current) => {
  const named = listed(line, current);
  if (named === null || CHATS.test(named.rest)) return null;
  return named.shape === 'within' && hasCode(line) ? null : named;
};

/**
 * @param text a letter, or the part of it that is left to read
 * @returns one passage per address of the letter
 */
function readLetter(text: string): readonly Passage[] {
  const all = entriesOf(text, listed);
  const sure = toldIn(text, all);
  // A server signs its letters seldom, and with its own name.
  if (all.length > 0) return passagesOf(sure.length > 0 ? sure : all);
  const recipient = recipientIn(text.slice(0, returnedAt(text))) ?? addressedTo(text);
  if (recipient === null) return [];
  const isNamed = recipient.toLowerCase();
  return passagesOf(
    entriesOf(text, (line, current) =>
      current === null && line.toLowerCase().includes(isNamed)
        ? { address: recipient, rest: line, shape: 'labelled' }
        : null,
    ),
  );
}

/** Domino and others quote `To:` and `Subject:` of the message that they couldn't deliver, indented. */
function addressedTo(text: string): string | null {
  const found = /^[ \t]{1,20}to\s?: {1,8}(\S{0,3}[^\s@]{1,160}@\S{3,253})[ \t]*$/im.exec(
    text.slice(0, returnedAt(text)),
  );
  return found?.[1] === undefined ? null : recipientIn(`RCPT TO: ${found[1]}`);
}

function entriesOf(text: string, namedIn: Naming): readonly Entry[] {
  const entries = new Map<string, Entry>();
  let current: Entry | null = null;
  let before: string[] = [];
  let isGap = false;
  let count = 0;
  for (let at = 0; at <= text.length && count < MAX_LINES; count++) {
    const stop = text.indexOf('\n', at);
    const end = stop < 0 ? text.length : stop;
    const line = text.slice(at, Math.min(end, at + MAX_LINE));
    if ((entries.size > 0 || before.length > 0) && isReturnedHeadline(line)) break;
    const named: Named | null = line.includes('@') ? namedIn(line, current) : null;
    if (named) {
      const key: string = named.address.toLowerCase();
      current = entries.get(key) ?? {
        recipient: named.address,
        lines: [],
        later: [],
        before: before.slice(-8).join('\n'),
        shape: named.shape,
        start: at,
        end,
      };
      entries.set(key, current);
      if (named.rest.trim() !== '') current.lines.push(named.rest);
      current.end = end;
    } else if (line.trim() !== '' && !isOwnField(line)) {
      if (current) {
        (current.lines.length > 0 && (isGap || current.later.length > 0)
          ? current.later
          : current.lines
        ).push(line);
        current.end = end;
      }
      if (isGap) before = before.slice(-7);
      before.push(line);
    }
    isGap = line.trim() === '';
    at = end + 1;
  }
  return [...entries.values()];
}

/** Before a list of the addresses that failed. */
const ANNOUNCED =
  /[:：]\s*$|recipient|address|deliver|undeliv|fatal|errors?\b|destinat|empfänger|adres|geadresseerde|получател|адрес|alıcı|mottagare|宛先|受信者|收件人|地址/iu;
/** What nearly every reason has a word of. */
const REASON =
  /unknown|\bnot?\b|n['’]t\b|cannot|reject|refus|fail|quota|full|exceed|invalid|undeliver|unable|denied|block|disabled|inactive|suspend|expired|error|mail|unrout|timed? ?out|unbekannt|nicht|voll|introuvable|n['’]|non |não|niet|nie |не |değil|inte|ません|不|无法|\d\d\d[ -]/iu;

/** Exim's: an address, and below it, further to the right, why. */
const INDENTED = /^([ \t]{1,8})[^\s<>]{3,320}[ \t]*\n\1[ \t]{1,8}\S/;

/** Where a letter tells of one recipient, its further ones may be told in any words: a list has a layout. */
function toldIn(text: string, entries: readonly Entry[]): readonly Entry[] {
  let isList = false;
  return entries.filter((entry) => {
    const told = isTold(entry) || (isList && INDENTED.test(text.slice(entry.start, entry.start + 700)));
    isList ||= told;
    return told;
  });
}

/** An address that stands alone on its line may be anybody's (a signature), unless a list was announced or a reason follows. */
function isTold({ recipient, shape, lines, before }: Entry): boolean {
  if (shape !== 'alone') return true;
  const all = before.trimEnd();
  const above = all.slice(all.lastIndexOf('\n') + 1);
  // The sentence was wrapped before whom one may ask.
  const isContact = rolesIn(`${above} ${recipient}`).at(-1)?.role === 'contact';
  return !isContact && (ANNOUNCED.test(above) || REASON.test(lines.join('\n').slice(0, 2000)));
}

/** Addresses without words of their own make one passage with the next that has some: those are about all of them. */
function passagesOf(entries: readonly Entry[]): readonly Passage[] {
  const passages: Passage[] = [];
  for (let i = 0; i < entries.length; ) {
    let last = i;
    while (
      last + 1 < entries.length &&
      last - i < LONGEST_LIST &&
      ownWords(entries[last] as Entry).trim() === ''
    )
      last++;
    const some = entries.slice(i, last + 1);
    const own = ownWords(entries[last] as Entry);
    const words = some.length > 1 ? wordsForAll(own) : own;
    const found = some.map(
      ({ recipient, before }): Found => ({
        recipient,
        text: reasonOf(words, before, entries.length === 1),
      }),
    );
    passages.push({ start: (some[0] as Entry).start, end: (entries[last] as Entry).end, found });
    i = last + 1;
  }
  return passages;
}

/** The paragraph with the address; the later ones too where it doesn't tell why. */
function ownWords(entry: Entry): string {
  const first = entry.lines.join('\n');
  const all = [...entry.lines, ...entry.later].join('\n');
  return hasCode(first) || (saysSomething(first) && !hasCode(all)) ? first : all;
}

/** The reason stands behind the address as a rule, but some servers tell it first. */
function reasonOf(own: string, before: string, isOnly: boolean): string {
  if (isOnly && hasCode(before) && !hasCode(own)) return before;
  if (saysSomething(own) || hasCode(own)) return own;
  return `${isOnly ? before : wordsForAll(before)}\n${own}`.trim();
}

function hasCode(text: string): boolean {
  const { replyCode, enhancedCode } = codesIn(text);
  return replyCode !== null || enhancedCode !== null;
}
