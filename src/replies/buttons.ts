import type { Case } from '../cases/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import type { ActionName, Button } from './reply.ts';

/** @returns the buttons that make sense on the case as it stands */
export function buttonsOf(handled: Case, diagnosis: Diagnosis): readonly Button[] {
  const button = (
    action: ActionName,
    label: string,
    style: Button['style'],
    confirm: string | null = null,
  ): Button => ({
    action,
    label,
    style,
    target: handled.id,
    confirm,
  });
  const addresses = handled.recipients.length > 1 ? [button('addresses', 'Addresses (CSV)', 'plain')] : [];
  if (handled.status.kind !== 'open') return [button('undo', 'Undo', 'plain'), ...addresses];
  return [
    ...(maySuppress(handled, diagnosis)
      ? [
          button(
            'suppress',
            suppressLabel(handled),
            diagnosis.suppress ? 'primary' : 'plain',
            doubt(handled, diagnosis),
          ),
        ]
      : []),
    button('resolve', 'Resolve', diagnosis.suppress ? 'plain' : 'primary'),
    button('not-a-bounce', 'Not a bounce', 'plain'),
    ...addresses,
  ];
}

const suppressLabel = ({ recipients }: Case): string =>
  recipients.length > 1 ? `Suppress all ${recipients.length.toLocaleString('en')}` : 'Mark suppressed';

/**
 * An address is suppressed for what is the matter with the address: it is dead, or its mailbox has been failing
 * for long. What is our own fault is no ground to lose a customer.
 */
export function maySuppress(handled: Case, { suppress, category }: Diagnosis): boolean {
  return handled.recipients.length > 0 && (suppress || category === 'soft');
}

function doubt({ recipients }: Case, { suppress }: Diagnosis): string | null {
  const whom = recipients.length > 1 ? `these ${recipients.length} addresses` : 'this address';
  if (!suppress)
    return `This looks temporary: mail may go through again by itself. Suppress ${whom} all the same?`;
  return recipients.length > 1 ? `Put ${whom} on the suppression list?` : null;
}
