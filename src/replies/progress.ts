/** What the team did to find and mend the cause: checks of DNS, the escalation, the incident that it is part of. */
import type { Escalation } from '../cases/index.ts';
import type { CheckReport, Comparison } from '../dns/index.ts';
import type { PostOfOurs } from './again.ts';
import type { IncidentProgress, NamedCase } from './incident.ts';
import { type Fact, plain } from './leaf.ts';

/** How far the look into DNS is. */
export type CheckProgress =
  /** DNS has nothing to do with it. */
  | { readonly kind: 'none' }
  | { readonly kind: 'possible' }
  /** The bounce names too little: somebody has to name it. */
  | { readonly kind: 'unnamed'; readonly lacking: 'domain' | 'ip' }
  | { readonly kind: 'under-way'; readonly last: CheckReport | null }
  /** It could not be made at all. */
  | { readonly kind: 'fault'; readonly why: string; readonly last: CheckReport | null }
  | {
      readonly kind: 'done';
      readonly report: CheckReport;
      /** Since the first one; null where this is the first. */
      readonly since: Comparison | null;
    };

export type Progress = {
  readonly check: CheckProgress;
  readonly escalation: Escalation | null;
  /** The other case of the same problem by which it was escalated; null: it was not, or this one was. */
  readonly through: NamedCase | null;
  /** The messages that tell whom it was escalated to. */
  readonly tickets: readonly PostOfOurs[];
  /** Many bounces at once, now or a while ago. */
  readonly incident: IncidentProgress | null;
};

/** @returns who has it in hand, as a fact */
export function acknowledgedFact({ acknowledged, targets, closedAt }: Escalation): readonly Fact[] {
  if (acknowledged) {
    const { by, at } = acknowledged;
    return [
      {
        label: 'Acknowledged',
        value: [{ kind: 'actor', actor: by }, ...plain(', '), { kind: 'time', at }],
      },
    ];
  }
  if (targets.length === 0 || closedAt !== null) return [];
  return [{ label: 'Acknowledged', value: plain('Not yet') }];
}
