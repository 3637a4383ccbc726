/** Where a list that DNS can't be asked about is looked at: the page that the server names, or the catalog's. */
import { getDomain } from 'tldts';
import type { Matter } from './matter.ts';

const LINK = /https:\/\/[^\s<>"'()[\]]{3,300}/gi;

/** @returns whether DNS can be asked what the refusal is about: its list, or what is checked of the sender */
export function canAskDns({ diagnosis, catalog }: Pick<Matter, 'diagnosis' | 'catalog'>): boolean {
  const { category, control, blocklist, bounce } = diagnosis;
  if (category === 'authentication') {
    if (control === 'ptr' || control === 'tls' || control === 'arc') return true;
    return [
      bounce.envelopeDomain,
      bounce.senderDomain,
      bounce.auth?.fromDomain,
      bounce.auth?.dkimDomain,
    ].some((domain) => domain != null);
  }
  const list = catalog.blocklists.get(blocklist ?? '');
  if (list === undefined) return true;
  return (list.zones ?? []).some(({ lists }) => lists === 'domain' || bounce.sourceIp !== null);
}

/**
 * @returns the page of the list that refused: as the server itself links it where it is of the list's own domain, so
 *   that a stranger's text leads nobody astray, else the catalog's; null where no list is named, or it has none
 */
export function removalPage({ diagnosis, catalog }: Pick<Matter, 'diagnosis' | 'catalog'>): string | null {
  const page = catalog.blocklists.get(diagnosis.blocklist ?? '')?.delist ?? null;
  if (page === null || !page.startsWith('https:')) return null;
  const own = getDomain(page);
  const { diagnosticCode, excerpt } = diagnosis.bounce;
  const links = (diagnosticCode ?? excerpt).match(LINK) ?? [];
  const told = links
    .map((link) => URL.parse(link.replace(/[.,;:!?]+$/, '')))
    .find((link) => link !== null && link.username === '' && getDomain(link.hostname) === own);
  return told?.href ?? page;
}
