/** The numbers of the last days. */
import type { Stats } from '../cases/index.ts';
import type { Category } from '../catalog/index.ts';
import { CATEGORY_NAMES } from './badge.ts';
import { type Figure, type Line, type NoteReply, plain } from './reply.ts';

/** What providers and problems are called; null: it is gone. */
export type WeekNames = {
  readonly problem: (caseId: string) => string | null;
  readonly provider: (id: string) => string;
};

const number = (value: number): string => value.toLocaleString('en');

/** @returns what bounced in the last days and what was done about it, against as many days before */
export function statsReply(stats: Stats, names: WeekNames, days: number): NoteReply {
  const before = plain(`${number(stats.before)} in the ${days} days before.`);
  if (stats.bounces === 0) {
    return {
      kind: 'note',
      tone: 'list',
      title: `No bounces in the last ${days} days`,
      body: [before, plain(`${number(stats.unsettled)} older cases are still open.`)],
      examples: [],
    };
  }
  return {
    kind: 'note',
    tone: 'list',
    title: `${number(stats.bounces)} ${stats.bounces === 1 ? 'bounce' : 'bounces'} in the last ${days} days`,
    body: [
      ...stats.byCategory.map(
        ({ category, count }): Line => [
          { kind: 'strong', text: CATEGORY_NAMES[category as Category] },
          ...plain(`: ${number(count)} (${Math.round((100 * count) / stats.bounces)} %)`),
        ],
      ),
      ...providersLine(stats, names),
      ...topLine(stats, names),
      before,
      plain(`Busiest day: ${busiest(stats)}.`),
      plain(
        `Cases: ${number(stats.opened)} opened, ${number(stats.settled)} settled, ${number(stats.unsettled)} still open. Addresses suppressed: ${number(stats.suppressed)}.`,
      ),
    ],
    examples: [],
    figure: weekFigure(stats, days),
  };
}

function providersLine({ byProvider }: Stats, { provider }: WeekNames): readonly Line[] {
  const all = byProvider.map(
    (one) => `${provider(one.provider)} ${number(one.count)} (${number(one.before)} before)`,
  );
  return all.length > 0 ? [plain(`By provider: ${all.join(', ')}.`)] : [];
}

function topLine({ top }: Stats, { problem }: WeekNames): readonly Line[] {
  const all = top.flatMap(({ caseId, count }) => {
    const title = problem(caseId);
    return title === null ? [] : [`${title} (${number(count)})`];
  });
  return all.length > 0 ? [plain(`Most of them: ${all.join(', ')}.`)] : [];
}

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
