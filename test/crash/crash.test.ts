/** A short version of `npm run test:crash`, for every run of the tests. */
import { expect, test } from 'vitest';
import { onBothStores } from '../support/stores.ts';
import { runTrial } from './trial.ts';

onBothStores((newAddress, engine) => {
  const replicas = engine === 'SQLite' ? 1 : 2;
  test(`${replicas} process(es) killed in mid-work: each bounce is answered once, each suppression is kept`, async () => {
    const database = await newAddress();
    const trial = { database, replicas, events: 60, kills: 6, within: 120_000 };
    expect(await runTrial(trial)).toEqual({
      answered: 60,
      wrong: [],
      pressed: 60,
      suppressed: 60,
      killed: 6,
      audited: 60,
    });
  }, 150_000);
});
