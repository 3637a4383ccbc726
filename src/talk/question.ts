/** What somebody asks of the bot in words: what a code, a provider's tag or a server's sentence means. */
import type { Catalog, Lookup, LookupResult, ReasonId } from '../catalog/index.ts';
import { type Diagnosis, saysWhat } from '../diagnosis/index.ts';
import { isOnlyTold, isQuestion, opensAsking } from './asking.ts';
import { withoutCourtesy } from './courtesy.ts';
import { hasBothCodes, isNumber, isOfMail, isWatched, tellsOfRefusal } from './of-mail.ts';

/** What it takes to tell what words mean. */
export type Known = { readonly lookup: Lookup; readonly catalog: Catalog };

/**
 * @param diagnosis of the text, read as a bounce; null where none is in it
 * @returns whether the text asks what something means that the catalog knows, or names a code that it doesn't
 */
export function asksWhat({ lookup, catalog }: Known, text: string, diagnosis: Diagnosis | null): boolean {
  const codes = lookup.codesIn(text);
  if (codes.enhanced !== null || codes.reply !== null) {
    const isAlone = codes.words.length === 0;
    if (isAlone || hasBothCodes(text)) return true;
    return !isNumber(text) && !isOnlyTold(text) && !isWatched(text) && isSpokenOf(codes, text, catalog);
  }
  if ((isOnlyTold(text) || isWatched(text)) && (diagnosis?.provider ?? null) === null) return false;
  // Looking for words takes a hundred times as long as all before.
  const { meant, entries } = lookup.find(text);
  if (saysWhat(diagnosis) && diagnosis?.category !== 'info' && isOfMail(text)) return true;
  if (namesTag(codes, entries)) return true;
  const [best] = meant;
  if (best === undefined || (VAGUE.has(best.reason) && !isOfMail(text))) return false;
  return codes.words.length > 1 || codes.beside === 0;
}

/** What people say of anything: "try again later". */
const VAGUE: ReadonlySet<ReasonId> = new Set(['on-hold', 'system-error', 'undefined']);

/** A detail of two digits or more is no version's or time's. */
const LONG_DETAIL = /\.\d{2,3}$/;

/** @returns whether words beside a code say that it is a mail server's */
const isSpokenOf = (
  { enhanced, words }: LookupResult['codes'],
  text: string,
  { providers }: Catalog,
): boolean =>
  LONG_DETAIL.test(enhanced ?? '') ||
  isOfMail(text) ||
  [...providers].some(([id, { name }]) => words.includes(id) || words.includes(firstOf(name)));

const firstOf = (name: string): string => /^[\p{L}\p{N}.-]+/u.exec(name.toLowerCase())?.[0] ?? name;

/** One word with a digit that is a provider's tag, or looks like one. */
const namesTag = ({ words }: LookupResult['codes'], entries: LookupResult['entries']): boolean =>
  words.some((word) => /^(?=.*[a-z])[\x20-\x7e]*\d[\x20-\x7e]*$/.test(word)) &&
  entries[0]?.tags.length !== 0 &&
  entries.length > 0;

/** Talk is short: longer texts are read as what they were handed over for. */
const LONGEST_TALK = 1000;

/**
 * @param text in which nothing was noticed; somebody handed it over all the same
 * @param diagnoses of it, as one reads who tries hard
 * @returns whether it is only talk that sounds like a bounce: people tell of their days, ask, count or number things
 */
export function isMereTalk(known: Known, text: string, diagnoses: readonly Diagnosis[]): boolean {
  if (text.length > LONGEST_TALK) return false;
  const [first = null] = diagnoses;
  // Who is away says so in the words of talk.
  if (first?.category === 'info') return false;
  const isOfPeople = isOnlyTold(text) || isQuestion(text) || isNumber(text) || isWatched(text);
  return (
    isOfPeople &&
    !diagnoses.some((diagnosis) => tellsOfRefusal(text, diagnosis)) &&
    !asksWhat(known, withoutCourtesy(text, opensAsking), first)
  );
}
