export { isAsking, isThanks, opensAsking } from './asking.ts';
export { type Bidden, bidden } from './bidding.ts';
export { isCourtesy, withoutCourtesy } from './courtesy.ts';
export { tellsOfRefusal } from './of-mail.ts';
export { asksWhat, isMereTalk } from './question.ts';
