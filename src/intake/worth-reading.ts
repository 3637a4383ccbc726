import { unwrapped } from './formats/structured.ts';
import { looksLikeMail } from './mail.ts';
import { isNoticed, mayHoldBounce } from './notice.ts';
import { unpaste } from './paste.ts';
import { jsonLines } from './structure/json-lines.ts';
import { mayTellOfMail } from './tells-mail.ts';

/**
 * What a watched channel's message must pass to be written down at all: nearly all talk ends here, in microseconds.
 * @returns false where `read` surely notices no bounce and no delivery; a whole mail is only known when it was read
 */
export function isWorthReading(text: string): boolean {
  if (mayTellOfMail(text)) return true;
  if (!mayHoldBounce(text)) return false;
  if (looksLikeMail(text)) return true;
  const lines = jsonLines(text).text;
  return isNoticed(unwrapped(unpaste(lines)), lines);
}
