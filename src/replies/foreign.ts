/** What is said where the author's domain isn't the sender's: nobody on the sender's side can change its records. */
import type { ForeignSender } from '../diagnosis/index.ts';
import type { Line } from './leaf.ts';
import { type LineFacts, lineOf } from './line.ts';

/** What takes the place of the catalog's words, which speak of a domain of one's own. */
export type ForeignWords = {
  readonly whose: Line;
  readonly steps: readonly Line[];
  /** The same for the card: at most 60 characters each. */
  readonly brief: readonly Line[];
  /** Whom to tell, and what. */
  readonly owner: Line;
  /** The same without the examples. */
  readonly shortOwner: Line;
  readonly tell: readonly Line[];
};

const WORDS: Readonly<
  Record<
    ForeignSender['because'],
    Readonly<Record<'whose' | 'owner', string>> &
      Readonly<Record<'steps' | 'brief' | 'tell', readonly string[]>>
  >
> = {
  freemail: {
    whose:
      'Yours, but not in DNS: whatever sent this mail put {author|somebody else} into the sender, whose records only its owner can change.',
    steps: [
      "Send from an address of your own domain: {author|that domain} isn't yours, and only its owner can let others send in its name.",
      'Put the address of the person who wrote the mail into Reply-To.',
    ],
    brief: ['Send from an address of your own domain.', 'Put the person’s address into Reply-To.'],
    owner: 'whoever runs what sent this mail (contact form, shop, scanner, newsletter)',
    tell: [
      'Mail that you send in the name of {author|a mailbox provider} from {sourceIp|our sending IP address} is refused: only {author|the provider} can let servers send in its name.',
      'Please send from an address of our own domain, and put the address of the person who wrote the mail into Reply-To.',
    ],
  },
  forwarded: {
    whose:
      "The author's domain {author|} decides, and the mail was only forwarded: its records aren't yours to change.",
    steps: [
      "You forwarded this mail, and its author's domain decides: have your server sign what it forwards with ARC, and leave the signed parts as they are.",
      'Else rewrite From to an address of your own domain, as mailing lists do, with the author in Reply-To.',
    ],
    brief: [
      'Sign what you forward with ARC, last of all.',
      'Or rewrite From to an address of your own domain.',
    ],
    owner: 'whoever runs the server that forwards this mail',
    tell: [
      "Mail from {author|its author} that you forward is refused, as it doesn't pass for its author's domain any more.",
      'Please sign what you forward with ARC and leave the signed parts as they are, or rewrite From to an address of our own domain with the author in Reply-To.',
    ],
  },
};

/** @returns whose it is, what to do, whom to tell and with what words */
export function foreignWords({ domain, because }: ForeignSender, facts: LineFacts): ForeignWords {
  const { whose, steps, brief, owner, tell } = WORDS[because];
  const lines = (some: readonly string[]): readonly Line[] =>
    some.map((line) => lineOf(line, { ...facts, author: domain }));
  const [whoseLine = [], ownerLine = []] = lines([whose, owner]);
  return {
    whose: whoseLine,
    steps: lines(steps),
    brief: lines(brief),
    owner: ownerLine,
    shortOwner: lineOf(owner.split(' (')[0] ?? owner, facts),
    tell: lines(tell),
  };
}
