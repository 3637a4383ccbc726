export { blocklistFault, type Checks, createChecks, examineDns, readReport } from './checks.ts';
export { type Comparison, compareReports } from './compare.ts';
export { hiddenKind, readIp } from './ip.ts';
export type { CheckReport, Row } from './report.ts';
export { createResolver } from './resolver.ts';
export { alsoWrong, isUnanswered, shownNow } from './row.ts';
export { readServers, type Server } from './servers.ts';
export type { CheckInput } from './subject.ts';
export { faultsTyped } from './typed.ts';
