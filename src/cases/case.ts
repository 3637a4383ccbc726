import { z } from 'zod';
import { type Actor, actorOfJson } from '../audit/index.ts';
import { CATEGORIES, type Category, REASONS, type ReasonId } from '../catalog/index.ts';
import { mapGently } from '../give-way.ts';
import { type Bounce, FEEDBACK_TYPES } from '../intake/bounce.ts';
import { among, CASE_STATUSES, prepared, type Store } from '../store/index.ts';
import { asOne } from './bundle.ts';
import { type Correction, correctionShape } from './correction.ts';
import type { Refused } from './refusals.ts';

/** One problem that the team handles. Moments are milliseconds since 1970. */
export type Case = {
  readonly id: string;
  readonly team: string;
  /** What makes it one problem, see `problems.ts`. */
  readonly key: string;
  readonly side: 'recipient' | 'sender';
  /** As a person said, where one did; else as it was read. */
  readonly reason: ReasonId;
  readonly category: Category;
  /** Who refused, by its id in the catalog; null: it has no entry there, or nobody says. */
  readonly provider: string | null;
  /** It stands for cases that several providers refused: what one of them means by its words is not said of all. */
  readonly mixed: boolean;
  /** Who refused which of its addresses, as far as the newest bounces of what it stands for tell. */
  readonly refusals: readonly Refused[];
  /** The newest bounce, which stands for all that are in it. */
  readonly bounce: Bounce;
  /** Addresses that it is about; empty where no text named one. */
  readonly recipients: readonly string[];
  readonly status: Status;
  readonly owner: Actor | null;
  /** What a person said that it is; null: nobody did. */
  readonly corrected: Correction | null;
  /** Delivery attempts, and when the first and the last of them were made. */
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Where its bounces are hard: when mail arrived with one of its addresses since; null: none did. */
  readonly arrivedSince: number | null;
  /** When somebody last told of it. */
  readonly heardAt: number;
  readonly version: number;
  /** Its texts and addresses were removed for their age: of the bounce, only the codes are left. */
  readonly expired: boolean;
  /** Ids of the cases that it stands for: its own, or those of a bundle that are to be handled. */
  readonly parts: readonly string[];
  /** Ids under which our messages show it: its own, and its bundle's. */
  readonly shownAs: readonly string[];
};

export type Status =
  | { readonly kind: 'open' }
  | {
      readonly kind: 'claimed' | 'escalated' | 'resolved' | 'dismissed';
      readonly by: Actor;
      readonly at: number;
    }
  | { readonly kind: 'snoozed'; readonly by: Actor; readonly at: number; readonly until: number };

const text = z.string().nullable();
/** A bounce as it is stored; rows of older versions lack some fields. */
export const storedBounce = z.object({
  kind: z.enum(['bounce', 'feedback', 'vacation', 'delivered']),
  feedbackType: z.enum(FEEDBACK_TYPES).nullable().default(null),
  recipient: text,
  finalRecipient: text.default(null),
  replyCode: text,
  enhancedCode: text,
  diagnosticCode: text,
  remoteHost: text,
  sourceIp: text,
  sender: text,
  senderDomain: text,
  envelopeDomain: text.default(null),
  clientIp: text.default(null),
  auth: z.object({ dkimSelector: text, dkimDomain: text, fromDomain: text }).nullable().default(null),
  messageId: text,
  subject: text.default(null),
  queueId: text.default(null),
  queueHost: text.default(null),
  platformId: text.default(null),
  eventId: text.default(null),
  time: text,
  timeFrom: z.enum(['log', 'report', 'event', 'arrival', 'mail']).nullable().default(null),
  action: z.enum(['failed', 'delayed', 'delivered', 'relayed', 'expanded']).nullable(),
  command: text,
  speaker: z.enum(['theirs', 'ours', 'platform']).nullable().default(null),
  refusedByUs: z.boolean().default(false),
  excerpt: z.string(),
  /** The attempts have rows of their own. */
  attempts: z.array(z.never()).default([]),
});
const json = (value: string): unknown => JSON.parse(value);
const actor = z
  .string()
  .nullable()
  .transform((value) => (value === null ? null : actorOfJson(value)));
