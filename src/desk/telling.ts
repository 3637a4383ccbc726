/** What a team's own tool is told of an escalation, by webhook. */
import { type Case, escalationOf, findCase, judge } from '../cases/index.ts';
import { sendWebhook, ticketText } from '../escalation/index.ts';
import { type OutboxRow, RetryLater, Undeliverable, type WebhookEvent } from '../queue/index.ts';
import type { Context } from './context.ts';
import { caseTicket } from './tickets.ts';

type Told = { readonly caseId: string; readonly escalationId: string; readonly event: WebhookEvent };

/**
 * @throws ComeAgain where the receiver says when; Undeliverable where it is gone; else an error in plain words, without
 *   the address, which may hold a secret
 */
export async function tellHook(context: Context, row: OutboxRow, told: Told): Promise<void> {
  const { hook } = context.escalation;
  if (hook === null) throw new Undeliverable('no webhook is configured any more');
  const body = await bodyOf(context, row, told);
  if (body === null) throw new Undeliverable('its case is gone');
  const sent = await sendWebhook(hook, row.id, body, context.now());
  if (sent.kind === 'never') throw new Undeliverable(sent.why);
  if (sent.kind === 'later') throw sent.wait === null ? new Error(sent.why) : new RetryLater(sent.wait);
}

/** As things stand when it goes out. Standard Webhooks: `type`, `timestamp`, `data`. */
async function bodyOf(
  context: Context,
  row: OutboxRow,
  { caseId, escalationId, event }: Told,
): Promise<string | null> {
  const handled = await findCase(context.store, row.team, caseId);
  if (handled === null) return null;
  const ticket = await caseTicket(context, handled);
  const verdict = judge(context, handled);
  const known = await escalationOf(context.store, row.team, caseId);
  const escalation = known?.id === escalationId ? known : null;
  const iso = (at: number): string => new Date(at).toISOString();
  return JSON.stringify({
    type: event,
    timestamp: row.made_at,
    data: {
      escalation: escalationId,
      case: handled.id,
      team: handled.team,
      status: handled.status.kind,
      reason: handled.reason,
      category: handled.category,
      certainty: verdict.certainty,
      otherwise: verdict.otherwise,
      corrected: saidIn(handled),
      bounces: handled.count,
      firstAt: iso(handled.firstAt),
      lastAt: iso(handled.lastAt),
      by: escalation?.by.name ?? null,
      note: escalation?.note ?? null,
      acknowledgedBy: escalation?.acknowledged?.by.name ?? null,
      ticket,
      text: ticketText(ticket),
    },
  });
}

/** What a person said that it is, in place of what was read; null: nobody did. */
const saidIn = ({ corrected }: Case) =>
  corrected && {
    by: corrected.by.name,
    at: new Date(corrected.at).toISOString(),
    only: corrected.only,
    read: corrected.read,
  };
