/** A provider's own trouble begins: the thread hears it, and it is looked at again when it may be over. */
import { writeRemark } from '../audit/index.ts';
import { courseOf, findCase } from '../cases/index.ts';
import { enqueue, enqueueUpdates } from '../queue/index.ts';
import { troubleLine } from '../replies/index.ts';
import type { Store } from '../store/index.ts';
import { linesFor } from './check.ts';
import { type Context, quietHoursOf, type Step } from './context.ts';
import { awaitQuiet } from './quiet.ts';

/**
 * @param store the transaction in which its case was opened, or opened again
 * @param step by the bot itself
 * @returns as `noteSpike`
 */
export async function noteTrouble(context: Context, store: Store, step: Step): Promise<string | null> {
  const { caseId } = step;
  const { team } = step.by;
  const now = step.at.getTime();
  await awaitQuiet(context, store, step);
  // What was answered before it was known as one trouble shows it from now on.
  await enqueueUpdates(store, team, caseId, now);
  const handled = await findCase(store, team, caseId);
  const course = handled && (await courseOf(store, handled, quietHoursOf(context).quietHours, now));
  if (course === null || course.over) return null;
  const words = troubleLine(course, context.catalog, now);
  const auditId = await writeRemark(store, caseId, 'spike', words, step);
  const lines = await linesFor(store, team, caseId, auditId);
  await enqueue(store, lines, null, now);
  return lines.length > 0 ? null : auditId;
}
