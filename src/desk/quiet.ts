/** When bounces stop, it is said. */
import { itself, wasRemarked, writeRemark } from '../audit/index.ts';
import {
  applyTransition,
  endIncident,
  escalationOf,
  findCase,
  loadCases,
  siblingsOf,
  troubleIn,
} from '../cases/index.ts';
import { enqueue, enqueueUpdates, type NewJob, type OutboxRow } from '../queue/index.ts';
import { hoursWords } from '../replies/index.ts';
import { type Store, transaction } from '../store/index.ts';
import { meansOf } from './change-case.ts';
import { linesFor } from './check.ts';
import type { Context, Step, Where } from './context.ts';
import { enqueueWebhook } from './escalating.ts';

const HOUR = 60 * 60_000;

/** What began is looked at again when it may be over. */
export const awaitQuiet = (context: Context, store: Store, step: Step): Promise<void> =>
  enqueueQuiet(context, store, step, step.at.getTime());

async function enqueueQuiet(
  { escalation: { plan } }: Context,
  store: Store,
  { caseId, by: { team }, place: { platform, channel } }: Step,
  from: number,
): Promise<void> {
  const job = { kind: 'quiet', body: { caseId }, due: from + plan['quiet-hours'] * HOUR } as const;
  const due: NewJob = { ...job, team, platform, channel, messageId: null };
  await enqueue(store, [due], null, from);
}

/** No bounce for some hours: it is said once, and resolving offered. Else it is looked at again later. */
export async function noteQuiet(context: Context, row: OutboxRow, caseId: string): Promise<void> {
  const { store, escalation } = context;
  const { team } = row;
  const now = context.now().getTime();
  const hours = escalation.plan['quiet-hours'];
  const place = { platform: row.platform, channel: row.channel } as Where;
  const step = { caseId, by: itself(team), at: new Date(now), place };
  // Read before the transaction: it may be settled in it.
  await context.fingerprint();
  await transaction(store, async (tx) => {
    const handled = await findCase(tx, team, caseId);
    const settled = handled?.status.kind === 'resolved' || handled?.status.kind === 'dismissed';
    if (handled === null || settled) return;
    const siblings = await loadCases(tx, team, await siblingsOf(tx, team, handled));
    // Nobody knows of a bounce before somebody pastes it.
    const lastAt = Math.max(handled.heardAt, ...[...siblings.values()].map((one) => one.heardAt));
    if (now - lastAt < hours * HOUR) return enqueueQuiet(context, tx, step, lastAt);
    await endIncident(tx, team, caseId, now);
    // Where a spike and an escalation both wait for the end, it is said once.
    if (await wasRemarked(tx, caseId, 'quiet', lastAt)) return;
    const isTrouble = troubleIn(handled.key) !== null;
    const words = isTrouble
      ? `Over: none pasted for ${hoursWords(hours)}.`
      : `No more of these for ${hoursWords(hours)}: it looks fixed. If it is, resolve this.`;
    // What was over when it was told was told as over.
    if (!isTrouble || lastAt - handled.lastAt < hours * HOUR) {
      const auditId = await writeRemark(tx, caseId, 'quiet', words, step);
      await enqueue(tx, await linesFor(tx, team, caseId, auditId), null, now);
    }
    // Nobody had to do anything, so nobody has to press anything.
    if (isTrouble && handled.status.kind === 'open') {
      await applyTransition(tx, caseId, { do: 'resolve' }, step, await meansOf(context));
    }
    for (const id of [caseId, ...siblings.keys()]) await enqueueUpdates(tx, team, id, now);
    const known = await escalationOf(tx, team, caseId);
    if (known && known.closedAt === null && escalation.hook) {
      await enqueueWebhook(tx, step, known.id, 'escalation.quiet');
    }
  });
}
