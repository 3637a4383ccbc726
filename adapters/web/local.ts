/** Whoever sits at this machine is one person, in a team and a channel of its own, and may do everything there. */
import type { Person, Place } from '../../src/desk.ts';

export const TEAM = 'web:local';
export const YOU: Person = { id: 'local', name: 'You', team: TEAM, membership: 'admin', groups: [] };
export const PLACE: Place = { platform: 'web', team: TEAM, channel: 'local' };
