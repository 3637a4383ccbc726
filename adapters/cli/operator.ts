import { userInfo } from 'node:os';
import type { Origin } from '../../src/audit/index.ts';

/** @returns whoever runs the command, as the audit trail has it: by their name on this machine */
export function operatorOf(team: string): Origin {
  const name = nameHere();
  return { by: { id: `cli:${name}`, name, team }, at: new Date(), place: { platform: 'cli' } };
}

/** In a container the user may have no name. */
function nameHere(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
