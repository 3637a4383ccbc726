/** Whom a program says it could not mail, above an answer or an exception that names nobody. */
import { addressIn } from './address.ts';

/** "Failed to send email to: ann@example.com", "Could not deliver message to <ann@example.com>" */
const ANNOUNCED =
  /\b(?:fail(?:ed|ure|s)?|could(?: not|n['’]t)|can(?:not|['’]t)|unable|error|problem)\b[^.\n@]{0,60}\b(?:sen[dt]|sending|deliver\w{0,6}|e-?mail\w{0,3}|mail)\b[^.\n@]{0,30}\bto:?\s{0,3}[<"'(]{0,2}([^\s<>"'(),;@]{1,64}@[^\s<>"'(),;@]{3,253})/gi;
/** A server's own words in the same line: what could not be delivered may be a call back to the sender. */
const ANSWERED = /(?<![\d.])[245]\d\d[ -][^\n]{0,2000}$/;
/** Characters of a text that are looked at. */
const LONGEST = 8000;

/** @returns the one address that the text says a mail could not be sent to; null where there is none, or several */
export function announcedIn(text: string): string | null {
  if (!text.includes('@')) return null;
  const head = text.slice(0, LONGEST);
  const named = [...head.matchAll(ANNOUNCED)].flatMap(({ index, 1: to = '' }) => {
    const isAnswer = ANSWERED.test(head.slice(head.lastIndexOf('\n', index) + 1, index));
    return isAnswer ? [] : (addressIn(to) ?? []);
  });
  const [only, ...others] = new Set(named);
  return others.length === 0 ? (only ?? null) : null;
}
