/** Where a list that DNS can't be asked about is looked at: the page that the server names, or the catalog's. */
import { getDomain } from 'tldts';
import type { Matter } from './matter.ts';

const LINK = /https:\/\/[^\s<>"'()[\]]{3,300}/gi;

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
