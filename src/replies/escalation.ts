import type { Catalog } from '../catalog/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import { whomToTell } from '../escalation/index.ts';
import type { ForeignWords } from './foreign.ts';
import { type LineFacts, lineOf } from './line.ts';
import type { EscalationHint } from './reply.ts';

/**
 * @param others what is said instead where the author's domain isn't the sender's
 * @returns for an authentication failure: which control failed, who owns it, what to tell them
 */
export function escalationOf(
  verdict: Pick<Diagnosis, 'category' | 'control'>,
  catalog: Catalog,
  facts: LineFacts,
  others: ForeignWords | null = null,
): EscalationHint | null {
  const control = whomToTell(verdict, catalog);
  return (
    control && {
      control: control.name,
      owner: others?.owner ?? lineOf(control.owner, facts),
      tell: others?.tell ?? control.tell.map((line) => lineOf(line, facts)),
    }
  );
}
