export { addressesIn, domainOf } from './address.ts';
export { UNIDENTIFIED } from './attempt.ts';
export type { Attempt, Bounce, Delivery, Message, OtherReport, Reading } from './bounce.ts';
export { damageOf } from './damage.ts';
export { likelyDomain } from './likely-domain.ts';
export { type ReadOptions, readAll as read } from './read-all.ts';
export { readAside, type Turn } from './read-aside.ts';
export { isZone } from './time/zone.ts';
export { isWorthReading } from './worth-reading.ts';
