export { act } from './act.ts';
export type { Actor } from './actor.ts';
export { addressFile } from './address-file.ts';
export type { Case } from './case.ts';
export { casesOf, fileMessage, findCase, findUnposted, type Heard, isCaseId, markPosted } from './file.ts';
export { problemsOf } from './problems.ts';
