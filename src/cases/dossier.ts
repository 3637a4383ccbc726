/** A case with all that the team knows of its addresses: what a reply about it says. */
import { type Actor, actorOfJson, type CaseEntry, entriesOf, isChange, lastOutcome } from '../audit/index.ts';
import { among, prepared, type Store } from '../store/index.ts';
import { type Fingerprint, forgottenAmong } from '../suppressions/index.ts';
import type { Case } from './case.ts';
import { changesOf, type DatedChange } from './case-change.ts';
import { type Lasting, lastingAmong, type Patience } from './history.ts';

export type Dossier = {
  readonly case: Case;
  /** When it is looked at, in milliseconds since 1970. */
  readonly asOf: number;
  /** Since when and until when its attempts were made, where that was long over when they were told; else null. */
  readonly past: { readonly from: number; readonly to: number } | null;
  /** Where all of it was put off and arrived after all: when the last of it did. Else null. */
  readonly arrivedAt: number | null;
  /** Those of its addresses that are on the suppression list, and who put the first of them there. */
  readonly suppressed: {
    readonly count: number;
    readonly by: Actor;
    /** Milliseconds since 1970. */
    readonly at: number;
    /** It was done with this case. */
    readonly here: boolean;
  } | null;
  /** How many of its addresses were forgotten and stay suppressed. */
  readonly forgotten: number;
  /** When an address that is put off counts as dead. */
  readonly patience: Patience;
  /** Those of its addresses that were put off for longer. */
  readonly lasting: readonly Lasting[];
  /** What was said when it was escalated, as long as it is. */
  readonly note: string | null;
  /** What was done to it, the oldest first; of very much the newest. */
  readonly changes: readonly DatedChange[];
  /** How it was brought back, where that was the last thing that happened. */
  readonly cameBack: { readonly from: 'resolved' | 'dismissed'; readonly by: Actor | null } | null;
};

/** @returns whether every address of the case is on the suppression list */
export const isAllListed = ({ suppressed, case: { recipients } }: Dossier): boolean =>
  suppressed !== null && suppressed.count >= recipients.length;

/** More addresses than these are counted, and not looked at one by one for what lasts. */
const MOST_LOOKED_AT = 5000;
const AT_ONCE = 1000;
/** Entries of the audit log that are read; a case has few, and only its newest are told. */
const MOST_ENTRIES = 50;

export async function dossierOf(
  store: Store,
  fingerprint: Fingerprint,
  handled: Case,
  patience: Patience,
  now: number,
): Promise<Dossier> {
  const { team, recipients, category } = handled;
  const some = recipients.slice(0, MOST_LOOKED_AT);
  const entries = await entriesOf(store, handled, MOST_ENTRIES);
  return {
    case: handled,
    asOf: now,
    past: await pastOf(store, handled),
    arrivedAt: handled.count > 0 ? null : await lastArrival(store, handled),
    patience,
    suppressed: await suppressedAmong(store, handled, some),
    forgotten: (await forgottenAmong(store, fingerprint, team, some)).size,
    lasting:
      category === 'soft' && handled.corrected === null
        ? await lastingAmong(store, team, some, patience, now)
        : [],
    note: await noteOf(store, handled),
    changes: changesOf(entries, handled),
    cameBack: cameBack(entries, handled),
  };
}

/** Attempts whose newest is older than this when they are told are of the past, in milliseconds. */
const HOUR = 60 * 60 * 1000;

async function pastOf(store: Store, { parts, firstAt, lastAt, heardAt }: Case): Promise<Dossier['past']> {
  if (heardAt - lastAt < HOUR) return null;
  const newest = await store
    .selectFrom('attempts')
    .select('time_from')
    .where('case_id', 'in', parts)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  // What names no time of its own was told again, and nobody knows when it happened.
  return newest && newest.time_from !== null ? { from: firstAt, to: lastAt } : null;
}

async function lastArrival(store: Store, { team, parts }: Case): Promise<number | null> {
  const last = await store
    .selectFrom('attempts')
    .innerJoin('arrivals', (join) =>
      join
        .onRef('arrivals.mailing', '=', 'attempts.mailing')
        .onRef('arrivals.team', '=', 'attempts.team')
        .onRef('arrivals.address', '=', 'attempts.address'),
    )
    .select((eb) => eb.fn.max('arrivals.at').as('at'))
    .where('attempts.case_id', 'in', parts)
    .where('attempts.team', '=', team)
    .executeTakeFirst();
  return last?.at ? Date.parse(last.at) : null;
}

async function suppressedAmong(
  store: Store,
  { team, id, parts }: Case,
  addresses: readonly string[],
): Promise<Dossier['suppressed']> {
  let count = 0;
  let first: { by: string; at: string; case_id: string | null } | null = null;
  for (let i = 0; i < addresses.length; i += AT_ONCE) {
    const { rows } = await selectSuppressed(store, { team, some: addresses.slice(i, i + AT_ONCE) });
    count += rows.length;
    for (const row of rows) if (first === null || row.at < first.at) first = row;
  }
  const here = first?.case_id != null && (first.case_id === id || parts.includes(first.case_id));
  return first && { count, by: actorOfJson(first.by), at: Date.parse(first.at), here };
}

const selectSuppressed = prepared(
  (store, { team, some }: { readonly team: string; readonly some: readonly string[] }) =>
    store
      .selectFrom('suppressions')
      .select(['by', 'at', 'case_id'])
      .where('team', '=', team)
      .where('address', 'in', among(store, some)),
);

function cameBack(entries: readonly CaseEntry[], { status: { kind } }: Case): Dossier['cameBack'] {
  if (kind !== 'open' && kind !== 'claimed') return null;
  const last = entries.findLast(isChange);
  if (last?.action !== 'came-back' || last.before === null) return null;
  const { status: from, by } = last.before as { status: string; by: Actor | null };
  return from === 'resolved' || from === 'dismissed' ? { from, by } : null;
}

async function noteOf(store: Store, handled: Case): Promise<string | null> {
  if (handled.status.kind !== 'escalated') return null;
  const last = (await lastOutcome(store, handled, 'escalate')) as { note?: string } | null;
  return last?.note ?? null;
}
