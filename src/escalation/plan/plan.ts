/** Finds the way that an escalation takes. */
import type { Category, Control } from '../../catalog/index.ts';
import type { Hours, Next, Places, PlanFile, Route } from './schema.ts';

export type Plan = PlanFile;

/** What holds without a file: nobody is told, spikes are noticed all the same. */
export const NO_PLAN: Plan = {
  routes: [],
  spikes: { bounces: 10, minutes: 15, 'times-usual': 5 },
  'quiet-hours': 4,
};

/** What a route is chosen by. */
export type Matter = {
  readonly team: string;
  readonly control: Control | null;
  readonly category: Category;
  readonly provider: string | null;
  readonly senderDomain: string | null;
  readonly bounces: number;
};

/** Where an escalation goes first, and who is told where nobody acknowledges. */
export type Way = { readonly name: string; readonly to: Places; readonly next: Next | undefined };

/** @returns the first route that fits and is open at that moment; null where none does */
export function routeFor({ routes }: Plan, matter: Matter, now: Date): Way | null {
  const found = routes.find(
    (route) => fits(route, matter) && (route.hours === undefined || isOpen(route.hours, now)),
  );
  return found ? { name: found.name, to: found.to, next: found.next } : null;
}

/** @returns where an escalation goes that no route fits */
export const defaultWay = (plan: Plan): Way | null =>
  plan.default ? { name: 'default', to: plan.default.to, next: plan.default.next } : null;

function fits({ when }: Route, matter: Matter): boolean {
  const among = (wanted: readonly string[] | undefined, value: string | null): boolean =>
    wanted === undefined || (value !== null && wanted.includes(value));
  return (
    among(when.control, matter.control) &&
    among(when.category, matter.category) &&
    among(when.provider, matter.provider) &&
    among(when.team, matter.team) &&
    (when['sender-domain'] === undefined ||
      when['sender-domain'].some((wanted) => isDomain(wanted, matter.senderDomain))) &&
    matter.bounces >= (when['at-least'] ?? 0)
  );
}

const isDomain = (wanted: string, domain: string | null): boolean =>
  wanted.startsWith('*.') ? (domain ?? '').endsWith(wanted.slice(1)) : wanted === domain;

/** Hours may run past midnight: "22:00" until "06:00" counts to the day on which they begin. */
function isOpen({ days, from, until, zone }: Hours, now: Date): boolean {
  const today = localTime(now, zone);
  if (from <= until) return isAmong(days, today.day) && today.time >= from && today.time < until;
  const yesterday = localTime(new Date(now.getTime() - 24 * 60 * 60 * 1000), zone);
  return (
    (isAmong(days, today.day) && today.time >= from) || (isAmong(days, yesterday.day) && today.time < until)
  );
}

const isAmong = (days: readonly string[], day: string): boolean => days.includes(day);

function localTime(now: Date, zone: string): { readonly day: string; readonly time: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now);
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return { day: of('weekday').toLowerCase(), time: `${of('hour')}:${of('minute')}` };
}
