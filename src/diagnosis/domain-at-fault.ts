import type { Diagnosis } from './diagnosis.ts';

/**
 * @returns the domain whose records a refusal speaks of: the envelope's where SPF failed; From's where DKIM or DMARC did,
 *   and where the refusal doesn't say which of them, for the others have to align with it (RFC 7489 §3.1)
 */
export function domainAtFault({
  bounce,
  category,
  control,
}: Pick<Diagnosis, 'bounce' | 'category' | 'control'>): string | null {
  const { senderDomain } = bounce;
  switch (control) {
    case 'spf':
      return bounce.envelopeDomain ?? senderDomain;
    case 'dkim':
    case 'dmarc':
    case 'multiple':
      return bounce.auth?.fromDomain ?? senderDomain;
    case null:
      return (category === 'authentication' ? bounce.auth?.fromDomain : null) ?? senderDomain;
    default:
      return senderDomain;
  }
}
