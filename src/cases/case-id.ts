import { randomBytes } from 'node:crypto';

/** Short enough for a button, and not to be guessed: 80 bits. */
export const newCaseId = (): string => `c-${randomBytes(10).toString('hex')}`;

/** @returns whether a button's target names a case, and not a query */
export const isCaseId = (target: string): boolean => /^c-[0-9a-f]{20}$/.test(target);