const moment = z.string().transform((value) => Date.parse(value));
const row = z.object({
  id: z.string(),
  team: z.string(),
  key: z.string(),
  side: z.enum(['recipient', 'sender']),
  reason: z.enum(REASONS),
  category: z.enum(CATEGORIES),
  provider: text,
  bounce: z.string().transform((value) => storedBounce.parse(json(value)) satisfies Bounce),
  status: z.enum(CASE_STATUSES),
  status_by: actor,
  status_at: moment,
  owner: actor,
  snoozed_until: moment.nullable(),
  count: z.number(),
  first_at: moment,
  last_at: moment,
  heard_at: moment,
  version: z.number(),
  expired_at: z.string().nullable(),
  bundle: text,
  apart: z.number(),
  corrected: text.transform((value) => (value === null ? null : correctionShape.parse(json(value)))),
});

/** Where nobody says who refused, it is told by whose mailboxes they are. */
function refusalsOf(
  provider: string | null,
  { remoteHost, recipient }: Bounce,
  recipients: readonly string[],
): readonly Refused[] {
  const told = recipients.length > 0 ? recipients : [recipient];
  return provider === null && remoteHost === null
    ? told.map((one) => ({ provider, remoteHost, recipient: one, count: 1 }))
    : [{ provider, remoteHost, recipient: null, count: told.length }];
}
/** Whom a case is about, and when the last mail to it arrived, ISO 8601; null: none did. */
type Named = { readonly address: string; readonly at: string | null };

/**
 * @param stored a row of the table `cases`
 * @throws ZodError where the store holds something that no version of ours wrote
 */
function caseOf(stored: unknown, named: readonly Named[]): Case {
  const { status, status_by, status_at, snoozed_until, first_at, last_at, heard_at, expired_at, ...others } =
    row.parse(stored);
  const { bundle, apart, ...rest } = others;
  const category = rest.corrected?.category ?? rest.category;
  const recipients = named.map(({ address }) => address);
  const arrivedAt = named.reduce((last, { at }) => Math.max(last, at === null ? 0 : Date.parse(at)), 0);
  // Whoever said that it is dead knew what had arrived by then.
  const isSince = category === 'hard' && arrivedAt > Math.max(last_at, rest.corrected?.at ?? 0);
  return {
    ...rest,
    reason: rest.corrected?.reason ?? rest.reason,
    category,
    mixed: false,
    recipients,
    refusals: refusalsOf(rest.provider, rest.bounce, recipients),
    firstAt: first_at,
    lastAt: last_at,
    arrivedSince: isSince ? arrivedAt : null,
    heardAt: heard_at,
    expired: expired_at !== null,
    status: statusOf(status, status_by, status_at, snoozed_until),
    parts: [rest.id],
    shownAs: bundle === null || apart === 1 ? [rest.id] : [rest.id, bundle],
  };
}

function statusOf(
  kind: z.infer<typeof row>['status'],
  by: Actor | null,
  at: number,
  until: number | null,
): Status {
  if (kind === 'open' || by === null) return { kind: 'open' };
  if (kind === 'snoozed') return { kind, by, at, until: until ?? at };
  return { kind, by, at };
}

/**
 * @returns those of the team's cases that there are, by id: of a bundle's, all that are in it as one. A bundle that was
 *   told anew is the one that tells of its cases since, with that one's id
 */
