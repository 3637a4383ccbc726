/**
 * How the web names its own messages: by what was owed, and by the case that they show, so that a browser which
 * never saw one (another one, or a cleared one) can still be shown it.
 */
import { isCaseId } from '../../src/desk.ts';
import type { Delivery } from '../../src/queue/index.ts';
import type { Reply } from '../../src/replies/index.ts';

/** @returns "0k3z….c-5b6e…", or without the case where none is shown */
export const refOf = ({ id }: Pick<Delivery, 'id'>, reply: Reply): string =>
  reply.kind === 'verdict' && reply.caseId !== null ? `${id}.${reply.caseId}` : id;

/** @returns the id of the case that the message shows; null where it shows none, or where it is not a ref of ours */
export function caseOfRef(ref: string): string | null {
  const caseId = ref.slice(ref.indexOf('.') + 1);
  return isCaseId(caseId) ? caseId : null;
}
