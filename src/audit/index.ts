/** The audit log: who did what when. It is only ever added to. */
export { type Actor, actorJson, actorOfJson, actorShape, itself, type Person } from './actor.ts';
export { auditFile } from './file.ts';
export { caseEntry, lastChange, lastOutcome, wasRemarked } from './of-case.ts';
export { type AuditEntry, type AuditFilter, auditTrail } from './trail.ts';
export {
  type Origin,
  REMARKS,
  type Remark,
  writeEntries,
  writeEntry,
  writeRemark,
} from './write.ts';
