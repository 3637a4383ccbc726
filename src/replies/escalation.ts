import type { Catalog } from '../catalog/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import { whatFailed, whomToTell } from '../escalation/index.ts';
import type { ForeignWords } from './foreign.ts';
import { type LineFacts, lineOf } from './line.ts';
import type { EscalationHint } from './reply.ts';
import { statedIn, tellStated } from './stated.ts';

/**
 * @param others what is said instead where the author's domain isn't the sender's
 * @param bounced whose refusal may say what failed; null: it is about an entry of the catalog
 * @returns for an authentication failure: which control failed, who owns it, what to tell them
 */
export function escalationOf(
  verdict: Pick<Diagnosis, 'category' | 'control'>,
  catalog: Catalog,
  facts: LineFacts,
  others: ForeignWords | null = null,
  bounced: Diagnosis | null = null,
): EscalationHint | null {
  const control = whomToTell(verdict, catalog);
  const stated = bounced && tellStated(catalog, verdict.control, statedIn(bounced));
  return (
    control && {
      control: (bounced && whatFailed(bounced, catalog)) ?? control.name,
      owner: others?.owner ?? lineOf(control.owner, facts),
      tell: others?.tell ?? (stated ?? control.tell).map((line) => lineOf(line, facts)),
    }
  );
}
