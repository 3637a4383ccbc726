/** What a whole log tells, summed up as it goes on: the rows of a table, however many bounces there are. */
import { addressOf, afterArrival, LastWords, problemKeyAlone } from '../cases/index.ts';
import type { Catalog } from '../catalog/index.ts';
import type { Diagnosis, Ending } from '../diagnosis/index.ts';
import { Fingerprints } from '../fingerprints.ts';
import type { Delivery } from '../intake/bounce.ts';
import { type Group, type Row, rowKeyOf, rowsOf } from './many-rows.ts';
import { type Refuser, refuserOf } from './refusers.ts';

/** Addresses, and mailings, that are counted exactly; there is one of each to a row. */
const MOST_ADDRESSES = 1_000_000;
const MOST_PAIRS = 1_000_000;
/** Problems that are told apart; what else comes is counted with the last of them that its row has, or in a row of its own. */
const MOST_PROBLEMS = 2000;
/** Who refused, of one problem, that are told apart. */
const MOST_REFUSERS = 500;
/** Hosts whose owners are remembered. */
const MOST_HOSTS = 2000;
/** Addresses of a problem that are named, and of how many they are chosen: mail may have reached the first. */
const MOST_NAMED = 3;
const MOST_KEPT = 50;

const HOUR = 60 * 60 * 1000;

/** What a row sums up, besides what any row of many bounces tells. */
export type Sums = {
  /** Messages, each once, whoever they were for. */
  readonly mailings: number;
  readonly addresses: number;
  /** In milliseconds since 1970; null: no line tells. */
  readonly first: number | null;
  readonly last: number | null;
};

export type SummedGroup = Group & {
  readonly sums: Sums;
  /** Some of its addresses. */
  readonly named: readonly string[];
};

export type LogSummary = {
  /** The most bounces first; each of a row's groups has the sums of the row. */
  readonly rows: readonly (Row<SummedGroup> & Sums)[];
  readonly dead: { readonly sure: number; readonly likely: number };
  /** Lines that tell of failures; of those, what was put off and arrived later, and of how many mails. */
  readonly failures: number;
  readonly putOff: number;
  readonly arrived: number;
  readonly addresses: number;
  readonly first: number | null;
  readonly last: number | null;
  /** Failures by the hour in which they were told last, in hours since 1970. */
  readonly hours: ReadonlyMap<number, number>;
  /** In plain words, what isn't told apart or counted exactly any more. */
  readonly left: readonly string[];
};

type SumsOfRow = {
  mailings: number;
  addresses: number;
  first: number | null;
  last: number | null;
};

type Problem = {
  readonly nr: number;
  readonly row: string;
  readonly sums: SumsOfRow;
  readonly diagnosis: Diagnosis;
  newest: Diagnosis;
  newestAt: number;
  told: number;
  readonly refusers: Map<string, number>;
  named: string[];
};

export class LogSums {
  readonly #catalog: Catalog;
  readonly #words: LastWords;
  readonly #problems = new Map<string, Problem>();
  readonly #all: Problem[] = [];
  readonly #rows = new Map<string, SumsOfRow & { readonly nr: number }>();
  readonly #addresses = new Fingerprints(MOST_PAIRS);
  readonly #mailings = new Fingerprints(MOST_PAIRS);
  /** Who refused, by provider and host: a host refuses many. */
  readonly #names = new Map<string, string>();
  /** Their names by number, and the numbers by name; 0 is nobody. */
  readonly #refusers: string[] = [''];
  readonly #refuserNrs = new Map<string, number>();
  readonly #hours = new Map<number, number>();
  #failures = 0;
  #putOff = 0;
  #arrived = 0;
  #overfull = 0;

  /** @param withNames whether the dead addresses are wanted by name */
  constructor(catalog: Catalog, withNames: boolean) {
    this.#catalog = catalog;
    this.#words = new LastWords(MOST_ADDRESSES, withNames);
  }

