import type { Catalog, ControlFacts } from '../catalog/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';

export { blocklistFault, type Checks, createChecks, readReport } from './checks.ts';
export { type Comparison, compareReports } from './dns/compare.ts';
export type { CheckReport, Row } from './dns/report.ts';
export { createResolver } from './dns/resolver.ts';
export type { CheckInput } from './dns/subject.ts';

/**
 * Whom to tell, where it takes somebody else to mend it: the owner of the control that failed. A bounce that
 * names no control is answered as if several had failed.
 * @returns null for what is no authentication failure
 */
export function whomToTell(
  { category, control }: Pick<Diagnosis, 'category' | 'control'>,
  catalog: Catalog,
): ControlFacts | null {
  return category === 'authentication' ? catalog.controls[control ?? 'multiple'] : null;
}
