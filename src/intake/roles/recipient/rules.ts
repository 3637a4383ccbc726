/** What tells a recipient: a field, a command, or the words of a refusal right beside the address. */
import { WORD } from '../../marks.ts';
import { CODE_BEFORE, type Rule, SURENESS } from '../role.ts';
import { BEFORE_RECIPIENTS } from './before.ts';
import { BEFORE_RECIPIENTS_ABROAD } from './before-abroad.ts';
import { BEHIND_RECIPIENTS } from './behind.ts';
import { CAME_BACK_WORDS } from './came-back.ts';
import { ORIGINAL_FIELDS, RECIPIENT_FIELDS } from './fields.ts';

const words = { role: 'recipient', sureness: SURENESS.words } as const;

/**
 * Nothing but marks, a time or a level stands before in the line, or words that announce a failure: any other word or
 * label there may be whoever works on it ("Ticket 4471 assigned to sam@example.org: 550 …").
 */
const AT_FRONT =
  /(?:(?:^|\n)[\s>|*•·#"'`~_<([\d.,)\]/:TZ+–-]{0,36}|[\])]:?\s{1,3}[<"'`(]{0,2}|[.;!?,]\s{1,3}<|(?:\b(?:err(?:or)?|warn(?:ing)?|info|notice|debug|fatal|critical|fail(?:ed|ure|s)?|reject(?:ed|s)?|bounced?|bounces|refused|undeliverable|deferred|said|exception|reason|response|reply|smtp|status|result|user|unknown|recipients?|address|invalid|denied|disabled|full|n[o']t (?:be )?(?:sen[dt]|deliver(?:ed)?|mail(?:ed)?))|\d):?\s{1,3}[<"'`([]{0,2}|\d:<)$/i;
/** "SMTP error from the remote server for ann@example.com: 550 …" */
const FOR = /\bfor\s{1,3}[<"'(*_`~]{0,3}$/i;
const CAME_BACK_WITH = new RegExp(
  `^[>"'\`)*_~]{0,3},? (?:[^@\\n.]{0,60}[^@\\n.\\p{L}])?(?:${CAME_BACK_WORDS})(?!\\p{L})[^@\\n]{0,60}[45]\\d\\d[ -]`,
  'iu',
);

export const recipient = {
  originalField: { role: 'original recipient', sureness: SURENESS.field, before: ORIGINAL_FIELDS },
  field: { role: 'recipient', sureness: SURENESS.field, before: RECIPIENT_FIELDS },
  // `ann@example.com → 550 …`
  beforeArrow: { ...words, first: '-=\n', after: /^>?\s{0,3}(?:→|->|=>)\s{0,3}["'(<]{0,2}[45]\d\d[ -]/ },
  fromTo: {
    ...words,
    last: 'o',
    words: WORD.from,
    near: /\bto:?\s{1,3}[<"']{0,2}$/i,
    ahead:
      /\bfrom:?\s{1,3}[<"']{0,2}[^\s<>@]{1,64}@[^\s<>@]{1,100}[>"',]{0,3}\s{1,3}(?:via [\w.-]{1,253},?\s{1,3})?to:?\s{1,3}[<"']{0,2}$/i,
  },
  relayedTo: {
    ...words,
    last: 'or',
    words: WORD.relay,
    near: /\b(?:to|for):? [<"']{0,2}$/i,
    ahead: /\brelay(?:ing)?(?: mail| messages?)?(?: from \S{3,253})? (?:to|for):? [<"']{0,2}$/i,
  },
  failedToSend: {
    ...words,
    last: 'o',
    near: /\bto:?\s{0,3}[<"'(]{0,2}$/i,
    ahead:
      /\b(?:not|n't|unable|fail(?:ed|ure|s|ing)?|cannot|error|problem|undeliverable)\b[^.\n@]{0,60}\b(?:sen[dt]|sending|e?-?mails?|messages?)\b[^.\n@]{0,30}\bto:?\s{0,3}[<"'(]{0,2}$/i,
  },
  // "mail to ann@example.com bounced", "the invoice for ann@example.com came back"
  cameBack: {
    ...words,
    last: 'or',
    words: WORD.cameBack,
    near: /\b(?:(?:e-?)?mails?|messages?|newsletter|invoice|mailing|notification|reply|letter|sending|sent|send|writing|wrote|invitation|reminder) (?:that went |we sent |sent |i sent )?(?:to|for)\s{1,3}[<"'(*_`~]{0,3}$/i,
    after:
      /^[>"'`)*_~]{0,3},? [^@\n]{0,60}\b(?:bounc(?:ed?|es|ing)|came back|comes back|coming back|(?:was|were|got|is|gets) (?:returned|rejected|refused|bounced)|returned|fail(?:s|ed|ing)?|rejected|refused)\b/i,
  },
  // The same in the main languages, where the code follows.
  cameBackWith: {
    ...words,
    last: 'ornla',
    near: /(?<!\p{L})(?:to|for|an|für|naar|aan|à|pour|a|para|per|do|na|на|для|till|til)\s{1,3}[<"'(*_`~]{0,3}$/iu,
    after: CAME_BACK_WITH,
  },
  // "Mail to team@example.com bounced at ann@example.net: 550 …": the list isn't dead where one of its members is.
  ofList: {
    ...words,
    last: 'tfrn',
    near: /(?:[sd] (?:at|off)|\bmember|\bexpansion)\s?:?\s{0,3}[<"'(*_`~]{0,3}$/i,
    ahead:
      /@[^@\n]{1,80}(?:\bbounce[sd] (?:at|off)|(?<!\b(?:team|staff|crew|by)[ -])\bmember|\blist expansion)\s?:?\s{0,3}[<"'(*_`~]{0,3}$/i,
    after: /^[>"'`)*_~]{0,3}[:,]?\s[^@\n]{0,40}(?<![\d.])[45]\d\d[ -]/,
  },
  behindCode: { ...words, last: 'p0123456789', near: CODE_BEFORE, after: /^>?(?:\.\.\.|:|,|\s|\)|$)/ },
  // `<ann@example.com>: why`, `<ann@example.com>... why`
  bracketsAtFront: { ...words, first: '.:', near: AT_FRONT, after: /^>(?:\.\.\.| ?:)/ },
  // netqmail: `<ann@example.com> 192.0.2.20 failed on DATA command.`
  hostBehind: {
    ...words,
    first: '0123456789',
    near: AT_FRONT,
    after: /^>? (?:\d{1,3}\.){3}\d{1,3} (?:failed|does not|said|rejected)/,
  },
  // Sendmail's sign, whatever program's name stands before.
  threeDots: { ...words, first: '.', after: /^["'*_~)\]]{0,3}[ \t]?\.\.\./ },
  // `ann@example.com: 550 why`, `ann@example.com: host mx.example.com said`
  replyBehind: {
    ...words,
    first: ':-(#45`',
    near: AT_FRONT,
    after: /^[>"'*_~)\]]{0,3}[ \t]?(?:[:–—-]?[ \t]{0,2}["'*_~`(]{0,3}#?[45]\d\d[ -]|: ?host )/,
  },
  // "550 5.7.1 Message rejected (to: ann@example.com)"
  labelledInBrackets: {
    ...words,
    last: 'ornal',
    near: /[([]\s{0,2}(?:to|for|an|für|à|pour|a|para|per|voor|aan|do|dla|till|til|кому|для)\s?:\s{0,2}[<"']{0,2}$/iu,
    after: /^[>"']{0,2}\s{0,2}[)\]]/,
  },
  // "550 5.1.1 User unknown" for ann@example.com
  quotedFor: {
    ...words,
    last: 'r',
    near: FOR,
    ahead: /\b[45]\d\d[ -][^\n@]{1,90}["'`”]\s{1,2}for\s{1,3}[<"'(*_`~]{0,3}$/i,
  },
  // "we get 550 5.1.1 for ann@example.com"
  codeFor: {
    ...words,
    last: 'r',
    near: FOR,
    ahead:
      /(?<![\d.])[45]\d\d[ -]#?[45]\.\d{1,3}\.\d{1,3}["'`”)]?\s{1,3}(?:errors? |bounces? )?for\s{1,3}[<"'(*_`~]{0,3}$/i,
  },
  failedFor: {
    ...words,
    last: 'r',
    first: ':\n',
    near: FOR,
    ahead:
      /\b(?:errors?|fail\w{0,4}|bounced?|bounces|reject\w{0,5}|refus\w{0,3}|undeliver\w{0,6}|problem)\b[^.\n@]{0,60}\bfor\s{1,3}[<"'(]{0,2}$/i,
    after: /^[>"'*_)]{0,3}\s{0,2}:\s{0,2}#?[45]\d\d[ -]/,
  },
  before: { ...words, before: [...BEFORE_RECIPIENTS, ...BEFORE_RECIPIENTS_ABROAD] },
  // Microsoft: "Recipient address rejected: Access denied. ann@example.com [host]"
  microsoft: {
    ...words,
    last: '.',
    near: /\. ?[<"]?$/,
    ahead: /recipient address rejected: [^.@\n]{3,40}\. ?[<"]?$/i,
  },
  behind: { ...words, behind: BEHIND_RECIPIENTS },
} satisfies Record<string, Rule>;
