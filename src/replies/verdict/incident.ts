/** Many bounces of one problem at once, on the card: how many since when, and that it is none of the addresses. */
import type { Draft } from '../card.ts';
import { type Line, plain } from '../leaf.ts';
import type { Matter } from './matter.ts';
import { whichOf } from './which.ts';

type Change = Pick<Draft, 'look' | 'badge' | 'facts'>;

/** @returns what it changes about the card; null where it isn't going on */
export function manyAtOnce(matter: Matter): Change | null {
  const incident = matter.progress?.incident ?? null;
  if (incident === null || incident.state !== 'on') return null;
  const [code, who] = whichOf(matter, '');
  const count: Line = [
    ...plain(`${incident.mailings.toLocaleString('en')} since `),
    { kind: 'time', at: incident.from },
  ];
  return {
    look: 'incident',
    badge: { kind: 'Incident', whose: 'ours to fix', address: 'keep all addresses' },
    facts: [code, count, who].filter((line) => line !== undefined),
  };
}
