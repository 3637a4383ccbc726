/** What the team did to find and mend the cause: checks of DNS, the escalation, the incident that it is part of. */
import type { Escalation } from '../cases/index.ts';
import type { CheckReport, Comparison } from '../dns/index.ts';
import type { PostOfOurs } from './again.ts';
import { causeSteps, checkFacts, sinceFacts } from './check-section.ts';
import { caseLeaf, type IncidentProgress, incidentFact, type NamedCase, tellsWhen } from './incident.ts';
import { buttonFor } from './labels.ts';
import { PAST } from './memory.ts';
import { type Button, type Fact, type Leaf, type Line, plain, type VerdictReply } from './reply.ts';

/** How far the look into DNS is. */
export type CheckProgress =
  /** DNS has nothing to do with it. */
  | { readonly kind: 'none' }
  | { readonly kind: 'possible' }
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

/** @returns the verdict with what was done since, and with the buttons to go on */
export function withProgress(verdict: VerdictReply, progress: Progress): VerdictReply {
  const { check, incident } = progress;
  const saysWhen = incident !== null && tellsWhen(incident);
  const report =
    check.kind === 'done'
      ? check.report
      : check.kind === 'none' || check.kind === 'possible'
        ? null
        : check.last;
  const settled = verdict.actions.some(({ action }) => action === 'reopen' || action === 'undo');
  const passes = check.kind === 'done' && check.since?.passes === true;
  return {
    ...verdict,
    steps: report && !settled ? [...stepsOf(report, passes), ...verdict.steps] : verdict.steps,
    facts: [
      // What was done comes first: a platform may show no more than ten facts (Slack).
      ...checkState(check),
      ...escalationFacts(progress),
      ...(incident ? [incidentFact(incident)] : []),
      ...(check.kind === 'done' && check.since ? sinceFacts(check.since) : []),
      ...(report ? checkFacts(report) : []),
      // When it was is said with the incident then.
      ...verdict.facts.filter(({ label }) => !saysWhen || label !== PAST),
    ],
    actions: settled
      ? verdict.actions
      : [
          ...actionsOf(verdict, check, passes).filter(
            ({ action }) => progress.through === null || action !== 'escalate',
          ),
          ...ticketButtons(verdict, progress),
        ],
  };
}

const stepsOf = (report: CheckReport, passes: boolean): readonly Line[] =>
  passes
    ? [
        plain(
          'The re-check passes: what was wrong in DNS is fixed. If mail goes through again, resolve this.',
        ),
      ]
    : causeSteps(report);

function checkState(check: CheckProgress): readonly Fact[] {
  if (check.kind === 'under-way') return [{ label: 'DNS check', value: plain('Checking…') }];
  if (check.kind === 'fault') return [{ label: 'DNS check', value: plain(`Not made: ${check.why}`) }];
  return [];
}

function escalationFacts({ escalation, through, tickets }: Progress): readonly Fact[] {
  if (escalation === null) return [];
  const where = tickets.flatMap((post, i): Leaf[] => [
    ...(i > 0 ? plain(', ') : []),
    { kind: 'post', label: i === 0 ? 'the ticket' : 'the next level', ...post },
  ]);
  const of =
    through === null ? [] : throughWords(escalation, through, where.length > 0 ? ', with ' : 'With ');
  return [
    ...(where.length > 0 || of.length > 0
      ? [{ label: where.length > 0 ? 'Escalated to' : 'Escalated', value: [...where, ...of] }]
      : []),
    ...acknowledgedFact(escalation),
  ];
}

/** Its bounces are counted there: nobody has to be told of them again. */
const throughWords = ({ by, openedAt }: Escalation, through: NamedCase, front: string): Line => [
  ...plain(front),
  caseLeaf(through),
  ...plain(', the same problem, by '),
  { kind: 'actor', actor: by },
  ...plain(', '),
  { kind: 'time', at: openedAt },
];

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

/** Where nobody was told by a ticket of its own, it is to be had here, for another tracker. */
function ticketButtons({ caseId }: VerdictReply, { escalation, tickets }: Progress): readonly Button[] {
  if (caseId === null || escalation === null || tickets.length > 0) return [];
  return [buttonFor('ticket', caseId), buttonFor('ticket-text', caseId)];
}

/** The check follows "Escalate"; where all is well now, "Resolve" is what to press. */
function actionsOf(verdict: VerdictReply, check: CheckProgress, passes: boolean): readonly Button[] {
  const { caseId, actions } = verdict;
  const offered = check.kind === 'none' || check.kind === 'under-way' || caseId === null ? null : caseId;
  const isAgain = check.kind === 'done' || check.kind === 'fault';
  return actions.flatMap((button): Button[] => {
    if (button.action !== 'resolve') {
      return [passes && button.style === 'primary' ? { ...button, style: 'plain' } : button];
    }
    return [
      ...(offered === null ? [] : [buttonFor('check', offered, isAgain ? { label: 'Re-check' } : {})]),
      passes ? { ...button, style: 'primary' } : button,
    ];
  });
}
