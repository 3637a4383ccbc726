/** Whether a verdict rests on what was said, and not only on its code. */
import type { Diagnosis } from './diagnosis.ts';

/** @returns whether the catalog knows the words themselves, and not only their code */
export const isRecognised = ({ evidence }: Diagnosis): boolean =>
  evidence === 'provider' || evidence === 'wording';

/** @returns whether the words are a server's own, as the catalog has them in any language */
export const saysWhat = (diagnosis: Diagnosis | null): boolean =>
  diagnosis !== null && isRecognised(diagnosis) && diagnosis.certainty !== 'unsure';
