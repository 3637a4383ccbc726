import type { Catalog } from '../catalog/index.ts';

import { type Bounce, domainOf } from '../intake/index.ts';
import type { Diagnosis } from './diagnosis.ts';

/** Why the domain that was held against a mail isn't one whose records its sender could change. */
export type ForeignSender = { readonly domain: string; readonly because: 'freemail' | 'forwarded' };

/** The envelope that a forwarder writes: `SRS0=hash=time=domain=user@forwarder` (Sender Rewriting Scheme). */
const REWRITTEN = /^(?:SRS[01]|bounces?)[=+-].{0,64}[=+](?:[\w-]{1,63}\.){1,8}[a-z]{2,24}=/i;
/** `due to domain (mail.ru) owner DMARC policy`, `dmarc@mail.ru` as the author's address. */
const NAMED =
  /\b(?:due to )?domain[ :]{1,2}[("'[]{0,2}((?:[\w-]{1,63}\.){1,8}[a-z]{2,24})[)"'\]]{0,2}(?: owner)? dmarc/i;

/**
 * @returns the domain of the mail's author where it is a mailbox provider's, or where the mail was only forwarded; null
 * where it may well be the sender's own
 */
export function foreignSenderOf(
  { auth, senderDomain, sender, diagnosticCode }: Bounce,
  { providers }: Pick<Catalog, 'providers'>,
): ForeignSender | null {
  const named = NAMED.exec(diagnosticCode ?? '')?.[1]?.toLowerCase();
  const domain = auth?.fromDomain ?? named ?? senderDomain ?? domainOf(sender);
  if (domain === null) return null;
  const author = domain.toLowerCase();
  for (const { domains } of providers.values())
    if (domains.includes(author)) return { domain: author, because: 'freemail' };
  return sender !== null && REWRITTEN.test(sender) ? { domain: author, because: 'forwarded' } : null;
}

/** @returns the same for a verdict: null too where authentication isn't what failed, as nobody's records matter then */
export const foreignAuthorOf = (
  { bounce, reason }: Pick<Diagnosis, 'bounce' | 'reason'>,
  catalog: Pick<Catalog, 'providers'>,
): ForeignSender | null => (reason === 'auth-failure' ? foreignSenderOf(bounce, catalog) : null);
