export { beginOf, isLog, isLogLine } from './front.ts';
export { Pieces } from './pieces.ts';
export type { LogStory } from './stories.ts';
export { isArchive, isZstd, unpacked } from './unpacked.ts';
export { type Heard, WholeLog } from './whole-log.ts';
