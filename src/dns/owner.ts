/** Whose a domain is where it can't be the sender's own: a sending platform's, or a provider's of mailboxes. */
import { getDomain } from 'tldts';
import type { Provider, Sender } from '../catalog/index.ts';
import type { Row } from './report.ts';

export type Owners = {
  readonly senders: readonly Sender[];
  readonly providers: readonly Pick<Provider, 'name' | 'domains'>[];
};

/** Domains that platforms give to their customers, who can't change what stands there. */
const GIVEN: Readonly<Record<string, string>> = {
  'onmicrosoft.com': 'Microsoft',
  'gappssmtp.com': 'Google',
  'googlegroups.com': 'Google',
};

/** @returns the owner's name: "SendGrid" for em12.sendgrid.net, "Gmail" for gmail.com; null where it may be anybody's */
export function ownerOf(domain: string, { senders, providers }: Owners): string | null {
  const registered = getDomain(domain) ?? domain;
  const platform = senders.find(({ spf, hosts }) =>
    [...spf, ...hosts].some((name) => (getDomain(name) ?? name) === registered),
  );
  return (
    platform?.name ??
    providers.find(({ domains }) => domains.includes(domain) || domains.includes(registered))?.name ??
    GIVEN[registered] ??
    null
  );
}

/** @returns the row, where it is about somebody else's domain with words in the place of a change that isn't ours to make */
export function toldToOwner(row: Row, domain: string, owner: string | null): Row {
  if (owner === null || row.mark !== 'bad') return row;
  const text = `${domain} belongs to ${owner}, and only ${owner} can change its records. Send with a domain of your own.`;
  return { ...row, change: { text, record: null } };
}

/** @returns whether two names are registered as one, so that who changes one can change the other */
export const isSameOwner = (one: string, other: string): boolean =>
  (getDomain(one) ?? one) === (getDomain(other) ?? other);
