export { type NormalAddress, normalAddress } from './address.ts';
