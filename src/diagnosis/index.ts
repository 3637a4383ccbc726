export { createJudge, type Judge } from './diagnose.ts';
export type { Diagnosis } from './diagnosis.ts';
export { createExplain, type Explain, type Explained } from './explain.ts';
export { foreignSenderOf } from './foreign-sender.ts';
export type { Weighing } from './why.ts';
