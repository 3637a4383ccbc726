/** That a bounce is known already: how its case stands, and the way to its answer. */
import { type Case, contradictionOf } from '../cases/index.ts';
import { againReply, contradictionWords, type Reply } from '../replies/index.ts';
import type { Context } from './context.ts';
import { openDossier, verdictOf } from './verdicts.ts';

/**
 * @param first where it is explained
 * @param about.fresh how many of the attempts that were told nobody knew before; null: it isn't about a message
 * @param about.left what was left unread of the message, in plain words; null: nothing
 */
export async function knownReply(
  context: Context,
  handled: Case,
  first: { readonly channel: string; readonly ref: string },
  {
    reopened,
    fresh,
    left,
  }: { readonly reopened: boolean; readonly fresh: number | null; readonly left: string | null } = {
    reopened: false,
    fresh: null,
    left: null,
  },
): Promise<Reply> {
  const dossier = await openDossier(context, handled);
  const verdict = await verdictOf(context, handled);
  const said = contradictionOf(context, handled);
  const contradiction = said && contradictionWords(said, context.catalog);
  return againReply(dossier, verdict, first, { reopened, fresh, contradiction, left });
}
