import { type Rule, SURENESS } from './role.ts';

/** Before who got the report, or sent it on. */
const REPORTED_TO = [
  'delivered-to',
  'x-forwarded-to',
  'forwarded by',
  'forwarded to',
  'cc',
  'bcc',
  'hi',
  'hello',
  'dear',
  'hallo',
  'hola',
  'bonjour',
  'ciao',
  'olá',
  'kopie',
] as const;

/** How mail programs name the reader: "to me (bob@example.org)". */
const ME =
  'me|myself|mich|moi|m[ií]|mim|mij|mnie|mne|mig|meg|minulle|nekem|bana|меня|мне|мені|εμένα|אני|אליי|إليّ|自分|我|나';

export const gotTheReport = {
  // The head of a card in a mail program, whatever its language: below who wrote it stands whom it reached.
  card: {
    role: 'got the report',
    sureness: SURENESS.words,
    first: '\n',
    near: /(?:^|\n)[^\n@]{1,38}[(<]$/,
    ahead: /\b(?:mailer-daemon|postmaster)@[\w.-]{3,60}[>)]?[^\n@]{0,12}\n[^\n@]{1,38}[(<]$/i,
    after: /^[)>]{1,2}[ \t]{0,4}(?:\n|$)/,
  },
  me: {
    role: 'got the report',
    sureness: SURENESS.words,
    first: '\n',
    near: new RegExp(`(?:^|\\n)[\\s>]{0,4}(?:\\p{L}{1,8}:? )?(?:${ME}) ?[(<]$`, 'iu'),
    after: /^[)>]{1,2}[ \t]{0,4}(?:\n|$)/,
  },
  before: { role: 'got the report', sureness: SURENESS.words, before: REPORTED_TO },
} satisfies Record<string, Rule>;