export async function loadCases(
  store: Store,
  team: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Case>> {
  const found = await loadWhole(store, team, ids);
  return new Map([...found].map(([id, whole]) => [id, whole.case]));
}

/** A case, and all that it stands for: of a bundle also what is settled. */
type Whole = { readonly case: Case; readonly members: readonly Case[] };

async function loadWhole(
  store: Store,
  team: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Whole>> {
  const singly = await loadSingly(store, team, ids);
  const all = new Map<string, Whole>();
  for (const [id, one] of singly) all.set(id, { case: one, members: [one] });
  for (const bundle of ids) {
    if (all.has(bundle)) continue;
    const members = await membersOf(store, team, bundle);
    const whole =
      members.length > 0 ? { case: asOne(bundle, members), members } : await toldAnew(store, team, bundle);
    if (whole) all.set(bundle, whole);
  }
  return all;
}

/** @returns what tells of the bundle's cases since; null where nothing does */
async function toldAnew(store: Store, team: string, bundle: string): Promise<Whole | null> {
  const row = await store
    .selectFrom('superseded')
    .select('into')
    .where('team', '=', team)
    .where('bundle', '=', bundle)
    .executeTakeFirst();
  if (!row) return null;
  const found = await loadWhole(store, team, [row.into]);
  return found.get(row.into) ?? null;
}

/** So many in one statement: others have their turn between two of them. */
const AT_ONCE = 250;

async function loadSingly(
  store: Store,
  team: string,
  all: readonly string[],
): Promise<ReadonlyMap<string, Case>> {
  const found = new Map<string, Case>();
  for (let i = 0; i < all.length; i += AT_ONCE) {
    const ids = all.slice(i, i + AT_ONCE);
    const [{ rows }, recipients] = await Promise.all([
      selectCases(store, { team, ids }),
      selectRecipients(store, { team, ids }),
    ]);
    const named = Map.groupBy(recipients.rows, ({ case_id }) => case_id);
    const cases = await mapGently(rows, (row) => caseOf(row, named.get(row.id) ?? []));
    for (const one of cases) found.set(one.id, one);
  }
  return found;
}

type Wanted = { readonly team: string; readonly ids: readonly string[] };

const selectCases = prepared((store, { team, ids }: Wanted) =>
  store.selectFrom('cases').selectAll().where('team', '=', team).where('id', 'in', among(store, ids)),
);

/** Those whom it is about, and when the last mail to each arrived. */
const selectRecipients = prepared((store, { team, ids }: Wanted) =>
  store
    .selectFrom('case_recipients')
    .leftJoin('deliveries', (join) =>
      join
        .onRef('deliveries.team', '=', 'case_recipients.team')
        .onRef('deliveries.address', '=', 'case_recipients.address'),
    )
    .select(['case_recipients.case_id', 'case_recipients.address', 'deliveries.at'])
    .where('case_recipients.team', '=', team)
    .where('case_recipients.case_id', 'in', among(store, ids))
    .orderBy('case_recipients.place'),
);

/** @returns the cases that a bundle shows, in the order of the text that told them: not those that went their own way */
async function membersOf(store: Store, team: string, bundle: string): Promise<readonly Case[]> {
  const rows = await store
    .selectFrom('cases')
    .select(['id', 'apart'])
    .where('team', '=', team)
    .where('bundle', '=', bundle)
    .orderBy('bundle_place')
    .orderBy('key')
    .execute();
  const together = rows.filter(({ apart }) => apart === 0);
  const ids = (together.length > 0 ? together : rows).map(({ id }) => id);
  const found = await loadSingly(store, team, ids);
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** @returns the cases that it stands for, one by one */
export async function partsOf(
  store: Store,
  { team, parts }: Pick<Case, 'team' | 'parts'>,
): Promise<readonly Case[]> {
  const found = await loadSingly(store, team, parts);
  return parts.flatMap((id) => found.get(id) ?? []);
}

/** @returns the case, or null where this team has none of that id */
export async function findCase(store: Store, team: string, id: string): Promise<Case | null> {
  return (await loadCases(store, team, [id])).get(id) ?? null;
}

/** A case as one message tells of it. */
export type ToldCase = {
  readonly case: Case;
  /** Attempts that the message tells of it, how many of them were known before, and of how many addresses. */
  readonly told: number;
  readonly known: number;
  readonly addresses: number;
  /** All cases that it stands for, also those that are settled. */
  readonly members: readonly Case[];
};

/** @returns the cases that a message told of, each once, in the order of its problems; none where it was never heard */
export async function toldCasesOf(
  store: Store,
  team: string,
  messageId: string,
): Promise<readonly ToldCase[]> {
  const rows = await store
    .selectFrom('case_messages')
    .select(['case_id', 'told', 'known', 'addresses'])
    .where('team', '=', team)
    .where('message_id', '=', messageId)
    .orderBy('part')
    .execute();
  const byCase = Map.groupBy(rows, ({ case_id }) => case_id);
  const found = await loadWhole(store, team, [...byCase.keys()]);
  return [...byCase].flatMap(([id, some]) => {
    const whole = found.get(id);
    if (!whole) return [];
    const { case: handled, members } = whole;
    const all = (name: 'told' | 'known' | 'addresses', unknown: number): number =>
      some.reduce((sum, row) => sum + (row[name] ?? unknown), 0);
    return [
      {
        case: handled,
        // Of older messages nobody kept it: as many as there are recipients, as was told then.
        told: all('told', Math.max(1, handled.recipients.length)),
        known: all('known', 0),
        addresses: all('addresses', handled.recipients.length),
        members,
      },
    ];
  });
}

/** @returns the same, the cases alone */
export const casesOf = async (store: Store, team: string, messageId: string): Promise<readonly Case[]> =>
  (await toldCasesOf(store, team, messageId)).map((told) => told.case);
