import { normalAddress } from '../suppressions/index.ts';

/** An address as a key; what is not an address by the rules but stood in a bounce as one is kept as it is. */
export const addressOf = (address: string | null): string | null =>
  address && (normalAddress(address).address ?? address.toLowerCase());

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
