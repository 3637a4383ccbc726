/** The problems of whole logs as a web page of its own, to send to a colleague: no script, and nothing that is fetched. */
import type { Deed, LogSummary } from '../../src/replies/index.ts';
import { counted } from './lines.ts';
import { barsOf, columnsOf } from './log-charts.ts';
import { escaped } from './markup.ts';
import type { Reading } from './reading.ts';
import { aboutLines, restOf, type Summed, spanWords, titleOf, topOf } from './summed.ts';

/** Bars of a chart. */
const MOST_BARS = 12;

const STYLE = `
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 68rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .2rem 0; } .small { opacity: .75; }
table { border-collapse: collapse; width: 100%; } th, td { padding: .35rem .6rem; text-align: left; vertical-align: top; }
th { font-weight: 600; opacity: .75; } tr + tr td { border-top: 1px solid #8884; }
td:first-child { white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; } td { overflow-wrap: anywhere; }
svg { width: 100%; height: auto; } svg text { fill: currentColor; font: 13px system-ui, sans-serif; }
.suppress { color: #d33; fill: #d33; } .fix { color: #36c; fill: #36c; } .wait { color: #b80; fill: #b80; }
.decide { color: #a3a; fill: #a3a; } .ignore, .done { color: #777; fill: #777; } .all { fill: #36c; }
`;

/**
 * @param top rows at most, the others are counted; null: all
 * @returns a page in which all that is of the logs is escaped
 */
export function pageOf(summed: Summed, top: number | null, zone: Reading['zone']): string {
  const rows = topOf(summed, top);
  const rest = restOf(summed, top);
  const title = titleOf(summed);
  const bars = rows
    .slice(0, MOST_BARS)
    .map(({ problem, count, deed }) => ({ name: problem, count, style: deed }));
  const parts = [
    `<h1>${escaped(title)}</h1>`,
    ...aboutLines(summed, zone).map((line) => `<p class="small">${escaped(line)}</p>`),
    ...(summed.hours.size > 1 ? ['<h2>When</h2>', columnsOf(summed.hours, zone)] : []),
    ...(bars.length > 0 ? ['<h2>Problems</h2>', barsOf(bars)] : []),
    ...(bars.length > 0 ? ['<h2>Refused by</h2>', barsOf(refusersOf(summed.rows))] : []),
    ...(rows.length > 0 ? ['<h2>What to do</h2>', tableOf(rows, zone)] : []),
    ...(rest === null
      ? []
      : [`<p class="small">${escaped(`${rest.words}, ${counted(rest.bounces, 'bounce', 'bounces')}`)}</p>`]),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${parts.join('\n')}
</body>
</html>
`;
}

/** Who refused most, of all problems. */
function refusersOf(rows: LogSummary['rows']): Parameters<typeof barsOf>[0] {
  const counts = new Map<string, number>();
  for (const { refusers } of rows)
    for (const { name, count } of refusers) counts.set(name, (counts.get(name) ?? 0) + count);
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MOST_BARS)
    .map(([name, count]) => ({ name, count, style: 'all' }));
}

const DEEDS: Readonly<Record<Deed, string>> = {
  suppress: 'Suppress',
  fix: 'Fix',
  wait: 'Wait',
  decide: 'Decide',
  ignore: 'Ignore',
  done: 'Done',
};

/** Who refused that a cell names. */
const MOST_NAMED = 5;

function tableOf(rows: LogSummary['rows'], zone: Reading['zone']): string {
  const number = (value: number): string => `<td class="number">${value.toLocaleString('en')}</td>`;
  const head = ['Do', 'Problem', 'Refused by', 'Bounces', 'Mailings', 'Addresses', 'First and last'];
  const lines = rows.map(({ deed, problem, refusers, count, mailings, addresses, first, last }) => {
    const named = refusers.slice(0, MOST_NAMED).map((one) => `${one.name} ${one.count.toLocaleString('en')}`);
    const more = refusers.length > MOST_NAMED ? [`+${refusers.length - MOST_NAMED}`] : [];
    return [
      `<tr><td class="${deed}">${DEEDS[deed]}</td><td>${escaped(problem)}</td>`,
      `<td>${escaped([...named, ...more].join(', '))}</td>`,
      ...[count, mailings, addresses].map(number),
      `<td>${escaped(spanWords(first, last, zone))}</td></tr>`,
    ].join('');
  });
  const heads = head
    .map((name, at) => `<th${at > 2 && at < 6 ? ' class="number"' : ''}>${name}</th>`)
    .join('');
  return `<table>\n<tr>${heads}</tr>\n${lines.join('\n')}\n</table>`;
}
