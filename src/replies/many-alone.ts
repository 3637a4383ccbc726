/** The problems of a text alone, where nothing can be looked up or written down, for an answer that tells of many. */
import { deadAmong, type Problem } from '../cases/index.ts';
import type { Catalog } from '../catalog/index.ts';
import type { Dead } from './many.ts';
import type { Group } from './many-rows.ts';
import { refusersOf } from './refusers.ts';

/** A problem that nobody handles. */
export type GroupAlone = Group & { readonly problem: Problem };

export const groupsAlone = (problems: readonly Problem[], catalog: Catalog): readonly GroupAlone[] =>
  problems.map((problem, i) => ({
    id: `${i}`,
    isSettled: false,
    told: problem.stories.reduce((sum, { told }) => sum + told, 0),
    known: 0,
    diagnosis: problem.diagnosis,
    refusers: refusersOf(
      problem.stories.map(({ address, last: { diagnosis } }) => ({
        provider: diagnosis.provider,
        remoteHost: diagnosis.bounce.remoteHost,
        recipient: address,
        count: 1,
      })),
      catalog,
    ),
    lasts: false,
    isIncident: false,
    problem,
  }));

/** @returns whom it calls dead; nothing was done about it */
export function deadAlone(problems: readonly Problem[]): Dead {
  const { sure, likely } = deadAmong(problems);
  return { sure: sure.length, likely: likely.length, by: [], done: [], before: 0 };
}
