/** What is posted to those who are to mend it. */
import type { Escalation, Mention } from '../cases/index.ts';
import type { Ticket } from '../escalation/index.ts';
import type { PostOfOurs } from './again.ts';
import { changeLine } from './check-section.ts';
import { buttonFor } from './labels.ts';
import { acknowledgedFact } from './progress.ts';
import { type ActionName, type Button, type Fact, type Line, plain, type VerdictReply } from './reply.ts';

/** Characters. */
const LONGEST_NOTE = 1500;

/**
 * @param verdict of the case, whose badge, codes, state and words it keeps
 * @param from the message that the case was first answered in; null where it is in no channel
 * @param notify whom an admin configured to be told here
 */
export function ticketReply(
  verdict: VerdictReply,
  ticket: Ticket,
  escalation: Escalation,
  from: PostOfOurs | null,
  notify: Mention | null,
): VerdictReply {
  const { caseId } = verdict;
  const button = (action: ActionName, style: Button['style'] = 'plain'): readonly Button[] =>
    caseId === null ? [] : [buttonFor(action, caseId, { style })];
  const open = escalation.closedAt === null && escalation.acknowledged === null;
  const settled = verdict.card.look === 'settled';
  const { note } = escalation;
  const facts: readonly (Fact | null)[] = [
    note === null ? null : { label: 'Note', value: plain(note.slice(0, LONGEST_NOTE)) },
    ...acknowledgedFact(escalation),
    from && { label: 'Came in', value: [{ kind: 'post', label: 'the bounce and its answer', ...from }] },
    notify && { label: 'Told', value: plain(notify.name) },
    ...ticket.facts.map(({ label, value }) => ({ label, value: plain(value) })),
  ];
  const steps = [
    ...(ticket.changes.length > 0 ? ticket.changes.map(changeLine) : ticket.tell.map(plain)),
    ...ticket.verify.map((command): Line => [...plain('To verify: '), { kind: 'code', text: command }]),
  ];
  const actions = [
    ...(open && !settled ? button('acknowledge', 'primary') : []),
    ...(settled ? [] : button('resolve')),
  ];
  const known = facts.filter((fact) => fact !== null);
  const { card } = verdict;
  return {
    kind: 'verdict',
    caseId,
    category: verdict.category,
    card: {
      ...card,
      actions: [...actions, ...button('details')],
      more: [],
    },
    details: {
      title: ticket.title,
      said: ticket.evidence,
      facts: known,
      steps,
      dns: verdict.details.dns,
      history: verdict.details.history,
      sources: ticket.links,
      actions: [...button('ticket'), ...button('ticket-text')],
      customers: [],
    },
    title: ticket.title,
    meaning: ticket.cause === null ? verdict.meaning : plain(ticket.cause),
    whose: verdict.escalation
      ? [...plain('Usually fixed by '), ...verdict.escalation.owner, ...plain('.')]
      : verdict.whose,
    escalation: null,
    related: [],
    ...(notify ? { notify } : {}),
  };
}
