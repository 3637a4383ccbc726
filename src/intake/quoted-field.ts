/**
 * People name the fields of reports and logs when they speak of them: "we now show `Final-Recipient: rfc822; …`". A field
 * stands at the front of its line; in the middle of somebody's sentence it is none, and what a later sentence says is no
 * server's word on the address in it.
 */
import { marksOf, SIGN } from './marks.ts';

/** Longest text that is looked at, in characters: people who speak of a field write little. */
const LONGEST = 2000;
const FIELD =
  /(?:final|original)-recipient\s?:|x-(?:failed|actual)-recipients?\s?:|\brcpt[ _-]?to\s?:|\bto=</gi;
/** What a report or a log has beside such a field, and nobody who speaks of it. */
const AROUND =
  /\bsaid:|\bstatus=\w{3,12} \(|[45]\d\d[ -]#?[45]\.\d{1,3}\.\d|(?:^|\n)[\s>|*]{0,8}(?:[a-z]{4,10}-recipient|action|status|diagnostic-code|(?:remote|reporting)-mta)\s?:|\b(?:diagnostic-code|(?:remote|reporting)-mta)\s?:\s?\S|\d\d:\d\d:\d\d|\[\d{1,8}\]/i;
/** The sentence itself tells that the mail failed. */
const FAILS =
  /unknown|no such|not? (?:be )?(?:found|exist|deliver)|n['’]t (?:be )?(?:exist|found|deliver)|\bfull\b|quota|disabled|suspend|reject|refus|denied|block|fail|undeliver|bounced|returned|unable|invalid|fehl|abgelehnt|unbekannt|voll\b|erreur|échec|rechaz|rifiut|rejeit|geweigerd|błąd|ошибк|отказ/i;
const ERROR = /error/i;

/** @returns whether all fields of recipients in a text are named in the middle of sentences that tell no failure */
export function quotesFields(text: string): boolean {
  if (text.length > LONGEST || (marksOf(text).signs & SIGN.at) === 0) return false;
  const fields = [...text.matchAll(FIELD)];
  if (fields.length === 0 || AROUND.test(text)) return false;
  for (const { index, 0: field } of fields) {
    const end = sentenceEnd(text, index + field.length);
    const start = sentenceStart(text, index);
    const before = text.slice(start, index);
    const sentence = before + text.slice(index + field.length, end);
    // Nothing follows that could be taken for a server's words, or the field is one.
    if ((before.match(/\p{L}{2,}/gu) ?? []).length < 2 || FAILS.test(sentence)) return false;
    if (ERROR.test(before) && !/recipient/i.test(field)) return false;
  }
  return true;
}

const ENDS = /[.!?;]["'`)\]]{0,2}\s|\n/g;

function sentenceStart(text: string, at: number): number {
  const line = text.lastIndexOf('\n', at) + 1;
  const ends = [...text.slice(line, at).matchAll(ENDS)];
  const last = ends.at(-1);
  return last === undefined ? line : line + last.index + last[0].length;
}

function sentenceEnd(text: string, at: number): number {
  // The semicolon and the address of the field itself are passed over.
  const sign = text.indexOf('@', at);
  ENDS.lastIndex = sign < 0 ? at : sign;
  const end = ENDS.exec(text);
  ENDS.lastIndex = 0;
  return end === null ? text.length : end.index;
}
