import { hash } from 'node:crypto';
import type { Bounce } from '../intake/bounce.ts';

/** @returns what was said, as a digest, without what differs from one time to the next: digits, addresses, ids */
export const wordsOf = ({ diagnosticCode, excerpt }: Pick<Bounce, 'diagnosticCode' | 'excerpt'>): string =>
  hash(
    'sha256',
    (diagnosticCode ?? excerpt)
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => !/[@\d]/.test(word))
      .join(' ')
      .replace(/[^\p{L}]+/gu, ' ')
      .trim(),
    'hex',
  ).slice(0, 20);
