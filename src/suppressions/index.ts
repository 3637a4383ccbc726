/** The team's suppression list. Its files, in and out: `src/suppression-files/`. */
export { type NormalAddress, normalAddress } from './address.ts';
export {
  countSuppressions,
  findSuppression,
  forgottenAmong,
  isSuppressed,
  listedAmong,
  type Page,
  type SuppressionStatus,
  searchSuppressions,
} from './find.ts';
export { type Fingerprint, holdKey, openFingerprint, PrivacyKeyError } from './fingerprint.ts';
export { suppress, type ToSuppress, unsuppress, unsuppressCases } from './suppress.ts';
export type { Suppression } from './suppression.ts';
