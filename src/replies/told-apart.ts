/** Rows of one name: what tells one problem from another that is called the same. */
import type { Catalog } from '../catalog/index.ts';
import { causeOf, type Diagnosis } from '../diagnosis/index.ts';
import { statedIn, titleStated } from './stated.ts';

/** What stands for a row. */
export type Named = { readonly look: string; readonly problem: string; readonly diagnosis: Diagnosis };

/** @returns what a problem's own card is called, in a few words */
export const shortTitle = (diagnosis: Diagnosis, catalog: Catalog): string =>
  titleStated((diagnosis.entry ?? causeOf(diagnosis, catalog)).short.title, statedIn(diagnosis));

/** What may tell two of one name apart, in the order in which it is looked at. */
const TELLS: readonly ((diagnosis: Diagnosis) => string | null)[] = [
  ({ bounce }) => bounce.senderDomain,
  ({ bounce }) => bounce.sourceIp,
  ({ bounce: { replyCode, enhancedCode } }) => [replyCode, enhancedCode].filter(Boolean).join(' ') || null,
];

/** @returns the same in the same order: those of one sign, one name and one provider are called by what tells them apart */
export function toldApart<T extends Named>(rows: readonly T[], catalog: Catalog): readonly T[] {
  const alike = Map.groupBy(rows, ({ look, problem, diagnosis }) =>
    JSON.stringify([look, problem, diagnosis.provider]),
  );
  const names = new Map<T, string>();
  for (const some of alike.values()) {
    if (some.length < 2) continue;
    for (const [i, name] of named(some, catalog).entries()) names.set(some[i] as T, name);
  }
  return rows.map((row) => ({ ...row, problem: names.get(row) ?? row.problem }));
}

/** Their cards' titles where these differ, with as much behind them as it takes. */
function named(rows: readonly Named[], catalog: Catalog): readonly string[] {
  const titles = rows.map(({ diagnosis }) => shortTitle(diagnosis, catalog));
  let names = new Set(titles).size > 1 ? titles : rows.map(({ problem }) => problem);
  const isTold = (): boolean => new Set(names).size === rows.length;
  for (const tell of TELLS) {
    if (isTold()) return names;
    const told = rows.map(({ diagnosis }) => tell(diagnosis));
    if (new Set(told).size > 1) names = names.map((name, i) => (told[i] ? `${name} (${told[i]})` : name));
  }
  return isTold() ? names : names.map((name, i) => `${name} (${i + 1})`);
}
