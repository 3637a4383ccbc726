/** What a team's own tool is told of an escalation, by webhook. */
import { escalationOf, findCase } from '../cases/index.ts';
import { sendWebhook, ticketText } from '../escalation/index.ts';
import { ComeAgain, type OutboxRow, Undeliverable, type WebhookEvent } from '../queue/index.ts';
import type { Room } from './context.ts';
import { caseTicket } from './tickets.ts';

type Told = { readonly caseId: string; readonly escalationId: string; readonly event: WebhookEvent };

/**
 * @throws ComeAgain where the receiver says when; Undeliverable where it is gone; else an error in plain words, without
 *   the address, which may hold a secret
 */
export async function tellHook(room: Room, row: OutboxRow, told: Told): Promise<void> {
  const { hook } = room.escalation;
  if (hook === null) throw new Undeliverable('no webhook is configured any more');
  const body = await bodyOf(room, row, told);
  if (body === null) throw new Undeliverable('its case is gone');
  const sent = await sendWebhook(hook, row.id, body, room.now());
  if (sent.kind === 'never') throw new Undeliverable(sent.why);
  if (sent.kind === 'later') throw sent.wait === null ? new Error(sent.why) : new ComeAgain(sent.wait);
}

/** As things stand when it goes out. Standard Webhooks: `type`, `timestamp`, `data`. */
async function bodyOf(
  room: Room,
  row: OutboxRow,
  { caseId, escalationId, event }: Told,
): Promise<string | null> {
  const handled = await findCase(room.store, row.team, caseId);
  if (handled === null) return null;
  const ticket = await caseTicket(room, handled);
  const known = await escalationOf(room.store, row.team, caseId);
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
