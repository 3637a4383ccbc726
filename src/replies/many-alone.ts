/** The problems of a text alone, where nothing can be looked up or written down, for an answer that tells of many. */
import { deadAmong, type Patience, type Problem, type Refused } from '../cases/index.ts';
import type { Catalog } from '../catalog/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import type { Dead } from './many.ts';
import type { Group } from './many-rows.ts';
import { refusersOf, together } from './refusers.ts';
import type { VerdictReply } from './reply.ts';
import { NOTHING_AROUND } from './verdict/matter.ts';
import { verdictReply } from './verdict.ts';

/** A problem that nobody handles. */
export type GroupAlone = Group & { readonly problem: Problem };

export const groupsAlone = (problems: readonly Problem[], catalog: Catalog): readonly GroupAlone[] =>
  problems.map((problem, i) => ({
    id: `${i}`,
    isSettled: false,
    told: problem.stories.reduce((sum, { told }) => sum + told, 0),
    known: 0,
    diagnosis: ofProblem(problem),
    refusers: refusersOf(refusalsOf(problem), catalog),
    lasts: false,
    isIncident: false,
    problem,
  }));

const refusalsOf = ({ stories }: Problem): readonly Refused[] =>
  stories.map(({ address, last: { diagnosis } }) => ({
    provider: diagnosis.provider,
    remoteHost: diagnosis.bounce.remoteHost,
    recipient: address,
    count: 1,
  }));

/** What several providers refused is told by its reason, in no provider's words: as where it is filed. */
const ofProblem = ({ diagnosis, stories }: Problem): Diagnosis =>
  stories.some(({ last }) => last.diagnosis.provider !== diagnosis.provider)
    ? { ...diagnosis, provider: null, entry: null }
    : diagnosis;

/**
 * @param groups that read alike, at least one
 * @param recipients of them, or some of those that there are
 * @param addresses how many there are; null: nobody knows
 * @returns the one card of all their bounces, which nobody handles
 */
export function replyAlone(
  groups: readonly Group[],
  recipients: readonly string[],
  addresses: number | null,
  catalog: Catalog,
  patience: Patience | null,
): VerdictReply {
  const [{ diagnosis: first }] = groups as readonly [Group];
  const refusers = together(groups.map((group) => group.refusers));
  const isMixed = refusers.length > 1 && first.provider !== null;
  const entry = first.entry?.provider === null ? first.entry : null;
  const diagnosis = isMixed ? { ...first, provider: null, entry } : first;
  const told = { recipients, addresses, refusers };
  return verdictReply(diagnosis, catalog, null, patience, { ...NOTHING_AROUND, told });
}

/** @returns whom it calls dead; nothing was done about it */
export function deadAlone(problems: readonly Problem[]): Dead {
  const { sure, likely } = deadAmong(problems);
  return { sure: sure.length, likely: likely.length, by: [], done: [], before: 0 };
}
