/** Who may do what. The rules are a team's own; without any, its members may triage and its admins may all. */
import { z } from 'zod';
import type { Origin, Person } from '../audit/index.ts';
import type { Store } from '../store/index.ts';
import { keepSetting, keptSetting } from './kept-setting.ts';

export type Role = 'viewer' | 'triager' | 'admin';

/** A Slack user group, a Discord role, or one person, with the name to say it by. */
const who = z.object({ id: z.string(), name: z.string() });
const rulesShape = z.object({
  /** Empty: every member may triage. */
  triagers: z.array(who),
  /** Besides the workspace's own admins. */
  admins: z.array(who),
});
export type Rules = z.infer<typeof rulesShape>;

const EVERYBODY: Rules = { triagers: [], admins: [] };
const RANK: Readonly<Record<Role, number>> = { viewer: 0, triager: 1, admin: 2 };

export function roleOf(person: Person, { triagers, admins }: Rules): Role {
  const isAmong = (list: Rules['admins']): boolean =>
    list.some(({ id }) => id === person.id || person.groups.includes(id));
  if (person.membership === 'admin' || isAmong(admins)) return 'admin';
  if (isAmong(triagers)) return 'triager';
  return triagers.length === 0 && person.membership === 'member' ? 'triager' : 'viewer';
}

/** @returns null where they may; else why not and who could, in plain words */
export function refusal(person: Person, needed: Role, rules: Rules): string | null {
  if (RANK[roleOf(person, rules)] >= RANK[needed]) return null;
  const admins = ['an admin of this workspace', ...rules.admins.map(({ name }) => name)];
  if (needed === 'admin') return `Only ${either(admins)} can do that. Ask one of them.`;
  const triagers = rules.triagers.map(({ name }) => name);
  return triagers.length > 0
    ? `Only ${either([...triagers, ...admins])} can do that. You can look at everything; ask one of them to do it.`
    : `Guests can look, but not act. Any member of this workspace can do that; ask one of them.`;
}

const either = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;

/** @returns the team's rules; those of a team that has set none */
export async function rulesOf(store: Store, team: string): Promise<Rules> {
  const kept = await keptSetting(store, { team, channel: '', name: 'roles' });
  return kept === null ? EVERYBODY : rulesShape.parse(kept);
}

/** Sets a team's rules; the audit log keeps the old ones and the new ones. */
export async function setRules(store: Store, team: string, rules: Rules, origin: Origin): Promise<void> {
  const which = { team, channel: '', name: 'roles' } as const;
  await keepSetting(store, which, rulesShape.parse(rules), 'roles-changed', origin);
}
