/** The audit log: who did what when. It is only ever added to. */
export { REMARKS, type Remark, TRANSITIONS, type TransitionName } from './actions.ts';
export { type Actor, actorJson, actorOfJson, actorShape, itself, type Person } from './actor.ts';
export { auditFile } from './file.ts';
export {
  type CaseEntry,
  caseEntry,
  entriesOf,
  hadPastSpike,
  isChange,
  lastChanges,
  lastOutcome,
  wasRemarked,
} from './of-case.ts';
export { type AuditEntry, type AuditFilter, auditTrail } from './trail.ts';
export {
  type Origin,
  writeEntries,
  writeEntry,
  writePastSpike,
  writeRemark,
} from './write.ts';
