/** The audit log: who did what when. It is only ever added to. */
export { type Actor, actorJson, actorOfJson, actorShape, type Person } from './actor.ts';
export { auditFile } from './file.ts';
export type { From } from './from.ts';
export { type Remark, remark } from './remark.ts';
export { type AuditEntry, type AuditFilter, auditTrail } from './trail.ts';
export { itself, lastChange, REMARKS, writeDown } from './write.ts';
