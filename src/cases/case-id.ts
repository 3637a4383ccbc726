import { randomUUID } from 'node:crypto';

/**
 * Short enough for a button, and not to be guessed: 80 bits. Node keeps chance ready for UUIDs, and has to ask the system
 * for bytes each time.
 */
export function newCaseId(): string {
  const uuid = randomUUID();
  return `c-${uuid.slice(0, 8)}${uuid.slice(-12)}`;
}

/** @returns whether a button's target names a case, and not a query */
export const isCaseId = (target: string): boolean => /^c-[0-9a-f]{20}$/.test(target);
