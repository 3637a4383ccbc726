import type { Insertable } from 'kysely';
import type { Tables } from '../../src/store/index.ts';

let made = 0;

/** @returns a row of `attempts`: a dead address's, a mailing of its own, unless it is said otherwise */
export const attemptRow = (
  over: Pick<Tables['attempts'], 'team' | 'case_id' | 'at'> & Partial<Tables['attempts']>,
): Insertable<Tables['attempts']> => {
  made += 1;
  return {
    id: `a-${made}`,
    mailing: `m-${made}`,
    named: 1,
    message_id: 'm',
    address: null,
    reason: 'user-unknown',
    category: 'hard',
    permanence: 'permanent',
    provider: null,
    host: null,
    trouble: null,
    outcome: 'failed',
    time_from: 'log',
    counts: 1,
    ...over,
  };
};
