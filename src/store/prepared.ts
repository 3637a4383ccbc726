/**
 * Statements that are written out once. Kysely makes a tree of each and SQL of the tree, which takes longer than SQLite
 * takes to run most of them. All that differs from one time to the next are the values.
 */
import type { Compilable, CompiledQuery, DialectAdapter, QueryResult } from 'kysely';
import type { Store } from './tables.ts';

type Value = string | number | null;
type Row = Readonly<Record<string, Value>>;
/** What a statement is given by name: a value, texts to look for, or rows to insert. */
type Given = Readonly<Record<string, Value | readonly Value[] | readonly Row[]>>;

/** Stands in the tree where a value is to be. */
class Place {
  readonly valueIn: (given: Given) => Value;
  constructor(valueIn: (given: Given) => Value) {
    this.valueIn = valueIn;
  }
}

/**
 * @param build makes the statement. It only passes on what it is given: whatever it decides by it is decided once
 * @returns runs it, on the store or in a transaction. What is given one text and one row of each is written out once for
 *   each engine; lists of other lengths have statements of their own, each time anew
 */
export function prepared<G extends Given, R>(
  build: (store: Store, given: G) => Compilable<R>,
): (store: Store, given: G) => Promise<QueryResult<R>> {
  const kept = new WeakMap<DialectAdapter, CompiledQuery<R>>();
  return (store, given) => {
    if (!Object.values(given).every(isOne)) return store.executeQuery(build(store, given).compile());
    const { adapter } = store.getExecutor();
    const written = kept.get(adapter) ?? build(store, placesFor(given)).compile();
    kept.set(adapter, written);
    const parameters = written.parameters.map((one) => (one instanceof Place ? one.valueIn(given) : one));
    return store.executeQuery({ ...written, parameters });
  };
}

const isOne = (given: Given[string]): boolean => !Array.isArray(given) || given.length === 1;

/** @returns the same, with places for values */
function placesFor<G extends Given>(given: G): G {
  const places = Object.entries(given).map(([name, one]) => {
    if (!Array.isArray(one)) return [name, new Place((all) => all[name] as Value)];
    const [first] = one as readonly (Value | Row)[];
    const itself = (all: Given) => (all[name] as readonly (Value | Row)[])[0] as Value & Row;
    return typeof first !== 'object' || first === null
      ? [name, [new Place(itself)]]
      : [name, [columnsOf(first, itself)]];
  });
  return Object.fromEntries(places);
}

const columnsOf = (row: Row, itself: (all: Given) => Row): Readonly<Record<string, Place>> =>
  Object.fromEntries(
    Object.keys(row).map((column) => [column, new Place((all) => itself(all)[column] as Value)]),
  );
