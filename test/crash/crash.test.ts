/** A short version of `npm run test:crash`, for every run of the tests. */
import { expect, test } from 'vitest';
import { onBothStores } from '../support/stores.ts';
import { runTrial } from './trial.ts';

onBothStores((newAddress, engine) => {
  const replicas = engine === 'SQLite' ? 1 : 2;
  test(`${replicas} process(es) killed in mid-work: each bounce is answered once, each press is kept`, async () => {
    const database = await newAddress();
    const trial = { database, replicas, events: 60, kills: 6, pressKills: 30, within: 120_000 };
    expect(await runTrial(trial)).toMatchObject({
      answered: 60,
      wrong: [],
      pressed: 120,
      lost: [],
      suppressed: 60,
      killed: 6,
      audited: 60,
    });
  }, 150_000);
});
