/**
 * Whether what somebody says is about mail that came back. Servers and people share most words: rooms have numbers,
 * invoices are rejected, colleagues are on vacation, and programs have versions that read like codes.
 */
import { type Diagnosis, holdsAnswer, isOfMail, isRecognised } from '../diagnosis/index.ts';
import { holdsNumber } from '../intake/index.ts';
import { isOnlyTold } from './asking.ts';

/** `550 5.1.1`, `550-5.7.26`, `smtp;421 4.7.28`, `5.1.1 (550)`: both codes of one class side by side. */
const BOTH_CODES =
  /(?<![\p{L}\d.])(?:([45])\d\d[ :;,(#-]{1,4}\1\.[0-7]\.\d{1,3}|([45])\.[0-7]\.\d{1,3}[ :;,(#-]{1,4}\2\d\d)(?!\d|\.\d)/u;

/** @returns whether the text has a server's two codes as only servers write them */
export const hasBothCodes = (text: string): boolean => BOTH_CODES.test(text.normalize('NFKC'));

/** What counts mails, and what has a number of its own: neither is a code. */
const NUMBER =
  /(?<![\d.])[2-5]\d\d(?![\d.]*\d) ?(?:e-?mails|mails|messages|newsletters?|bounces|recipients|subscribers|courriels|correos|e-?mailow|писем|сообщений|封|通|건)|\b(?:version|release|build|update|upgrade|patch|room|story|section|chapter|raum|salle|sala|kamer)s? v?[2-5][\d.]*\d/iu;

/** @returns whether the text has a number that looks like a code and counts or names something else */
export const isNumber = (text: string): boolean => NUMBER.test(text) || holdsNumber(text);

/**
 * @param diagnosis of the text; null where none is in it
 * @returns whether the text tells of a refusal, and is no talk that only sounds like one
 */
export function tellsOfRefusal(text: string, diagnosis: Diagnosis | null): boolean {
  if (hasBothCodes(text)) return true;
  if (diagnosis === null || !isRecognised(diagnosis)) return false;
  const { bounce, category, certainty, provider } = diagnosis;
  const isNamed = bounce.recipient !== null || provider !== null;
  if (!isNamed && isOnlyTold(text)) return false;
  if (certainty === 'unsure' && !isNamed) return false;
  return isOfMail(text) ? isNamed || !isNumber(text) : holdsAnswer(text) && category !== 'info';
}
