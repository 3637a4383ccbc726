/** Whose own trouble a bounce may be: a mail provider's that fails for all of its customers alike. */
import { getDomain } from 'tldts';
import type { Catalog, ReasonId } from '../../catalog/index.ts';
import type { Diagnosis } from '../../diagnosis/index.ts';

/** What befalls a whole mail system, and not one domain or mailbox of it. */
const TROUBLES: ReadonlySet<ReasonId> = new Set(['system-error', 'system-full', 'network-error', 'on-hold']);

/**
 * @returns the provider whose host it was, by its id in the catalog; else the host's registrable domain ("mx.example.co.uk":
 *   "example.co.uk"). Null for what is no trouble of a mail system, and where nobody can tell whose
 */
export function troubleOf(
  { reason, provider, bounce: { kind, remoteHost, speaker, refusedByUs } }: Diagnosis,
  { providers }: Pick<Catalog, 'providers'>,
): string | null {
  if (!TROUBLES.has(reason) || kind !== 'bounce' || speaker === 'ours' || refusedByUs) return null;
  const hosts = (providers.get(provider ?? '')?.hosts ?? []).map((host) => host.replace(/^\./, ''));
  // A program that many run, such as Exchange, has no hosts: those who run it fail each for themselves.
  const isTheirs =
    remoteHost === null
      ? hosts.length > 0
      : hosts.some((host) => remoteHost === host || remoteHost.endsWith(`.${host}`));
  if (provider !== null && isTheirs) return provider;
  return remoteHost === null ? null : getDomain(remoteHost);
}
