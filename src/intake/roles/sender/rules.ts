/** What tells a sender: of the envelope, of the header, or whom we log in as. */
import { WORD } from '../../marks.ts';
import { CODE_BEFORE, type Rule, SURENESS } from '../role.ts';
import { BEHIND_SENDERS, SENDERS } from './words.ts';

const words = { role: 'sender', sureness: SURENESS.words } as const;

export const sender = {
  before: { ...words, before: SENDERS },
  behind: { ...words, behind: BEHIND_SENDERS },
  // `news@example.org → ann@example.com`
  beforeArrow: { ...words, first: '-=\n', after: /^>?\s{0,3}(?:→|->|=>)\s{0,3}[<"']{0,2}[^\s<>@"']{1,64}@/ },
  authenticated: {
    ...words,
    words: WORD.spf | WORD.dmarc | WORD.signature | WORD.login,
    ahead:
      /\b(?:spf|dmarc|dkim|(?:un)?authenticat\w{1,6}|log-?in|credentials)\b(?:(?!recipient|\bto\b)[^.\n@]){0,40}[\s:][<"'(]{0,2}$/i,
  },
  // What was refused is the sender where the command was.
  refusedCommand: {
    ...words,
    last: 'p0123456789',
    near: CODE_BEFORE,
    words: WORD.refusedMail,
    after: /^[^@\n]{0,200}in reply to MAIL FROM/i,
  },
  // `news@example.org: 550 5.1.0 Sender address rejected: …`
  refusedBehind: {
    ...words,
    first: ':-45',
    words: WORD.refusedSender,
    after:
      /^[>"'*_~)\]]{0,3}[ \t]?[:–-]?[ \t]{0,2}[45]\d\d[ -](?:[45]\.\d{1,3}\.\d{1,3} )?sender (?:address |domain )?(?:rejected|refused|denied|verif\w{1,8} failed)/i,
  },
  refused: {
    ...words,
    last: 'p0123456789',
    near: CODE_BEFORE,
    words: WORD.refusedSender,
    after: /^[>:. ]{0,5}[^@\n.;]{0,40}\b(?:sender|not allowed to send|envelope from)\b/i,
  },
} satisfies Record<string, Rule>;
