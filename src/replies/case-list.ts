/** Lists of cases, and the numbers of the last days. */
import type { Case, Stats, Which } from '../cases/index.ts';
import type { Category } from '../catalog/index.ts';
import { CATEGORY_NAMES } from './badge.ts';
import { type Figure, type Leaf, type Line, type NoteReply, plain } from './reply.ts';

const NONE: Readonly<Record<Which, string>> = {
  open: 'Nothing is open. Paste a bounce into a channel that I am in, and I open a case for it.',
  mine: 'You look after no case. Press Claim on one, and it is listed here.',
  escalated: 'Nothing is escalated.',
  snoozed: 'Nothing is snoozed.',
};
const TITLES: Readonly<Record<Which, string>> = {
  open: 'open',
  mine: 'of yours',
  escalated: 'escalated',
  snoozed: 'snoozed',
};

export type Listed = {
  readonly case: Case;
  readonly title: string;
  /** A message of ours that shows it, or null. */
  readonly post: { readonly channel: string; readonly ref: string } | null;
};

/**
 * @param from how many cases stand before these
 * @returns a page of cases, one a line, each with the way to its answer
 */
export function caseListReply(
  which: Which,
  listed: readonly Listed[],
  total: number,
  from: number,
): NoteReply {
  if (total === 0)
    return {
      kind: 'note',
      tone: 'list',
      title: `No case ${TITLES[which]}`,
      body: [plain(NONE[which])],
      examples: [],
    };
  const older = total - from - listed.length;
  return {
    kind: 'note',
    tone: 'list',
    title: `${total.toLocaleString('en')} ${total === 1 ? 'case' : 'cases'} ${TITLES[which]}`,
    body: [
      ...listed.map(lineOfCase),
      ...(older > 0 ? [plain(`… and ${older.toLocaleString('en')} older ones.`)] : []),
    ],
    examples: [],
  };
}

function lineOfCase({ case: handled, title, post }: Listed): Line {
  const { owner, recipients, count, lastAt, status } = handled;
  const name: Leaf = post ? { kind: 'post', label: title, ...post } : { kind: 'strong', text: title };
  const [address] = recipients;
  const whom: Line =
    address === undefined
      ? []
      : [
          ...plain(' · '),
          { kind: 'code', text: address },
          ...plain(recipients.length > 1 ? ` and ${recipients.length - 1} more` : ''),
        ];
  return [
    name,
    ...whom,
    ...plain(` · ${count.toLocaleString('en')} ${count === 1 ? 'bounce' : 'bounces'}, last `),
    { kind: 'time', at: lastAt },
    ...plain(` · ${status.kind}`),
    ...(owner ? [...plain(', '), { kind: 'actor', actor: owner } as const] : []),
  ];
}

/** @returns what bounced and what was done about it since a moment */
export function statsReply(stats: Stats, days: number): NoteReply {
  const number = (value: number): string => value.toLocaleString('en');
  if (stats.bounces === 0) {
    return {
      kind: 'note',
      tone: 'list',
      title: `No bounces in the last ${days} days`,
      body: [plain(`${number(stats.unsettled)} older cases are still open.`)],
      examples: [],
    };
  }
  return {
    kind: 'note',
    tone: 'list',
    title: `${number(stats.bounces)} bounces in the last ${days} days`,
    body: [
      ...stats.byCategory.map(
        ({ category, count }): Line => [
          { kind: 'strong', text: CATEGORY_NAMES[category as Category] },
          ...plain(`: ${number(count)} (${Math.round((100 * count) / stats.bounces)} %)`),
        ],
      ),
      plain(`Busiest day: ${busiest(stats)}.`),
      plain(
        `Cases: ${number(stats.opened)} opened, ${number(stats.settled)} settled, ${number(stats.unsettled)} still open. Addresses suppressed: ${number(stats.suppressed)}.`,
      ),
    ],
    examples: [],
    figure: weekFigure(stats, days),
  };
}

const DAY = 24 * 60 * 60 * 1000;

/** @returns the bounces of each day (UTC) since `stats.since`, those without any too */
export function weekFigure({ since, byDay }: Stats, days: number): Extract<Figure, { kind: 'bars' }> {
  const counts = new Map(byDay.map(({ day, count }) => [day, count]));
  const all = Array.from({ length: days + 1 }, (_, i) => new Date(since + i * DAY));
  return {
    kind: 'bars',
    title: `Bounces in the last ${days} days`,
    bars: all.map((at) => ({
      label: at.toLocaleDateString('en', { month: 'short', day: 'numeric', timeZone: 'UTC' }),
      value: counts.get(at.toISOString().slice(0, 10)) ?? 0,
    })),
  };
}

function busiest({ byDay }: Stats): string {
  const most = byDay.reduce((a, b) => (b.count > a.count ? b : a));
  return `${most.day} with ${most.count.toLocaleString('en')}`;
}
