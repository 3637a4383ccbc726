import { type Dossier, suppressRefusal } from '../cases/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import { buttonFor } from './labels.ts';
import type { ActionName, Button, Menu } from './reply.ts';

/** How long a case can be put aside; `monday` is the next Monday morning, see `snooze.ts`. */
const SNOOZES = [
  { label: '1 hour', value: '1h' },
  { label: '24 hours', value: '24h' },
  { label: 'Until Monday', value: 'monday' },
];

/** @returns the buttons that make sense on the case as it is, the most likely first */
export function buttonsOf(dossier: Dossier, diagnosis: Diagnosis): readonly Button[] {
  const { case: handled } = dossier;
  const { kind } = handled.status;
  const button = (action: ActionName, look: Partial<Button> = {}): Button =>
    buttonFor(action, handled.id, { ...(action === 'escalate' ? { label: 'Escalate' } : {}), ...look });
  const addresses = handled.recipients.length > 1 ? [button('addresses')] : [];
  if (kind === 'resolved') {
    const back = dossier.suppressed?.here ? button('undo') : button('reopen');
    return [back, ...addresses];
  }
  if (kind === 'dismissed') return [button('undo'), ...addresses];
  const dead = diagnosis.suppress || (dossier.lasting.length > 0 && diagnosis.certainty !== 'unsure');
  return [
    ...(maySuppress(dossier, diagnosis)
      ? [
          button('suppress', {
            ...(handled.recipients.length > 1 ? { label: allLabel(handled.recipients.length) } : {}),
            style: dead ? 'primary' : 'plain',
            confirm: asked(doubt(dossier, diagnosis)),
          }),
        ]
      : []),
    ...(kind === 'snoozed' ? [button('wake')] : []),
    ...(handled.owner === null
      ? [button('claim', { style: dead ? 'plain' : 'primary' })]
      : [button('release')]),
    ...(kind === 'escalated' ? [] : [button('escalate')]),
    button('resolve'),
    button('not-a-bounce'),
    ...addresses,
  ];
}

/** Opens forms. */
const CHOOSE = { label: 'Choose addresses to suppress…', value: 'choose' };
const SNOOZE = { label: 'Snooze until…', value: 'snooze' };
const FEEDBACK = { label: 'Why is this wrong?', value: 'feedback' };

/** @returns what can be chosen on the case as it is */
export function menusOf(dossier: Dossier, diagnosis: Diagnosis): readonly Menu[] {
  const { id, status, recipients } = dossier.case;
  const more = { action: 'more', label: 'More…', target: id } as const;
  if (status.kind === 'resolved' || status.kind === 'dismissed') return [{ ...more, choices: [FEEDBACK] }];
  const choose = recipients.length > 1 && maySuppress(dossier, diagnosis) ? [CHOOSE] : [];
  return [
    { action: 'snooze', label: 'Snooze…', target: id, choices: SNOOZES },
    { action: 'hand-over', label: 'Hand over to…', target: id, choices: 'people' },
    { ...more, choices: [...choose, SNOOZE, FEEDBACK] },
  ];
}

const allLabel = (addresses: number): string => `Suppress all ${addresses.toLocaleString('en')}`;

const maySuppress = ({ case: handled }: Dossier, diagnosis: Diagnosis): boolean =>
  suppressRefusal(handled, diagnosis) === null;

const asked = (text: string | null): Button['confirm'] =>
  text === null ? null : { title: 'Suppress?', text, yes: 'Suppress', no: 'Keep it' };

/** What is asked before anybody is suppressed; null where that is plain. */
function doubt(dossier: Dossier, { suppress, category, certainty }: Diagnosis): string | null {
  const {
    case: { recipients },
    lasting,
  } = dossier;
  const many = recipients.length > 1;
  const whom = many ? `these ${recipients.length} addresses` : 'this address';
  const are = many ? 'are' : 'is';
  if (certainty === 'unsure') return `Not sure that ${whom} ${are} dead. Suppress anyway?`;
  if (certainty === 'likely' && category === 'hard') return `Most likely ${whom} ${are} dead. Suppress?`;
  if (!suppress && lasting.length === 0)
    return `This looks temporary: mail may go through again by itself. Suppress ${whom} all the same?`;
  if (!suppress && lasting.length < recipients.length)
    return `Only ${lasting.length} of ${whom} have been failing for long; the others look temporary. Suppress all the same?`;
  return many ? `Put ${whom} on the suppression list?` : null;
}
