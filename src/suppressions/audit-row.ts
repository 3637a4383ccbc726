import { type Actor, actorJson } from '../audit/index.ts';
import { type Tables, timeOrderedId } from '../store/index.ts';

/** Who changes the list, when, and where they said so: JSON data, or null for the command line. */
export type Signature = { readonly by: Actor; readonly at: Date; readonly place: unknown };

/** @returns a row of the audit trail about one address, or about many (null) */
export function auditRow(
  team: string,
  action: 'suppression-added' | 'suppression-removed' | 'suppressions-imported' | 'address-forgotten',
  { by, at, place }: Signature,
  about: {
    readonly address: string | null;
    readonly caseId: string | null;
    readonly before: unknown;
    readonly after: unknown;
  },
): Tables['audit'] {
  return {
    id: timeOrderedId(at.getTime()),
    team,
    at: at.toISOString(),
    by: actorJson(by),
    action,
    case_id: about.caseId,
    address: about.address,
    before: jsonOrNull(about.before),
    after: jsonOrNull(about.after),
    place: jsonOrNull(place),
  };
}

const jsonOrNull = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
