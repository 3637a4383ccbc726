/** Verdicts on cases, as they are now. */
import { type Case, contradictionOf, courseOf, type Dossier, dossierOf, judge } from '../cases/index.ts';
import { type VerdictReply, verdictReply } from '../replies/index.ts';
import { type Context, quietHoursOf } from './context.ts';
import { progressOf } from './progress.ts';

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
  const around = {
    course,
    progress,
    contradiction: contradictionOf(context, handled),
  };
  return verdictReply(diagnosis, catalog, dossier, dossier.patience, around);
}
