/** Names of the months as logs and mail programs write them, in the languages that we read letters in. */

const LANGUAGES = 'en en-GB de de-AT fr es it pt nl sv da nb fi pl cs ru tr'.split(' ');

let months: ReadonlyMap<string, number> | null = null;

/** Short and long, in the form that stands in a date and the one that stands alone, without their dots. */
function named(): ReadonlyMap<string, number> {
  const all = new Map<string, number>();
  for (const language of LANGUAGES)
    for (const style of [
      { month: 'short' },
      { month: 'long' },
      { day: 'numeric', month: 'short' },
      { day: 'numeric', month: 'long' },
    ] as const) {
      const format = new Intl.DateTimeFormat(language, { ...style, timeZone: 'UTC' });
      for (let month = 0; month < 12; month++) {
        const parts = format.formatToParts(Date.UTC(2026, month, 15));
        const name = plain(parts.find(({ type }) => type === 'month')?.value ?? '');
        if (/\p{L}{3}/u.test(name) && !all.has(name)) all.set(name, month);
      }
    }
  return all;
}

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** Letters of the shortest name: below that nothing need be worked out, which takes a tenth of a second. */
const SHORTEST = 3;

const ENGLISH = 'jan feb mar apr may jun jul aug sep oct nov dec';

/** @returns 0 to 11; null where it is no month's name */
export function monthOf(name: string): number | null {
  const word = plain(name);
  const english = shortMonthOf(word);
  if (english !== null || word.length < SHORTEST) return english;
  months ??= named();
  return months.get(word) ?? null;
}

/** @returns the month of its first three letters in English, as logs have it; null where they are none's */
export function shortMonthOf(word: string): number | null {
  const at = word.length === 3 ? ENGLISH.indexOf(word.toLowerCase()) : -1;
  return at >= 0 && at % 4 === 0 ? at / 4 : null;
}
