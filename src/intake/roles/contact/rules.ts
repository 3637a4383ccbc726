/** What tells whom to ask: postmaster, abuse, support, help. */
import { WORD } from '../../marks.ts';
import { type Rule, SURENESS } from '../role.ts';
import { BEHIND_CONTACTS, CONTACTS } from './words.ts';

const words = { role: 'contact', sureness: SURENESS.words } as const;

export const contact = {
  before: { ...words, before: CONTACTS },
  asked: {
    ...words,
    last: 'otarhl',
    words: WORD.asked,
    near: /\b(?:to|at|via|or|with|contact|e-?mail)\s{0,3}[<"'(]{0,2}$/i,
    ahead:
      /\b(?:please|contact|assistance|questions?|help|report|forward)\b[^.\n@]{0,60}\b(?:to|at|via|or|with|contact|e-?mail)\s{0,3}[<"'(]{0,2}$/i,
  },
  behind: { ...words, behind: BEHIND_CONTACTS },
} satisfies Record<string, Rule>;
