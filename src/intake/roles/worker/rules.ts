/** What tells people at work on the matter: whose ticket, commit or login it is. None of them is a recipient. */
import { ENDS_LINE, type Rule, SURENESS } from '../role.ts';
import { WORKERS } from './words.ts';

const words = { role: 'unknown', sureness: SURENESS.words } as const;

export const worker = {
  before: { ...words, before: WORKERS },
  // `user: sam@example.org` in a line of its own is who works with the program.
  login: {
    ...words,
    last: 'retn',
    first: '\n',
    near: /(?:^|\n)[\s>*•-]{0,8}(?:user|user ?name|account|account name|login)\s?[:=]\s{0,3}[<"']{0,2}$/i,
    after: ENDS_LINE,
  },
  // `Maintainer: sam@example.org` in a line of its own: a label that no table knows is no recipient's.
  label: {
    ...words,
    first: '\n',
    near: /(?:^|\n)[\s>*•-]{0,8}(?!(?:re|fwd?|to|an|a|à|aan|do|para|till|til|errors?|fail\w*|bounced?)\b)\p{L}[\p{L}'’-]{1,20}(?:[ _]\p{L}[\p{L}'’-]{0,20}){0,2}\s?[:：]\s{1,3}[<"'(]{0,2}$/iu,
    after: ENDS_LINE,
  },
} satisfies Record<string, Rule>;
