/** What the server's own words say of the largest message that it takes: "exceeds size limit 26214400 of server", "maximum of 10 MB". */

/** Characters of the words that are looked at. */
const LONGEST = 2000;
const UNIT = '(bytes?|octets?|[kmg]i?b|[kmg]bytes?|kilobytes?|megabytes?)?';
const LIMITS: readonly RegExp[] = [
  new RegExp(
    `\\b(?:size )?limit(?: (?:is|of|for [\\w ]{1,20} is))?[ :=(]{1,3}(\\d{1,12}(?:\\.\\d{1,2})?) ?${UNIT}\\b`,
    'i',
  ),
  new RegExp(
    `\\b(?:max(?:imum|imal|\\.)?|largest|allowed)(?: [a-z]{2,12}){0,4}[ :=(]{1,3}(\\d{1,12}(?:\\.\\d{1,2})?) ?${UNIT}\\b`,
    'i',
  ),
];
const POWERS: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3 };
const MB = 1024 * 1024;
/** Below, the number is that of something else; above, no server's. */
const [LEAST, MOST] = [64 * 1024, 10 * 1024 * MB];

/** @returns "25 MB", "500 kB"; null where the words name no limit, or no believable one */
export function sizeLimitStated(words: string): string | null {
  const text = words.slice(0, LONGEST);
  for (const pattern of LIMITS) {
    const [, number = '', unit = ''] = pattern.exec(text) ?? [];
    const bytes = Number(number) * 1024 ** (POWERS[unit[0]?.toLowerCase() ?? ''] ?? 0);
    if (bytes >= LEAST && bytes <= MOST) return inWords(bytes);
  }
  return null;
}

const inWords = (bytes: number): string =>
  bytes < MB ? `${Math.round(bytes / 1024)} kB` : `${Number((bytes / MB).toFixed(1))} MB`;
