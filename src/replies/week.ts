/** The numbers of the last days. */
import type { Share, Stats } from '../cases/index.ts';
import type { Catalog, Category, ReasonId } from '../catalog/index.ts';
import { CATEGORY_NAMES } from './badge.ts';
import { type Figure, type Line, type NoteReply, plain } from './reply.ts';

/** Of fewer days with bounces the words say as much as a picture: the busiest one, and the sum. */
const DAYS_TO_DRAW = 3;

const number = (value: number): string => value.toLocaleString('en');

/** @returns what bounced in the last days and what was done about it, against as many days before */
export function statsReply(
  stats: Stats,
  catalog: Pick<Catalog, 'providers' | 'reasons'>,
  days: number,
): NoteReply {
  const before = plain(`${number(stats.before)} in the ${days} days before.`);
  if (stats.bounces === 0) {
    return {
      kind: 'note',
      tone: 'list',
      title: `No bounces in the last ${days} days`,
      body: [before, plain(openWords(stats.unsettled))],
      examples: [],
    };
  }
  return {
    kind: 'note',
    tone: 'list',
    title: `${number(stats.bounces)} ${stats.bounces === 1 ? 'bounce' : 'bounces'} in the last ${days} days`,
    body: [
      ...stats.byCategory.map(
        ({ id, count, before: earlier }): Line => [
          { kind: 'strong', text: CATEGORY_NAMES[id as Category] },
          ...plain(
            `: ${number(count)} (${Math.round((100 * count) / stats.bounces)} %, ${number(earlier)} before)`,
          ),
        ],
      ),
      ...sharesLine('By provider', stats.byProvider, (id) => catalog.providers.get(id)?.name ?? id),
      ...sharesLine('Largest problems', stats.byReason, (id) => catalog.reasons[id as ReasonId].title),
      before,
      plain(`Busiest day: ${busiest(stats)}.`),
      plain(
        `Cases: ${number(stats.opened)} opened, ${number(stats.settled)} settled, ${number(stats.unsettled)} still open. Addresses suppressed: ${number(stats.suppressed)}.`,
      ),
    ],
    examples: [],
    ...(stats.byDay.length < DAYS_TO_DRAW ? {} : { figure: weekFigure(stats, days) }),
  };
}

function sharesLine(
  label: string,
  shares: readonly Share[],
  nameOf: (id: string) => string,
): readonly Line[] {
  const all = shares.map(
    ({ id, count, before }) => `${nameOf(id)} ${number(count)} (${number(before)} before)`,
  );
  return all.length > 0 ? [plain(`${label}: ${all.join(', ')}.`)] : [];
}

const openWords = (cases: number): string =>
  cases === 1 ? '1 older case is still open.' : `${number(cases)} older cases are still open.`;

const DAY = 24 * 60 * 60 * 1000;

/** @returns the bounces of each day (UTC) since `stats.since`, those without any too */
export function weekFigure({ since, byDay }: Stats, days: number): Extract<Figure, { kind: 'bars' }> {
  const counts = new Map(byDay.map(({ day, count }) => [day, count]));
  const all = Array.from({ length: days }, (_, i) => new Date(since + i * DAY));
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
  return `${most.day} with ${number(most.count)}`;
}
