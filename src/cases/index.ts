export { addressOf } from './address.ts';
export { addressFile, addressTable } from './address-file.ts';
export { answerTo, findAnswer, lockAnswer, type ManyAnswer, openAnswer } from './answers.ts';
export { type Applied, applyFound, applyTransition, type Means, undoneWith } from './apply-transition.ts';
export { afterArrival, afterArrivals } from './arrived-since.ts';
export { asOne } from './bundle.ts';
export { type Case, casesOf, findCase, loadCases, type ToldCase, toldCasesOf } from './case.ts';
export { type CaseChange, caseChange } from './case-change.ts';
export { isCaseId } from './case-id.ts';
export {
  type Correction,
  correctionTo,
  namedKind,
  namedOther,
} from './correction.ts';
export { type DeadAmong, deadAmong } from './dead-among.ts';
export { checksOf, endCheck, type KeptCheck, openCheck } from './dns-checks.ts';
export { type Dossier, dossierOf, isAllListed } from './dossier.ts';
export {
  acknowledge,
  closeEscalation,
  concernedBy,
  type Escalation,
  escalatedAmong,
  escalationOf,
  type Mention,
  openEscalation,
  raise,
  type Target,
} from './escalations.ts';
export { lastingAmong, type Patience } from './history.ts';
export {
  beganEarlier,
  beginIncident,
  beginningOf,
  endedIncidentOf,
  endIncident,
  type Incident,
  incidentOf,
  openIncidents,
  problemKey,
  siblingsOf,
} from './incidents.ts';
export { contradictionOf, judge, type Knowledge, readOf } from './judge.ts';
export { keptAmong, keptByVerdict, type VerdictsBy } from './kept-by-verdict.ts';
export { LastWords } from './last-words.ts';
export { isSurelyDead, type SuppressRefusal, suppressRefusal } from './may-suppress.ts';
export { listCases, type Share, type Stats, statsOf, type Which } from './overview.ts';
export { type Beside, besideOf, isLarge, notePortion, portionsOf } from './portions.ts';
export { addressKey, type Problem, problemKeyAlone, taskOf } from './problems.ts';
export { type Refusals, type Refused, refusalsIn, refusalsTold } from './refusals.ts';
export { expireIfDue } from './retention.ts';
export { type Role, type Rules, refusal, roleOf, rulesOf, setRules } from './roles.ts';
export {
  type ChannelSettings,
  effectiveSettings,
  setSettings,
  settingsOf,
  WATCHES,
  type Watch,
} from './settings.ts';
export { withoutSilenced } from './silence.ts';
export { readUntil } from './snooze.ts';
export { bouncedIn, type Spike, spikeIn } from './spikes.ts';
export { suppressedWith } from './suppressed-with.ts';
export type { Filed } from './together.ts';
export {
  type Filing,
  fileRecalled,
  fileTold,
  type Prepared,
  prepareTold,
  problemsAlone,
  type Recalled,
  recallTold,
  type Told,
} from './told.ts';
export { stateOf, TRANSITIONS, type Transition, type TransitionName } from './transition.ts';
export { type Course, courseOf } from './trouble/course.ts';
export { troubleIn } from './trouble/key.ts';
export { dismissIfUntold, tellsTheSame, toldCases, withdraw } from './withdraw.ts';
