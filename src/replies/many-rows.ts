/** The rows of an answer that tells of many problems: what is one row, and what tells it from the others. */
import { taskOf } from '../cases/index.ts';
import type { Catalog, ReasonId } from '../catalog/index.ts';
import { causeOf, type Diagnosis } from '../diagnosis/index.ts';
import { type Deed, deedOf, type Standing } from './deed.ts';
import { fillWords } from './line.ts';
import { type Refuser, refusedBy, together } from './refusers.ts';
import type { ManyReply } from './reply.ts';
import { shortTitle, toldApart } from './told-apart.ts';
import { isUndecided } from './unsure.ts';

/** A problem of the message, with what the message tells of it. */
export type Group = Standing & {
  /** Of its case, or of the bundle. */
  readonly id: string;
  /** Attempts that the message tells, and how many of them were known before. */
  readonly told: number;
  readonly known: number;
  /** By the names that people know, the most addresses first. */
  readonly refusers: readonly Refuser[];
  /** A provider's own trouble, or many bounces of one problem of ours at once. */
  readonly isIncident: boolean;
};

/** What one row stands for: all problems about which the same is to be done. */
export type Row<G extends Group = Group> = ManyReply['rows'][number] & {
  readonly deed: Deed;
  /** Of its bounces, how many were known before. */
  readonly known: number;
  readonly refusers: readonly Refuser[];
  /** Of the first of its problems, which stands for all. */
  readonly diagnosis: Diagnosis;
  /** The most bounces first. */
  readonly groups: readonly G[];
};

export const toldIn = (groups: readonly Group[]): number => groups.reduce((sum, { told }) => sum + told, 0);

/** @returns whether it tells of no bounce of ours, but of what our own server turned away */
export const isOurRefusal = ({ diagnosis }: Pick<Group, 'diagnosis'>): boolean =>
  diagnosis.bounce.refusedByUs;

/**
 * @returns one row for each thing to do, the most bounces first, no two of them alike; last, in one row, what our own
 *   server refused, which bounced with nobody
 */
export function rowsOf<G extends Group>(groups: readonly G[], catalog: Catalog): readonly Row<G>[] {
  const [ours, bounced] = [groups.filter(isOurRefusal), groups.filter((group) => !isOurRefusal(group))];
  const rows = [...Map.groupBy(bounced, (group) => rowKeyOf(group, catalog)).values()];
  const all = toldApart(
    rows.map((some) => rowOf(some, nameOf(some[0] as G, catalog))),
    catalog,
  );
  return [
    ...all.toSorted((a, b) => b.count - a.count),
    ...(ours.length > 0 ? [rowOf(ours, 'Refused by your own server')] : []),
  ];
}

/**
 * What is the matter with recipients is one thing to do, whoever refuses them; what is ours to mend is one for each task,
 * and for what it is called on its card where the text doesn't say whose it is.
 * @returns what stands for the row that a problem is part of
 */
export function rowKeyOf(group: Standing & Pick<Group, 'isIncident'>, catalog: Catalog): string {
  const { diagnosis } = group;
  if (isOurRefusal(group)) return 'ours';
  const front = [lookOf(group), deedOf(group), nameOf(group, catalog)];
  const { category } = diagnosis;
  if (category === 'hard' || category === 'soft') return JSON.stringify(front);
  return JSON.stringify([...front, taskOf(diagnosis) ?? shortTitle(diagnosis, catalog)]);
}

function rowOf<G extends Group>(some: readonly G[], problem: string): Row<G> {
  const groups = some.toSorted((a, b) => b.told - a.told);
  const first = groups[0] as G;
  const refusers = together(groups.map((group) => group.refusers));
  return {
    look: lookOf(first),
    deed: deedOf(first),
    count: toldIn(groups),
    known: groups.reduce((sum, { known }) => sum + known, 0),
    problem,
    refusedBy: refusedBy(refusers),
    refusers,
    diagnosis: first.diagnosis,
    groups,
  };
}

function lookOf({ isSettled, isIncident, diagnosis }: Standing & Pick<Group, 'isIncident'>): Row['look'] {
  if (isSettled) return 'settled';
  if (isIncident) return 'incident';
  return isUndecided(diagnosis) ? 'unsure' : diagnosis.category;
}

const nameOf = ({ diagnosis, lasts, isSettled }: Standing, catalog: Catalog): string => {
  const name = problemName(diagnosis, catalog);
  return lasts && !isSettled ? behind('Lasting', name) : name;
};

/**
 * @returns what bounces are called: mail that is still tried was put off, and came back to nobody; nor did what our own
 *   server refused
 */
export function nounOf(diagnoses: readonly Diagnosis[]): 'bounce' | 'deferral' | 'refusal' {
  if (diagnoses.length === 0) return 'bounce';
  if (diagnoses.every((diagnosis) => isOurRefusal({ diagnosis }))) return 'refusal';
  return diagnoses.every(isDeferral) ? 'deferral' : 'bounce';
}

const isDeferral = ({ permanence, reason, bounce }: Diagnosis): boolean =>
  permanence === 'temporary' && bounce.action !== 'failed' && reason !== 'expired';

/** What is sure of these is that nothing is sure. */
const SAYS_NOTHING: ReadonlySet<ReasonId> = new Set(['undefined', 'on-hold']);

/** @returns a problem in a few words: "IP on Spamhaus", "Likely: address does not exist", "Mailbox full" */
export function problemName(diagnosis: Diagnosis, catalog: Catalog): string {
  const { blocklist, control, reason, category, certainty, arrivedSince } = diagnosis;
  const list = catalog.blocklists.get(blocklist ?? '')?.name;
  const name = fillWords(causeOf(diagnosis, catalog).problem, {
    // Who asks a list can't take anybody off it: whose list it is tells what is to be done.
    onList: list ? `on ${list}` : null,
    control: control === 'multiple' ? 'SPF or DKIM' : control && catalog.controls[control].name,
  });
  if (arrivedSince !== undefined) return behind('Arrived since', name);
  if (isUndecided(diagnosis)) return SAYS_NOTHING.has(reason) ? name : `${name}?`;
  return category === 'hard' && certainty === 'likely' ? behind('Likely', name) : name;
}

const behind = (front: string, name: string): string =>
  `${front}: ${name.charAt(0).toLowerCase()}${name.slice(1)}`;
