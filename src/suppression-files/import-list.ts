/** Takes somebody's list over into a team's suppression list, in pieces that are each saved whole. */
import { randomUUID } from 'node:crypto';
import { actorJson, type Origin, writeEntry } from '../audit/index.ts';
import { type Store, transaction } from '../store/index.ts';
import { type Fingerprint, forgottenAmong, listedAmong } from '../suppressions/index.ts';
import type { ListEntry } from './list-entry.ts';
import type { List } from './read-list.ts';
import type { LeftOut } from './reason-words.ts';

/** What became of the rows so far. */
export type ImportCount = {
  readonly rows: number;
  readonly added: number;
  /** On the list before, or twice in the file. */
  readonly already: number;
  /** Forgotten, and suppressed all the same: not written down again. */
  readonly forgotten: number;
  /** Not added: the last verdict on them is to keep them. */
  readonly kept: number;
  readonly leftOut: Readonly<Record<LeftOut, number>>;
  readonly wrong: number;
};

type ListedAddress = Extract<ListEntry, { kind: 'entry' }>;
type Wrong = Extract<ListEntry, { kind: 'wrong' }>;

/** Eight values a row; SQLite takes 32,766 in one statement (SQLITE_MAX_VARIABLE_NUMBER). */
const ROWS_AT_ONCE = 3000;
/**
 * Rows that are sorted before they are saved. Neighbours in the index are then saved together, so that each piece
 * writes a few hundred pages of it and not as many as it has rows: on SQLite a quarter of the time at a million rows.
 */
const SORTED_AT_ONCE = 30_000;

/**
 * A file that ends in the middle, or a process that does, loses nothing of what was read before; the same file again
 * adds only what is missing.
 * @param file its name, for the audit log, which gets one row for each piece
 * @param kept which of the addresses (at most 3,000) are to be kept, by the last verdict on them: they are not added.
 *   Left out: all are added
 * @param check only count what would be done: an address that comes twice in the list may be counted as new twice
 * @param onWrong told of every row that could not be read
 * @param onPiece told how far it is, after each piece
 */
export async function importList(
  store: Store,
  fingerprint: Fingerprint,
  team: string,
  { name, entries }: List,
  file: string,
  origin: Origin,
  {
    check,
    kept = async () => new Set(),
    onWrong,
    onPiece,
  }: {
    readonly check: boolean;
    readonly kept?: (addresses: readonly string[]) => Promise<ReadonlySet<string>>;
    readonly onWrong: (wrong: Wrong) => void;
    readonly onPiece: (count: ImportCount) => void;
  },
): Promise<ImportCount> {
  const count = {
    rows: 0,
    added: 0,
    already: 0,
    forgotten: 0,
    kept: 0,
    leftOut: { unsubscribed: 0, temporary: 0, 'about-the-sender': 0 },
    wrong: 0,
  };
  const importId = randomUUID();
  let waiting: ListedAddress[] = [];
  const save = async (): Promise<void> => {
    const sorted = waiting.sort(byAddress);
    waiting = [];
    for (let i = 0; i < sorted.length; i += ROWS_AT_ONCE) {
      const rows = sorted.slice(i, i + ROWS_AT_ONCE);
      const spared = await spare(store, team, addressesOf(rows), kept);
      const piece = rows.filter(({ address }) => !spared.has(address));
      count.kept += rows.length - piece.length;
      const { added, forgotten } = check
        ? await compare(store, fingerprint, team, piece)
        : await savePiece(store, fingerprint, team, piece, { importId, file, list: name }, origin);
      count.added += added;
      count.forgotten += forgotten;
      count.already += piece.length - added - forgotten;
      onPiece(count);
    }
  };
  for await (const batch of entries) {
    for (const entry of batch) {
      count.rows++;
      if (entry.kind === 'left-out') count.leftOut[entry.leftOut]++;
      else if (entry.kind === 'wrong') {
        count.wrong++;
        onWrong(entry);
      } else if (waiting.push(entry) >= SORTED_AT_ONCE) await save();
    }
  }
  if (waiting.length > 0) await save();
  return count;
}

/** @returns those that are to be kept, and aren't on the list already */
async function spare(
  store: Store,
  team: string,
  addresses: readonly string[],
  kept: (addresses: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<ReadonlySet<string>> {
  const found = await kept(addresses);
  if (found.size === 0) return found;
  const listed = await listedAmong(store, team, [...found]);
  return new Set([...found].filter((address) => !listed.has(address)));
}

type Saved = { readonly added: number; readonly forgotten: number };

async function savePiece(
  store: Store,
  fingerprint: Fingerprint,
  team: string,
  piece: readonly ListedAddress[],
  from: { readonly importId: string; readonly file: string; readonly list: string },
  origin: Origin,
): Promise<Saved> {
  const by = actorJson(origin.by);
  const now = origin.at.getTime();
  return transaction(store, async (tx) => {
    const forgotten = await forgottenAmong(tx, fingerprint, team, addressesOf(piece));
    const wanted = piece.filter(({ address }) => !forgotten.has(address));
    const added = wanted.length === 0 ? 0 : await insert(tx, team, wanted, by, now);
    if (added > 0) {
      const after = { ...from, added };
      const entry = { team, action: 'suppressions-imported', caseId: null, before: null, after } as const;
      await writeEntry(tx, origin, entry);
    }
    return { added, forgotten: piece.length - wanted.length };
  });
}

async function insert(
  tx: Store,
  team: string,
  entries: readonly ListedAddress[],
  by: string,
  now: number,
): Promise<number> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('suppressions')
    .values(
      entries.map(({ address, reason, evidence, at }) => ({
        team,
        address,
        reason,
        evidence,
        source: 'import' as const,
        case_id: null,
        by,
        // A list from a clock that is ahead says nothing of the future.
        at: new Date(Math.min(at ?? now, now)).toISOString(),
      })),
    )
    .onConflict((conflict) => conflict.columns(['team', 'address']).doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows ?? 0n);
}

/** What `savePiece` would do. */
async function compare(
  store: Store,
  fingerprint: Fingerprint,
  team: string,
  piece: readonly ListedAddress[],
): Promise<Saved> {
  const addresses = addressesOf(piece);
  const forgotten = await forgottenAmong(store, fingerprint, team, addresses);
  const listed = await listedAmong(store, team, addresses);
  const added = new Set(addresses.filter((address) => !listed.has(address) && !forgotten.has(address)));
  return {
    added: added.size,
    forgotten: addresses.filter((address) => forgotten.has(address)).length,
  };
}

/** Of an address that comes twice the first row counts: sorting keeps their order. */
const byAddress = (a: ListedAddress, b: ListedAddress): number => {
  if (a.address === b.address) return 0;
  return a.address < b.address ? -1 : 1;
};

const addressesOf = (entries: readonly ListedAddress[]): readonly string[] =>
  entries.map(({ address }) => address);
