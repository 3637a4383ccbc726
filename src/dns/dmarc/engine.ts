/** DMARC as mailauth evaluates it: policy discovery and alignment by tree walk (RFC 9989 §4.10, after RFC 7489). */
// Its documented address (mailauth's docs/dmarc.md): the main one loads signing, ARC and BIMI too, 10 MB of memory.
import { evaluateDmarc as evaluate } from 'mailauth/lib/dmarc/index.js';
import type { Resolve } from '../answer.ts';
import { mailauthResolver } from '../mailauth-resolver.ts';
import type { CheckSubject } from '../report.ts';

export type DmarcSubject = {
  /** Domain in the From header. */
  readonly from: string;
  /** Whose the domain in From is where it can't be the sender's own: "Gmail". */
  readonly owner: string | null;
  /** Envelope sender's domain; null where it isn't known. */
  readonly envelope: string | null;
  /** Which of the two isn't known, and given as the same as the other. */
  readonly assumed: CheckSubject['assumed'];
  /** Domains that sign with DKIM, as far as that is known. */
  readonly signing: readonly string[];
  /** Whether SPF passes for the envelope's domain; null where that can't be told. */
  readonly spfPasses: boolean | null;
  /** Domains that sign with DKIM, by a key that is missing or wrong. */
  readonly broken: readonly string[];
  /** What DNS did not tell: the domains whose DKIM key, and whether SPF. */
  readonly unread: { readonly dkim: readonly string[]; readonly spf: boolean };
};

export type Evaluated = Exclude<Awaited<ReturnType<typeof evaluate>>['response'], false>;

/** @returns null where the domain can't be one of an address */
export async function evaluateDmarc(subject: DmarcSubject, ask: Resolve): Promise<Evaluated | null> {
  const { response } = await evaluate({
    headerFrom: `postmaster@${subject.from}`,
    spfDomains: subject.envelope === null ? [] : [subject.envelope],
    dkimDomains: subject.signing.map((domain) => ({ domain })),
    resolver: mailauthResolver(ask),
    strict: true,
  });
  return response || null;
}

/**
 * RFC 9989 §4.10: the domain itself, then, from at most seven labels on, each one above it.
 * @returns the domains whose record may hold, the nearest first
 */
export function walkedDomains(domain: string): string[] {
  const labels = domain.split('.');
  const above = labels.slice(Math.max(1, labels.length - 7));
  return [domain, ...above.map((_, i) => above.slice(i).join('.'))];
}
