/**
 * Tells the store's own troubles (gone, full, read-only, locked) from mistakes of ours. Whoever gets such an error
 * says "not saved, nothing changed, try again"; everything else is a defect.
 */
type Outage = 'unreachable' | 'refused' | 'full' | 'read-only' | 'busy' | 'damaged';

const WORDS: Readonly<Record<Outage, string>> = {
  unreachable: "the database can't be reached",
  refused: 'the database refuses the login',
  full: 'the disk or the database is full',
  'read-only': 'the database can only be read, not written',
  busy: 'the database is busy and did not answer in time',
  damaged: 'the database or its disk is damaged',
};

/** SQLite's primary result codes (sqlite.org/rescode.html). */
const SQLITE: Readonly<Record<number, Outage>> = {
  5: 'busy',
  6: 'busy',
  7: 'full',
  8: 'read-only',
  10: 'damaged',
  11: 'damaged',
  13: 'full',
  14: 'unreachable',
  26: 'damaged',
};

/** PostgreSQL's SQLSTATE, by its beginning, the longer one first (PostgreSQL documentation, appendix A). */
const SQLSTATE: readonly (readonly [string, Outage])[] = [
  ['25006', 'read-only'],
  ['25P03', 'busy'],
  ['25P04', 'busy'],
  ['28', 'refused'],
  ['3D000', 'unreachable'],
  ['40001', 'busy'],
  ['40P01', 'busy'],
  ['53300', 'busy'],
  ['53', 'full'],
  ['55P03', 'busy'],
  ['57014', 'busy'],
  ['57P', 'unreachable'],
  ['58', 'damaged'],
  ['08', 'unreachable'],
  ['XX001', 'damaged'],
  ['XX002', 'damaged'],
];

/** What Node says where there is no way to a host (`libuv`'s names). */
const NETWORK =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|ENOTFOUND|EAI_AGAIN)$/;

/** What the driver `pg` says without any code, in pg 8 and pg-pool 3. */
const DRIVER: readonly (readonly [RegExp, Outage])[] = [
  [/^Connection terminated/, 'unreachable'],
  [/^timeout exceeded when trying to connect$/, 'unreachable'],
  [/connection error and is not queryable$/, 'unreachable'],
  [/^Client was closed and is not queryable$/, 'unreachable'],
  [/^Query read timeout$/, 'busy'],
];

/** @returns whether the file itself is broken: waiting mends nothing */
export const isDamaged = (error: unknown): boolean => outageOf(error)?.outage === 'damaged';

/** What to do where it is. */
export const RESTORE =
  'Move the file away and put the last copy in its place that "bounce-triage backup FILE" made; without one, "sqlite3 FILE .recover" saves what can be read.';

/** @returns whether the store can't be reached, is full, read-only, locked or damaged; false for mistakes of ours */
export const isOutage = (error: unknown): boolean => outageOf(error) !== null;

/**
 * @param error for which `isOutage` holds
 * @returns what is wrong with the store, for people: no addresses, no secrets, no final stop; with the engine's code
 */
export function outageWords(error: unknown): string {
  const { outage, code } = outageOf(error) ?? { outage: 'unreachable', code: null };
  return code === null ? WORDS[outage] : `${WORDS[outage]} (${code})`;
}

type Found = { readonly outage: Outage; readonly code: string | null };

function outageOf(error: unknown): Found | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof TooLate) return { outage: 'busy', code: null };
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  if (code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number') {
    const outage = SQLITE[errcode & 0xff];
    return outage ? { outage, code: `SQLite ${errcode}` } : null;
  }
  if (typeof code === 'string') {
    if (NETWORK.test(code)) return { outage: 'unreachable', code };
    const state = SQLSTATE.find(([beginning]) => /^[0-9A-Z]{5}$/.test(code) && code.startsWith(beginning));
    if (state) return { outage: state[1], code: `PostgreSQL ${code}` };
  }
  const said = DRIVER.find(([pattern]) => pattern.test(error.message));
  if (said) return { outage: said[1], code: null };
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner === undefined ? null : outageOf(inner);
}

/** The store did not answer as soon as somebody had to know. What was asked of it may still happen. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
  constructor() {
    super('The database did not answer in time.');
  }
}

/**
 * @param ms to wait at most
 * @throws TooLate where the work takes longer; it goes on all the same
 */
export async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate()), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