  add({ diagnosis, count, first, last, arrived }: Ending): void {
    this.#failures += count;
    const address = addressOf(diagnosis.bounce.recipient);
    if (arrived !== null) {
      this.#putOff += count;
      this.#arrived += 1;
      if (address !== null) this.#words.arrive(address, arrived);
      return;
    }
    const problem = this.#problemOf(diagnosis, address);
    problem.told += count;
    const refuser = this.#refused(problem, diagnosis, count);
    if (last !== null && last >= problem.newestAt && !isOfRecipients(diagnosis)) {
      problem.newestAt = last;
      problem.newest = diagnosis;
    }
    const { sums } = problem;
    if (last !== null) {
      const hour = Math.floor(last / HOUR);
      this.#hours.set(hour, (this.#hours.get(hour) ?? 0) + count);
    }
    if (first !== null) sums.first = Math.min(sums.first ?? first, first);
    if (last !== null) sums.last = Math.max(sums.last ?? last, last);
    const row = this.#rows.get(problem.row)?.nr ?? 0;
    if (this.#mailings.add(`${row} ${mailingOf(diagnosis)}`)) sums.mailings += 1;
    if (address === null) return;
    this.#words.tell(address, last, diagnosis, { problem: problem.nr, refuser, count });
    if (this.#addresses.add(`${row} ${address}`)) sums.addresses += 1;
    const { named } = problem;
    if (named.length < MOST_KEPT && !named.includes(address)) named.push(address);
  }

  arrive({ recipient, time }: Delivery): void {
    const address = addressOf(recipient);
    if (address !== null && time !== null) this.#words.arrive(address, Date.parse(time));
  }

  /** @returns the addresses that are dead beyond doubt, where their names were wanted */
  deadAddresses(): Iterable<string> {
    return this.#words.names();
  }

  summary(): LogSummary {
    const groups = [...this.#all, ...this.#reached()]
      .filter(({ told }) => told > 0)
      .map((problem) => groupOf(problem, this.#standsFor(problem)));
    const rows = rowsOf(groups, this.#catalog).map((row) => ({
      ...row,
      ...(row.groups[0] as SummedGroup).sums,
    }));
    const firsts = rows.flatMap(({ first }) => first ?? []);
    const lasts = rows.flatMap(({ last }) => last ?? []);
    return {
      rows,
      dead: this.#words.dead(),
      failures: this.#failures,
      putOff: this.#putOff,
      arrived: this.#arrived,
      addresses: this.#words.size,
      first: firsts.length === 0 ? null : Math.min(...firsts),
      last: lasts.length === 0 ? null : Math.max(...lasts),
      hours: this.#hours,
      left: this.#left(),
    };
  }

  #problemOf(diagnosis: Diagnosis, address: string | null): Problem {
    const key = problemKeyAlone(diagnosis, address);
    const known = this.#problems.get(key);
    if (known !== undefined) return known;
    if (this.#all.length < MOST_PROBLEMS) return this.#newProblem(key, diagnosis);
    this.#overfull += 1;
    const row = rowKeyOf(standing(diagnosis), this.#catalog);
    return this.#all.findLast((one) => one.row === row) ?? (this.#all.at(-1) as Problem);
  }

  #newProblem(key: string, diagnosis: Diagnosis): Problem {
    const row = rowKeyOf(standing(diagnosis), this.#catalog);
    const sums = this.#rows.get(row) ?? { ...noSums(), nr: this.#rows.size };
    this.#rows.set(row, sums);
    const problem: Problem = {
      ...{ nr: this.#all.length, row, sums, diagnosis, told: 0, refusers: new Map(), named: [] },
      ...{ newest: diagnosis, newestAt: Number.NEGATIVE_INFINITY },
    };
    this.#problems.set(key, problem);
    this.#all.push(problem);
    return problem;
  }

  /** @returns the number of who refused */
  #refused(
    { refusers }: Problem,
    { provider, bounce: { remoteHost, recipient } }: Diagnosis,
    count: number,
  ): number {
    const key = `${provider} ${remoteHost ?? recipient}`;
    const name = this.#names.get(key) ?? refuserOf({ provider, remoteHost, recipient }, this.#catalog);
    if (name !== null && this.#names.size < MOST_HOSTS) this.#names.set(key, name);
    if (name === null || (refusers.size >= MOST_REFUSERS && !refusers.has(name))) return 0;
    refusers.set(name, (refusers.get(name) ?? 0) + count);
    return this.#numberOf(name);
  }

  #numberOf(name: string): number {
    const known = this.#refuserNrs.get(name);
    if (known !== undefined) return known;
    if (this.#refusers.length > MOST_HOSTS) return 0;
    this.#refuserNrs.set(name, this.#refusers.length);
    return this.#refusers.push(name) - 1;
  }

  /** Addresses that mail reached since they were called dead are told apart: they are taken from the problems of the dead. */
  #reached(): readonly Problem[] {
    const all = new Map<number, Problem>();
    const rows = new Map<string, SumsOfRow>();
    for (const { problem: nr, refuser, count, mailings, at } of this.#words.reached()) {
      const dead = this.#all[nr] as Problem;
      const alive = all.get(nr) ?? this.#revived(dead, at, rows);
      all.set(nr, alive);
      alive.told += count;
      const name = this.#refusers[refuser];
      if (name) {
        alive.refusers.set(name, (alive.refusers.get(name) ?? 0) + count);
        dead.refusers.set(name, (dead.refusers.get(name) ?? 0) - count);
      }
      alive.sums.addresses += 1;
      alive.sums.mailings += mailings;
      dead.told -= count;
      dead.sums.addresses -= 1;
      // A mailing may have gone to others as well, who are dead.
      dead.sums.mailings = Math.max(dead.sums.mailings - mailings, Math.min(1, dead.sums.addresses));
    }
    return [...all.values()];
  }

  /** A problem for those addresses of another one that mail reached since: it takes their names with it. */
  #revived(dead: Problem, at: number, rows: Map<string, SumsOfRow>): Problem {
    const diagnosis = afterArrival(dead.diagnosis, at);
    const row = rowKeyOf(standing(diagnosis), this.#catalog);
    const sums = rows.get(row) ?? { ...noSums(), first: dead.sums.first, last: dead.sums.last };
    rows.set(row, sums);
    const [gone, reached] = [false, true].map((isReached) =>
      dead.named.filter((one) => this.#words.isReached(one) === isReached),
    );
    dead.named = gone ?? [];
    return {
      ...{ nr: dead.nr, row, sums, diagnosis, named: reached ?? [], told: 0, refusers: new Map() },
      ...{ newest: afterArrival(dead.newest, at), newestAt: at },
    };
  }

  /** Of a problem of ours the newest stands for it, as among cases, unless that would be told in another row. */
  #standsFor({ row, diagnosis, newest }: Problem): Diagnosis {
    if (isOfRecipients(diagnosis)) return diagnosis;
    return rowKeyOf(standing(newest), this.#catalog) === row ? newest : diagnosis;
  }

  #left(): readonly string[] {
    const number = (value: number): string => value.toLocaleString('en');
    return [
      ...(this.#words.isFull
        ? [`There are more than ${number(MOST_ADDRESSES)} addresses: the others are not counted.`]
        : []),
      ...(this.#mailings.isFull
        ? [`There are more than ${number(MOST_PAIRS)} mailings: the others are not counted.`]
        : []),
      ...(this.#overfull > 0
        ? [
            `There are more than ${number(MOST_PROBLEMS)} problems: ${number(this.#overfull)} bounces are counted with others like them.`,
          ]
        : []),
    ];
  }
}

const noSums = (): SumsOfRow => ({ mailings: 0, addresses: 0, first: null, last: null });

const isOfRecipients = ({ category }: Diagnosis): boolean => category === 'hard' || category === 'soft';

const standing = (diagnosis: Diagnosis) => ({ diagnosis, isSettled: false, isIncident: false, lasts: false });

/** What a message is known by; without an id each is one. */
const mailingOf = ({
  bounce: { queueId, queueHost, messageId, platformId, eventId, recipient, time },
}: Diagnosis): string =>
  queueId ? `${queueHost} ${queueId}` : (messageId ?? platformId ?? eventId ?? `${recipient} ${time}`);

const groupOf = ({ nr, told, refusers, sums, named }: Problem, diagnosis: Diagnosis): SummedGroup => ({
  ...standing(diagnosis),
  ...{ id: `${nr}`, told, known: 0, sums, named: named.slice(0, MOST_NAMED) },
  refusers: [...refusers]
    .filter(([, count]) => count > 0)
    .map(([name, count]): Refuser => ({ name, count }))
    .toSorted((a, b) => b.count - a.count),
});
