import type { Catalog } from '../catalog/index.ts';
import type { Bounce } from '../intake/bounce.ts';

/**
 * Whose server spoke, and what tells it, surest first: its host name, or words that only it uses. Whose mailbox it is
 * proves nothing: it only says whose way of wording things to expect.
 */
export type Proven = { readonly provider: string; readonly by: 'host' | 'mark' | 'domain' };

/**
 * Finds the provider by the end of a host name, and by the domain of a mailbox. The domain counts only where no host
 * is named and another's server did speak: mail is forwarded, a sending platform answers for others, and our own server
 * may have given up before it spoke to theirs.
 * @returns a function from a bounce, and the provider that the words of its text prove, to the surest proof
 */
export function createProviderFinder(
  catalog: Catalog,
): (bounce: Bounce, marked: Proven | null) => Proven | null {
  const byHost = new Map<string, Proven>();
  const byDomain = new Map<string, Proven>();
  for (const { id, hosts, domains } of catalog.providers.values()) {
    for (const host of hosts) byHost.set(host.replace(/^\./, ''), { provider: id, by: 'host' });
    for (const domain of domains) byDomain.set(domain, { provider: id, by: 'domain' });
  }
  return ({ remoteHost, recipient, speaker }, marked) => {
    if (remoteHost !== null) {
      for (let at = 0; at >= 0; at = nextLabel(remoteHost, at)) {
        const proven = byHost.get(at === 0 ? remoteHost : remoteHost.slice(at));
        if (proven !== undefined) return proven;
      }
    }
    if (marked !== null || remoteHost !== null || recipient === null || speaker === 'ours') return marked;
    return byDomain.get(recipient.slice(recipient.lastIndexOf('@') + 1)) ?? null;
  };
}

/** @returns where the next label of a host name begins, or -1 */
function nextLabel(host: string, at: number): number {
  const dot = host.indexOf('.', at);
  return dot < 0 ? -1 : dot + 1;
}
