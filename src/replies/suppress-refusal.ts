import type { SuppressRefusal } from '../cases/index.ts';
import { CATEGORY_NAMES } from './badge.ts';

/** @returns why nobody was suppressed, and what to do instead: a sentence for whoever wanted it */
export function suppressRefusalWords(refusal: SuppressRefusal): string {
  switch (refusal.kind) {
    case 'no-ground':
      return 'This bounce is no reason to suppress an address.';
    case 'no-address':
      return 'This bounce names no address to suppress. Name it yourself: /bounces suppress user@example.com';
    case 'expired':
      return 'The addresses of this case were removed because it is old. Paste the bounce again to open a new one.';
    case 'arrived':
      return 'Mail arrived there since it bounced: that is no dead address. Nothing was changed.';
    case 'kept-since':
      return `${refusal.address} bounced again since, for another reason: its last bounce is no reason to suppress it. Nothing was changed.`;
    case 'said-otherwise':
      return `${refusal.by.name} said at ${new Date(refusal.at).toISOString().slice(11, 16)} (UTC) ${refusal.as === 'alive' ? 'that the address works' : `what this is: ${CATEGORY_NAMES[refusal.as].toLowerCase()}, no dead address`}. Nothing was changed.`;
    case 'none-chosen':
      return 'Choose at least one address.';
    case 'stranger':
      return `${refusal.address} is not one of this case's addresses.`;
  }
}
