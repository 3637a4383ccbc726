/** The filters: what can be chosen, and what is. */
import { find, make } from './dom.js';

/** @import { CatalogRow, CatalogShelf } from '../catalog-shelf.ts' */
/** @import { Wanted } from './catalog-address.js' */

/** @type {Readonly<Record<CatalogRow['kind'], string>>} */
export const KIND_NAMES = {
  'reply-code': 'Reply code',
  'enhanced-code': 'Enhanced status code',
  pair: 'Reply code with enhanced code',
  response: "Provider's response",
  wording: 'Wording of any server',
  blocklist: 'Blocklist',
  reason: 'Reason',
};

/**
 * @param {HTMLSelectElement} select
 * @param {string} all what it says when nothing is chosen
 * @param {readonly { id: string, name: string }[]} choices
 * @param {string} chosen id; one that is not among the choices stays there to be seen and taken off
 */
function fill(select, all, choices, chosen) {
  if (select.options.length === 0) {
    select.append(
      make('option', { value: '' }, all),
      ...choices.map(({ id, name }) => make('option', { value: id }, name)),
    );
  }
  if (chosen !== '' && [...select.options].every(({ value }) => value !== chosen)) {
    select.append(make('option', { value: chosen }, `Unknown: ${chosen.slice(0, 40)}`));
  }
  select.value = chosen;
}

/**
 * @param {Pick<ReturnType<CatalogShelf['names']>, 'providers' | 'reasons'>} names
 * @param {Wanted} wanted
 */
export function fillFilters({ providers, reasons }, wanted) {
  const kinds = Object.entries(KIND_NAMES).map(([id, name]) => ({ id, name }));
  fill(find('provider', HTMLSelectElement), 'All providers', providers, wanted.provider);
  fill(find('reason', HTMLSelectElement), 'All reasons', reasons, wanted.reason);
  fill(find('kind', HTMLSelectElement), 'All kinds', kinds, wanted.kind);
}
