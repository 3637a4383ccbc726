export { addressesIn } from './address.ts';
export type { Bounce, Reading } from './bounce.ts';
export { damageOf } from './damage.ts';
export { read } from './read.ts';
export { readAside } from './read-aside.ts';
export { isWorthReading } from './worth-reading.ts';
