/** Verdicts on cases, as they are now. */
import { type Case, type Dossier, dossierOf, judge } from '../cases/index.ts';
import { type Reply, summaryReply, type VerdictReply, verdictReply, withProgress } from '../replies/index.ts';
import type { Context } from './context.ts';
import { progressOf } from './progress.ts';

/** More problems than these in one message are named in the summary alone. */
export const MOST_ANSWERS = 8;

export const openDossier = ({ store, patience, now }: Context, handled: Case): Promise<Dossier> =>
  dossierOf(store, handled, patience, now().getTime());

export async function verdictOf(context: Context, handled: Case): Promise<VerdictReply> {
  const diagnosis = judge(context, handled);
  const verdict = verdictReply(diagnosis, context.catalog, await openDossier(context, handled));
  return withProgress(verdict, await progressOf(context, handled, diagnosis));
}

/** @returns what stands above several answers; null where one says it all */
export function summaryOf(context: Context, cases: readonly Case[], left: string | null): Reply | null {
  const groups = cases.map((handled) => ({ handled, diagnosis: judge(context, handled) }));
  return summaryReply(groups, Math.min(cases.length, MOST_ANSWERS), left, context.catalog);
}

/** @returns one answer a case, and above several of them a summary */
export async function repliesTo(context: Context, cases: readonly Case[]): Promise<readonly Reply[]> {
  const answers: Reply[] = [];
  for (const handled of cases.slice(0, MOST_ANSWERS)) answers.push(await verdictOf(context, handled));
  const summary = summaryOf(context, cases, null);
  return summary ? [summary, ...answers] : answers;
}
