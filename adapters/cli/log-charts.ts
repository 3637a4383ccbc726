/** Simple charts as SVG, drawn into a page. */
import { escaped } from './markup.ts';
import type { Reading } from './reading.ts';
import { spanWords } from './summed.ts';

const WIDTH = 1000;
const LINE = 26;
/** Where bars begin, and how long the longest of them is. */
const BARS = { from: 330, longest: 560 };
/** Characters of a name. */
const LONGEST_NAME = 42;

export type Bar = {
  readonly name: string;
  readonly count: number;
  /** A class of the page's style. */
  readonly style: string;
};

/** @returns a bar a line, the longest as wide as there is room for */
export function barsOf(bars: readonly Bar[]): string {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const lines = bars.map(({ name, count, style }, i) => {
    const y = i * LINE;
    const length = Math.max(2, Math.round((count / most) * BARS.longest));
    const shown = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
    return [
      `<text x="${BARS.from - 10}" y="${y + 17}" text-anchor="end">${escaped(shown)}</text>`,
      `<rect class="${style}" x="${BARS.from}" y="${y + 4}" width="${length}" height="${LINE - 8}"/>`,
      `<text x="${BARS.from + length + 8}" y="${y + 17}">${count.toLocaleString('en')}</text>`,
    ].join('');
  });
  return `<svg viewBox="0 0 ${WIDTH} ${bars.length * LINE}" role="img">${lines.join('\n')}</svg>`;
}

const HOUR = 60 * 60 * 1000;
const HEIGHT = 160;
/** Columns at most. */
const MOST_COLUMNS = 72;

/** @param hours failures by hours since 1970 @returns a column for each hour, or for as many of them as fit */
export function columnsOf(hours: ReadonlyMap<number, number>, zone: Reading['zone']): string {
  const from = [...hours.keys()].reduce((a, b) => Math.min(a, b));
  const to = [...hours.keys()].reduce((a, b) => Math.max(a, b));
  const each = Math.ceil((to - from + 1) / MOST_COLUMNS);
  const sums = Array.from({ length: Math.ceil((to - from + 1) / each) }, () => 0);
  for (const [hour, count] of hours) {
    const at = Math.floor((hour - from) / each);
    sums[at] = (sums[at] ?? 0) + count;
  }
  const most = Math.max(1, ...sums);
  const wide = WIDTH / sums.length;
  const columns = sums.map((sum, i) => {
    const height = sum === 0 ? 0 : Math.max(2, Math.round((sum / most) * HEIGHT));
    const start = (from + i * each) * HOUR;
    const when = spanWords(start, start + each * HOUR, zone);
    return `<rect class="all" x="${(i * wide + 1).toFixed(1)}" y="${HEIGHT - height}" width="${Math.max(1, wide - 2).toFixed(1)}" height="${height}"><title>${escaped(`${when}: ${sum.toLocaleString('en')}`)}</title></rect>`;
  });
  const [first, last] = [spanWords(from * HOUR, from * HOUR, zone), spanWords(to * HOUR, to * HOUR, zone)];
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT + 24}" role="img">${columns.join('\n')}<text x="0" y="${HEIGHT + 18}">${escaped(first)}</text><text x="${WIDTH}" y="${HEIGHT + 18}" text-anchor="end">${escaped(last)}</text></svg>`;
}
