export { CERTAINTIES, type Certainty, CLASSES, type EvidenceClass } from './certainty.ts';
export { createCatalogJudge } from './diagnose.ts';
export type { Diagnosis, Otherwise } from './diagnosis.ts';
export { domainAtFault } from './domain-at-fault.ts';
export { createExplain, type Explain, type Explained } from './explain.ts';
export { type ForeignSender, foreignAuthorOf, foreignSenderOf } from './foreign-sender.ts';
export { createJudge, type Judge } from './judge.ts';
export { mayCondemn } from './sound.ts';
export type { Weighing } from './why.ts';
