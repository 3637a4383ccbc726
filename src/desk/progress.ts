/** What was done to find and mend the cause of a case, as replies show it. */
import { type Case, checksOf, escalationOf, type KeptCheck } from '../cases/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import { type CheckReport, compareReports, readReport } from '../dns/index.ts';
import { checkInputOf, lackingOf } from '../escalation/index.ts';
import type { CheckProgress, Progress } from '../replies/index.ts';
import type { Context } from './context.ts';
import { incidentProgress } from './incident.ts';
import { escalatedElsewhere } from './one-ticket.ts';
import { postsOf } from './posts.ts';

export async function progressOf(context: Context, handled: Case, diagnosis: Diagnosis): Promise<Progress> {
  const { store } = context;
  const { team } = handled;
  const other = await escalatedElsewhere(store, handled);
  const holder = other ?? handled;
  const check = await checkProgress(context, handled, diagnosis);
  const escalation = await escalationOf(store, team, holder.id);
  const tickets = escalation === null ? [] : await postsOf(context, holder, 'ticket');
  const incident = await incidentProgress(context, handled);
  const through = other && { id: other.id, post: (await postsOf(context, other, 'case'))[0] ?? null };
  return { check, escalation, through, tickets, incident };
}

async function checkProgress(
  { store, catalog, escalation: { checks } }: Context,
  handled: Case,
  diagnosis: Diagnosis,
): Promise<CheckProgress> {
  if (checks === null || handled.expired) return { kind: 'none' };
  const lacking = lackingOf(diagnosis, catalog);
  if (lacking === null && checkInputOf(diagnosis, catalog) === null) return { kind: 'none' };
  const kept = await checksOf(store, handled.team, handled.id);
  if (kept.newest === null) return lacking === null ? { kind: 'possible' } : { kind: 'unnamed', lacking };
  const [first, last] = await Promise.all([reportOf(kept.first), reportOf(kept.last)]);
  const { outcome } = kept.newest;
  if (outcome.kind === 'under-way') return { kind: 'under-way', last };
  if (outcome.kind === 'fault') return { kind: 'fault', why: outcome.why, last };
  // Kept by a version that wrote reports in another way.
  if (last === null) return { kind: 'possible' };
  const isFirst = first === null || kept.first?.id === kept.last?.id;
  return { kind: 'done', report: last, since: isFirst ? null : compareReports(first, last) };
}

const reportOf = async (check: KeptCheck | null): Promise<CheckReport | null> =>
  check?.outcome.kind === 'report' ? readReport(check.outcome.report) : null;

/** @returns the first report on a case, to compare with; null where there is none */
export async function firstReportOf(
  { store }: Pick<Context, 'store'>,
  { team, id }: Pick<Case, 'team' | 'id'>,
): Promise<CheckReport | null> {
  return reportOf((await checksOf(store, team, id)).first);
}

/** @returns the newest report on a case; null where there is none */
export async function lastReportOf(
  { store }: Pick<Context, 'store'>,
  { team, id }: Pick<Case, 'team' | 'id'>,
): Promise<CheckReport | null> {
  return reportOf((await checksOf(store, team, id)).last);
}
