/** Judges in a thread of its own, with a judge of its own: two in one would make both slower. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Catalogs, openCatalog } from '../../src/catalog/index.ts';
import { createJudge } from '../../src/diagnosis/index.ts';
import type { Bounce } from '../../src/intake/bounce.ts';
import { grown, judgedPerSecond } from './speed.ts';

const { catalogs, times, bounces } = workerData as {
  readonly catalogs: Catalogs;
  readonly times: number;
  readonly bounces: readonly Bounce[];
};
const { catalog } = await openCatalog(catalogs);
const { diagnose } = createJudge(times > 1 ? grown(catalog, times) : catalog);
parentPort?.postMessage(await judgedPerSecond(diagnose, bounces));
