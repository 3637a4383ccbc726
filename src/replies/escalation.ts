import type { Catalog } from '../catalog/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import { whomToTell } from '../escalation/index.ts';
import { type LineFacts, lineOf } from './line.ts';
import type { EscalationHint } from './reply.ts';

/** @returns for an authentication failure: which control failed, who owns it, what to tell them */
export function escalationOf(
  verdict: Pick<Diagnosis, 'category' | 'control'>,
  catalog: Catalog,
  facts: LineFacts,
): EscalationHint | null {
  const control = whomToTell(verdict, catalog);
  return (
    control && {
      control: control.name,
      owner: lineOf(control.owner, facts),
      tell: control.tell.map((line) => lineOf(line, facts)),
    }
  );
}
