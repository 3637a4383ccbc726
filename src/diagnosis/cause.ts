import type { Catalog, Reason } from '../catalog/index.ts';
import type { Diagnosis } from './diagnosis.ts';

/** @returns what the catalog says of why it bounced: of its reason, or of the kind where a person named no more than that */
export const causeOf = (
  { reason, saidKind }: Pick<Diagnosis, 'reason' | 'saidKind'>,
  { kinds, reasons }: Pick<Catalog, 'kinds' | 'reasons'>,
): Reason => (saidKind === undefined ? reasons[reason] : kinds[saidKind]);
