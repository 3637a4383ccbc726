/** What is wrong with the spelling of an address: the likeliest cause when it can't be reached. */

type Fault = { readonly found: RegExp; readonly words: string };

/** In the order in which they are told. Each is linear: it looks for one thing. */
const FAULTS: readonly Fault[] = [
  { found: /\p{Cf}/u, words: 'has an invisible character in it' },
  { found: /@.{0,300}@/, words: 'has more than one @' },
  { found: /^[^@]{0,200}$/, words: 'has no @' },
  { found: /^@|@$/, words: 'has nothing on one side of the @' },
  { found: /\s/, words: 'has a blank in it' },
  { found: /,/, words: 'has a comma, perhaps in place of a dot' },
  // RFC 5321 §4.1.2: all others may stand there as they are.
  {
    found: /^[^@()<>[\]:;\\"]{0,300}[()<>[\]:;\\"]/,
    words: 'has a character before the @ that is allowed in quotes only',
  },
  { found: /\.\./, words: 'has two dots in a row' },
  { found: /^\.|\.@|@\./, words: 'has a dot beside the @ or at the front' },
  { found: /@.{0,300}[.]$/, words: 'ends in a dot' },
  { found: /@[^[].{0,300}[^\p{L}\p{N}\]]$/u, words: 'ends in a character that no domain ends in' },
  { found: /@[^[@]{0,253}[_*~'!$%&=?^`{|}/\\#+;:]/, words: 'has a character that no domain has' },
  { found: /@-|@(?:[^@]{0,253}\.)?-/, words: 'has a hyphen where no domain has one' },
  { found: /@(?!\[)[^.]{1,253}$/, words: 'has no dot behind the @' },
];

/** What may be a whole address with a slip in it, and not the end of a sentence or two addresses of a list. */
const SLIPS =
  /^[^\s<>@"]{1,160}@(?:[^\s<>@"]{0,253}(?:,[^\s<>@",]{1,24}|\.\.[^\s<>@",.][^\s<>@",]{0,200}|_)|@[^\s<>@"]{3,253})$/;
/** The same between angle brackets, where punctuation belongs to the address. */
const SLIPS_BRACKETED =
  /^[^\s<>@"|]{1,160}@(?:[^\s<>@"|]{0,253}(?:,[^\s<>@"|,]{0,24}|\.\.[^\s<>@"|,]{1,200}|[_.;:'!-])|@[^\s<>@"|]{3,253})$/;

/**
 * @param text what stands where an address is expected, alone
 * @param isBracketed whether angle brackets hold it
 * @returns whether it is an address with a slip in it that must not be cut away
 */
export const isDamaged = (text: string, isBracketed: boolean): boolean =>
  (isBracketed ? SLIPS_BRACKETED : SLIPS).test(text);

const QUOTED_LOCAL = /^"[^@]{0,100}"@|^"[^"]{0,100}"@/;

/**
 * @param address what stands where one is expected, whole
 * @returns whether a blank or a comma outside quotes is in it: what looks like an address there is a part of another
 */
export const isTorn = (address: string): boolean => /[\s,]/.test(address.replace(/"[^"]{0,100}"(?=@)/, ''));

const IN_QUOTES = /^["'‘“].{1,330}@.{1,253}["'’”]$/;

/**
 * @param address a recipient as a report names it
 * @returns what is wrong with how it is written, as the end of a sentence ("ends in a dot"); null: nothing
 */
export function damageOf(address: string | null): string | null {
  if (address === null) return null;
  if (IN_QUOTES.test(address)) return 'has quotes around it';
  // A quoted local part may hold anything (RFC 5321 §4.1.2).
  if (QUOTED_LOCAL.test(address)) return null;
  if (/[*]{3}|[x]{4}|\bredacted\b/i.test(address)) return null;
  return FAULTS.find(({ found }) => found.test(address))?.words ?? null;
}
