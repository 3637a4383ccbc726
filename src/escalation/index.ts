import type { Catalog, ControlFacts } from '../catalog/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import type { Sent, WebhookConfig } from './webhook/send.ts';

export { checkInputOf } from './from-bounce.ts';
export { defaultWay, NO_PLAN, openPlan, type Plan, routeFor, type Way } from './plan/index.ts';
export { changesIn, commandsIn, type Ticket, ticketMarkdown, ticketText } from './ticket.ts';
export type { WebhookConfig } from './webhook/send.ts';

/**
 * Whom to tell, where it takes somebody else to mend it: the owner of the control that failed. A bounce that
 * names no control is answered as if several had failed.
 * @returns null for what is not an authentication failure
 */
export function whomToTell(
  { category, control }: Pick<Diagnosis, 'category' | 'control'>,
  catalog: Catalog,
): ControlFacts | null {
  return category === 'authentication' ? catalog.controls[control ?? 'multiple'] : null;
}

/** Sends once, see `webhook/send.ts`; what speaks HTTP is loaded by the first. */
export async function sendWebhook(config: WebhookConfig, id: string, body: string, now: Date): Promise<Sent> {
  const { sendWebhook: send } = await import('./webhook/send.ts');
  return send(config, id, body, now);
}
