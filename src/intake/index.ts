export { addressesIn, domainOf } from './address.ts';
export { UNIDENTIFIED } from './attempt.ts';
export type { Attempt, Bounce, Delivery, Message, OtherReport, Reading } from './bounce.ts';
export { damageOf, isTorn } from './damage.ts';
export { chosenOf, mayBeText } from './files/chosen.ts';
export { type UnreadFile, unreadWords } from './files/not-read.ts';
export { withoutOwnFields } from './formats/letters/own-field.ts';
export { isMasked } from './hidden.ts';
export { likelyDomain } from './likely-domain.ts';
export { decode as decoded } from './mime/index.ts';
export { holdsNumber } from './numbered.ts';
export { ONLY_FRONT } from './read.ts';
export { type ReadOptions, readAll as read } from './read-all.ts';
export { readAside, readEach, type Turn } from './read-aside.ts';
export { isZone } from './time/zone.ts';
export { hasUnseen } from './unseen.ts';
export {
  beginOf,
  isArchive,
  isLog,
  isLogLine,
  isZstd,
  type LogStory,
  Pieces,
  unpacked,
  WholeLog,
} from './whole-log/index.ts';
export { isWorthReading } from './worth-reading.ts';
