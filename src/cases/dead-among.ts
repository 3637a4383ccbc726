/** Whom a text alone calls dead, where nobody keeps cases of it. */

import type { Telling } from './attempts/telling.ts';
import { provesDead } from './may-suppress.ts';
import { ranksAbove } from './newest.ts';
import type { Problem } from './problems.ts';

/** Addresses as keys, in the order of the problems. */
export type DeadAmong = {
  /** Dead beyond doubt. */
  readonly sure: readonly string[];
  /** Dead for all we know: people decide. */
  readonly likely: readonly string[];
};

/** @returns whom what was told last of each calls dead; what was told before that is of the past */
export function deadAmong(problems: readonly Problem[]): DeadAmong {
  const last = new Map<string, Telling>();
  for (const { stories } of problems) {
    for (const { address, last: telling } of stories) {
      if (address === null) continue;
      const known = last.get(address);
      if (known === undefined || ranksAbove(telling, known)) last.set(address, telling);
    }
  }
  const dead = [...last].filter(([, { diagnosis }]) => diagnosis.category === 'hard' && diagnosis.suppress);
  const addresses = (isSure: boolean): readonly string[] =>
    dead.flatMap(([address, { diagnosis }]) => (provesDead(diagnosis) === isSure ? [address] : []));
  return { sure: addresses(true), likely: addresses(false) };
}
