import type { Catalog, ControlFacts } from '../catalog/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';

/**
 * Whom to tell, where it takes somebody else to mend it: the owner of the control that failed. A bounce that
 * names no control is answered as if several had failed.
 * @returns null for what is not an authentication failure
 */
export function whomToTell(
  { category, control }: Pick<Diagnosis, 'category' | 'control'>,
  catalog: Catalog,
): ControlFacts | null {
  return category === 'authentication' ? catalog.controls[control ?? 'multiple'] : null;
}
