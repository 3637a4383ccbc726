/** What stands behind *More…*, and what has no room even there. */
import type { ActionName, Button } from '../button.ts';
import type { MoreItem } from '../card.ts';
import { buttonFor } from '../labels.ts';
import { type Matter, saidOf } from './matter.ts';
import { isCheckable, isEscalated, maySuppressAfterAll, namingLabel } from './row.ts';

/** Slack's overflow holds no more. */
const MOST = 5;

const FEEDBACK: MoreItem = { label: 'Not a bounce, or wrong…', value: 'feedback' };

type Behind = {
  readonly more: readonly MoreItem[];
  /** What has no room there, for Details. */
  readonly rest: readonly Button[];
};

/** @param row the card's buttons, which are not offered twice */
export function behind(matter: Matter, row: readonly Button[]): Behind {
  const { dossier } = matter;
  if (dossier === null) return { more: [], rest: [] };
  const { id, status } = dossier.case;
  if (status.kind === 'resolved' || status.kind === 'dismissed') return { more: [FEEDBACK], rest: [] };
  const shown = new Set<string>(row.map(({ action }) => action));
  const items = itemsFor(matter).filter(({ value }) => !shown.has(value));
  const over = items.length > MOST - 1;
  const leaving: ReadonlySet<string> = new Set(
    over
      ? LEAVE.filter((value) => items.some((item) => item.value === value)).slice(0, items.length - MOST + 1)
      : [],
  );
  return {
    more: [...items.filter(({ value }) => !leaving.has(value)), FEEDBACK],
    rest: LEAVE.filter((value) => leaving.has(value)).map((value) => buttonFor(value, id)),
  };
}

/** What goes into Details where there are too many, the first first. */
const LEAVE: readonly ActionName[] = ['escalate', 'resolve', 'hand-over'];

function itemsFor(matter: Matter): readonly MoreItem[] {
  const { dossier, progress } = matter;
  const owner = dossier?.case.owner ?? null;
  const mayEscalate = !isEscalated(matter);
  const checked = progress?.check.kind === 'done' || progress?.check.kind === 'fault';
  const naming = namingLabel(matter);
  const items: readonly (MoreItem | false)[] = [
    saidOf(matter) !== null && { label: 'Undo what was said', value: 'as-read' },
    maySuppressAfterAll(matter) && { label: 'Mark suppressed…', value: 'choose' },
    isCheckable(matter) &&
      progress?.check.kind !== 'under-way' && {
        label: checked ? 'Check DNS again' : 'Check DNS now',
        value: 'check',
      },
    naming !== null && { label: naming, value: 'check-domain' },
    owner === null ? { label: 'Claim', value: 'claim' } : { label: 'Release', value: 'release' },
    { label: 'Snooze…', value: 'snooze' },
    { label: 'Hand over…', value: 'hand-over' },
    mayEscalate && { label: 'Escalate…', value: 'escalate' },
    { label: 'Resolve', value: 'resolve' },
    // Customers ask about a provider's trouble, and there is nothing else to do about it.
    matter.course !== null && { label: 'Text for customers…', value: 'customers' },
  ];
  return items.filter((item) => item !== false);
}
