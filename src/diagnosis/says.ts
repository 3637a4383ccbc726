/** Whether a text has words behind its codes. */

/** Longest part that is looked through for words: what a server says stands at its front. In characters. */
const FRONT = 600;
/** Codes, addresses, hosts and the names of commands: they stand in nearly every answer, and say nothing of its cause. */
const NO_WORDS =
  /<[^<>]{0,320}>|[^\s<>@]{1,64}@[^\s<>@]{1,255}|(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}\b|\d[\w.:-]{0,80}|\bin reply to [^()]{0,40}|\b(?:smtps?|rcpt to|mail from|ehlo|helo|data|command|said|host|relay|status|bounced|dsn|delays?|error|rejected|refused|failed|to|from|orig|final|recipient|diagnostic|code|action|rfc822|remote|mta|dns|x)\b/giu;

/** @returns whether a text has words but for those; one alone is hardly a cause */
export function saysAnything(text: string): boolean {
  const words =
    text
      .slice(0, FRONT)
      .replace(NO_WORDS, ' ')
      .match(/\p{L}{2,}/gu) ?? [];
  return words.length > 1 || words.some((word) => /[^\p{Script=Latin}]/u.test(word) && word.length > 3);
}
