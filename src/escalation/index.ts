import type { Sent, WebhookConfig } from './webhook/send.ts';

export { checkInputOf, lackingOf, type Told, toldIn } from './from-bounce.ts';
export { defaultWay, NO_PLAN, openPlan, type Plan, routeFor, type Way } from './plan/index.ts';
export { changesIn, commandsIn, type Ticket, ticketMarkdown, ticketText } from './ticket.ts';
export type { WebhookConfig } from './webhook/send.ts';
export { listed, whatFailed } from './what-failed.ts';
export { whomToTell } from './whom-to-tell.ts';

/** Sends once, see `webhook/send.ts`; what speaks HTTP is loaded by the first. */
export async function sendWebhook(config: WebhookConfig, id: string, body: string, now: Date): Promise<Sent> {
  const { sendWebhook: send } = await import('./webhook/send.ts');
  return send(config, id, body, now);
}
