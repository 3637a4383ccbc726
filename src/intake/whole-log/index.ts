export { beginOf, isLog } from './front.ts';
export { Pieces } from './pieces.ts';
export type { LogStory } from './stories.ts';
export { isZstd, unpacked } from './unpacked.ts';
export { type Heard, WholeLog } from './whole-log.ts';
