/** What an address can be to a bounce, and the rules that tell it by what stands beside. */
import type { Place } from '../address.ts';

export type Role =
  | 'recipient'
  | 'original recipient'
  | 'sender'
  | 'got the report'
  | 'contact'
  | 'example'
  | 'unknown';

/** How explicit the place is: a field or command, words right beside the address, or its sentence. */
export const SURENESS = { sentence: 1, words: 2, field: 3 } as const;

export type Placed = Place & {
  readonly role: Role;
  /** The words that told it, at most 100 characters. */
  readonly evidence: string;
  readonly sureness: number;
};

/** What the words right beside an address tell. */
export type Rule = {
  readonly role: Role;
  readonly sureness: number;
  /** Phrases that end where the address begins, with signs between at most. */
  readonly before?: readonly string[];
  /** Phrases that begin where it ends. */
  readonly behind?: readonly string[];
  /** Shapes that are no phrases: of what stands right before (40 characters), further before (120), and behind (280). */
  readonly near?: RegExp;
  readonly ahead?: RegExp;
  readonly after?: RegExp;
  /**
   * What a place where the shape fits has in ASCII, for a look that is quicker than the shape: the last characters
   * before it, in lower case, and the first ones behind it, signs and blanks aside (`beside.ts`). A line feed stands for
   * the end of the text.
   */
  readonly last?: string;
  readonly first?: string;
  /** Marks of words (`marks.ts`), one of which every text has that the shape fits in. */
  readonly words?: number;
};

/** `550 5.1.1 <`: a reply's own code, then the address it is about. */
export const CODE_BEFORE =
  /(?:^|[^\d.])[45]\d\d[ -]{1,2}(?:#?[45]\.\d{1,3}\.\d{1,3}[ :]{1,2})?(?:smtp; ?)?[<("']{0,2}$/;

/** Nothing but closing signs between the address and the end of its line. */
export const ENDS_LINE = /^[>"')\]]{0,2}[ \t]{0,8}(?:\n|$)/;
