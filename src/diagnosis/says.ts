/** Whether a text has words behind its codes. */

/** Longest part that is looked through for words: what a server says stands at its front. In characters. */
const FRONT = 600;
/** Codes, addresses, hosts and the names of commands: they stand in nearly every answer, and say nothing of its cause. */
const NO_WORDS =
  /<[^<>]{0,320}>|[^\s<>@]{1,64}@[^\s<>@]{1,255}|(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}\b|\d[\w.:-]{0,80}|\bin reply to [^()]{0,40}|\b(?:smtps?|rcpt to|mail from|ehlo|helo|data|command|said|host|relay|status|bounced|dsn|delays?|error|rejected|refused|failed|to|from|orig|final|recipient|diagnostic|code|action|rfc822|remote|mta|dns|x)\b/giu;

const IN_BRACKETS = /<[^<>]{0,320}>/g;
const IN_REPLY = /\bin reply to /i;
/** A word that stands alone: no part of an address, a host or a number. */
const ALONE = /(?<!\S)[a-z]{2,}(?=[.,;:!?]?(?!\S))/gi;
/** Those of `NO_WORDS` that may stand so. */
const NAMES =
  /^(?:smtps?|rcpt|mail|ehlo|helo|data|command|said|host|relay|status|bounced|dsn|delays?|error|rejected|refused|failed|to|from|orig|final|recipient|diagnostic|code|action|remote|mta|dns)$/i;

/** @returns whether a text surely has two words; a quick look, which nearly all texts with words pass */
function hasTwoAlone(text: string): boolean {
  if (IN_REPLY.test(text)) return false;
  const bare = text.includes('<') ? text.replace(IN_BRACKETS, ' ') : text;
  let words = 0;
  ALONE.lastIndex = 0;
  for (let word = ALONE.exec(bare); word !== null; word = ALONE.exec(bare))
    if (!NAMES.test(word[0]) && ++words === 2) return true;
  return false;
}

/** @returns whether a text has words but for those; one alone is hardly a cause */
export function saysAnything(text: string): boolean {
  const front = text.slice(0, FRONT);
  if (hasTwoAlone(front)) return true;
  const words = front.replace(NO_WORDS, ' ').match(/\p{L}{2,}/gu) ?? [];
  return words.length > 1 || words.some((word) => /[^\p{Script=Latin}]/u.test(word) && word.length > 3);
}
