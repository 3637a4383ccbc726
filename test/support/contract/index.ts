/** What every way in must do, driven as a user would: `adapters/adapter.ts` says it in words. */
import { describe, test } from 'vitest';
import type { Driver } from '../driver.ts';
import { ANSWERS } from './answers.ts';
import { CASES } from './cases.ts';
import { DUTIES } from './duties.ts';
import { OUTAGES } from './outages.ts';
import { openStage } from './stage.ts';
import { TALK } from './talk.ts';

const PARTS = {
  'what is answered': ANSWERS,
  'what is pressed and chosen': CASES,
  'what a user asks besides': DUTIES,
  'what is said and looked up': TALK,
  'what breaks': OUTAGES,
};

/** Milliseconds: a browser starts for the first of them. */
const PATIENCE = 60_000;

/**
 * Defines the tests of the contract for one adapter, in a test file of vitest's.
 * @param createDriver makes a driver that was not started; one for each test
 */
export function adapterContract(createDriver: () => Driver): void {
  const platform = createDriver();
  for (const [part, duties] of Object.entries(PARTS)) {
    describe(part, () => {
      for (const { title, where, run } of duties) {
        if (where !== undefined && !where(platform)) continue;
        test(title, { timeout: PATIENCE }, async () => {
          const stage = await openStage(createDriver);
          try {
            await run(stage);
          } finally {
            await stage.close();
          }
        });
      }
    });
  }
}
