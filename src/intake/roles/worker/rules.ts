/** What tells people at work on the matter: whose ticket, commit or login it is. None of them is a recipient. */
import { ENDS_LINE, type Rule, SURENESS } from '../role.ts';
import { NOT_SPOKEN_FOR, REPORTS } from './reports.ts';
import { WORKERS } from './words.ts';

const words = { role: 'unknown', sureness: SURENESS.words } as const;

export const worker = {
  before: { ...words, before: WORKERS },
  // "ann@example.com reports that the mail bounced with 550 …"
  reports: { ...words, near: NOT_SPOKEN_FOR, after: REPORTS },
  // "I moved from ann@example.com to ann@example.net": whoever writes has the new one.
  moved: {
    ...words,
    last: 'o',
    near: /\bto\s{1,3}[<"']{0,2}$/i,
    ahead:
      /\b(?:moved?|chang(?:ed?|ing)|switch(?:ed|ing)?|migrated?)\s(?:[^\s@]{1,20}\s){0,4}from\s{1,3}[<"']{0,2}[^\s<>@]{1,64}@[^\s<>@]{1,100}[>"',]{0,3}\s{1,3}to\s{1,3}[<"']{0,2}$/i,
  },
  // Who signs.
  signs: { ...words, first: '\n', ahead: /(?:^|\n)--[ \t]?\n[^@]{0,100}$/, after: ENDS_LINE },
  // `user: sam@example.org` in a line of its own is who works with the program.
  login: {
    ...words,
    last: 'retn',
    first: '\n',
    near: /(?:^|\n)[\s>*•-]{0,8}(?:user|user ?name|account|account name|login)\s?[:=]\s{0,3}[<"']{0,2}$/i,
    after: ENDS_LINE,
  },
  // "…, says sam@example.org": a person who speaks of a code. What a server says stands behind a colon.
  speaks: {
    ...words,
    last: 'setbnaozgir',
    near: /(?<!\p{L})(?:says|sagte?|meinte?|schreibt|schrieb|fragte?|laut|dit|selon|écrit|demande|dice|según|pregunta|secondo|chiede|diz|segundo|zegt|schrijft|volgens|mówi|pisze|według|говорит|пишет|säger|skriver|siger|sier)\s{1,3}$/iu,
  },
  // `[10:02] sam@example.org: …` and `sam@example.org 10:02 AM`, then a line: who speaks in a chat.
  chats: {
    ...words,
    last: '])',
    near: /(?:^|\n)[\s>]{0,4}[[(](?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4},? )?\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?[\])]:?\s{0,3}<?$/i,
    after: /^>?:?[ \t]/,
  },
  spoke: {
    ...words,
    first: '[(0123456789',
    near: /(?:^|\n)[\s>*]{0,4}$/,
    after: /^[>*]{0,2}[ \t]{1,3}[[(]?\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?[\])]?[ \t]{0,3}(?:\n|$)/i,
  },
  // `Maintainer: sam@example.org` in a line of its own: a label that no table knows is no recipient's.
  label: {
    ...words,
    first: '\n',
    near: /(?:^|\n)[\s>*•-]{0,8}(?!(?:re|fwd?|to|an|a|à|aan|do|para|till|til|errors?|fail\w*|bounced?)\b)\p{L}[\p{L}'’-]{1,20}(?:[ _]\p{L}[\p{L}'’-]{0,20}){0,2}\s?[:：]\s{1,3}[<"'(]{0,2}$/iu,
    after: ENDS_LINE,
  },
} satisfies Record<string, Rule>;
