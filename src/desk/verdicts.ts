/** Verdicts on cases, as they are now. */
import {
  type Case,
  changesOf,
  courseOf,
  type Dossier,
  dossierOf,
  judge,
  type ToldCase,
} from '../cases/index.ts';
import {
  type Reply,
  summaryReply,
  type VerdictReply,
  verdictReply,
  withCourse,
  withProgress,
} from '../replies/index.ts';
import { type Context, quietHoursOf } from './context.ts';
import { progressOf } from './progress.ts';

/** More problems than these in one message are named in the summary alone. */
export const MOST_ANSWERS = 8;

export const openDossier = async (
  { store, fingerprint, patience, now }: Context,
  handled: Case,
): Promise<Dossier> => dossierOf(store, await fingerprint(), handled, patience, now().getTime());

export async function verdictOf(context: Context, handled: Case): Promise<VerdictReply> {
  const diagnosis = judge(context, handled);
  const { catalog, store, now } = context;
  const dossier = await openDossier(context, handled);
  const course = await courseOf(store, handled, quietHoursOf(context).quietHours, now().getTime());
  const progress = await progressOf(context, handled, diagnosis);
  const around = { course, progress, changes: await changesOf(store, handled) };
  const verdict = verdictReply(diagnosis, catalog, dossier, dossier.patience, around);
  return withProgress(withCourse(verdict, course, catalog), progress);
}

/** @returns what stands above several answers; null where one says it all */
export function summaryOf(context: Context, told: readonly ToldCase[], left: string | null): Reply | null {
  const groups = told.map((one) => ({ ...one, diagnosis: judge(context, one.case) }));
  return summaryReply(groups, Math.min(told.length, MOST_ANSWERS), left, context.catalog);
}

/** @returns one answer a case, and above several of them a summary */
export async function repliesTo(context: Context, told: readonly ToldCase[]): Promise<readonly Reply[]> {
  const answers: Reply[] = [];
  for (const one of told.slice(0, MOST_ANSWERS)) answers.push(await verdictOf(context, one.case));
  const summary = told.length > 1 ? summaryOf(context, told, null) : null;
  return summary ? [summary, ...answers] : answers;
}
