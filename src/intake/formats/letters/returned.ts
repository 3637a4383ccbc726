/** Where a letter ends and the message that it returns begins. */

/** Headlines behind which the returned message stands. */
const RETURNED =
  /^[\s*=_#-]{0,40}(?:below this line is a copy of the (?:message|headers)|this is a copy of (?:the|your) (?:message|headers|original)|(?:the )?original message(?: headers?| follows| text)?[\s:.*-]{0,40}$|unsent message (?:below|follows)|returned message\b[\s:*-]{0,40}$|returned message follows|(?:the )?message headers?(?: follows?)?[\s:.*-]{0,12}$|included is a copy of the message header|your (?:original )?message (?:header|follows|is (?:attached|appended))|the header of the original message|a copy of (?:your|the) (?:original )?message|here is (?:the|a copy|your)|(?:the )?body of your message|received ?: ?(?:from|by) ?|return-path ?: ?|content-type: (?:message|multipart)\/)/i;

/** @returns whether a line is the headline of the returned message */
export const isReturnedHeadline = (line: string): boolean => RETURNED.test(line);

/** @returns where the returned message begins in a letter, or its length */
export function returnedAt(text: string): number {
  let seen = false;
  for (let at = 0; at < text.length; ) {
    const stop = text.indexOf('\n', at);
    const end = stop < 0 ? text.length : stop;
    const line = text.slice(at, Math.min(end, at + 200));
    if (seen && RETURNED.test(line)) return at;
    seen ||= line.trim() !== '';
    at = end + 1;
  }
  return text.length;
}

/** Header fields of a part that holds text, folded or not, and the lines between parts (RFC 2045, RFC 2046 §5.1.1). */
const MIME =
  /^(?:content-(?!type ?: ?(?:message|multipart)\/)[\w-]{2,30}|mime-version) ?:[^\n]{0,500}(?:\n[ \t][^\n]{0,500}){0,5}$|^--[\w'()+,./:=?-]{1,70}\s?$/gim;

/** @returns the body of a mail as it was sent, without what its MIME parts say of themselves: nobody's words */
export const withoutMime = (body: string): string => body.replace(MIME, '');
