/**
 * @param text a moment as lists write it: seconds since 1970 (Amazon SES, SendGrid), ISO 8601, `2026-11-21 10:15:00`
 *   (Mandrill, in UTC), RFC 2822 (Mailgun)
 * @returns milliseconds since 1970, or null where it says nothing
 */
export function momentOf(text: string): number | null {
  const written = text.trim();
  if (/^\d{9,11}(\.\d+)?$/.test(written)) return Math.floor(Number(written) * 1000);
  if (/^\d{12,13}$/.test(written)) return Number(written);
  if (!/\d{4}/.test(written)) return null;
  const plain = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d{1,3})?\d*$/.exec(written);
  const read = Date.parse(plain ? `${plain[1]}T${plain[2]}${plain[3] ?? ''}Z` : written);
  return Number.isNaN(read) ? null : read;
}
