export { createDiagnose } from './diagnose.ts';
export type { Diagnosis } from './diagnosis.ts';
