/** Who somebody is in their workspace: guest, member or admin, and in which of the user groups that matter. */
import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { Desk } from '../../src/desk.ts';
import { createMemory } from './memory.ts';
import { refusalCode } from './web-client.ts';

/** Somebody as an event or a click names them. `team`: Slack's id of their workspace, where it is said. */
export type Named = {
  readonly id: string;
  readonly name?: string | undefined;
  readonly team?: string | undefined;
};

export type Person = Parameters<Desk['command']>[0]['actor'];

export type People = {
  /**
   * Asks Slack who somebody is; what it said is good for some minutes.
   * @throws Unknown where the app may not ask; else what may be otherwise in a while
   */
  person(named: Named): Promise<Person>;
  /** For who only looks: never rejects, and takes whom Slack doesn't tell of for a guest. */
  visitor(named: Named): Promise<Person>;
};

/** The app is missing a scope. The message is for the one who acts, in mrkdwn. */
export class Unknown extends Error {
  override readonly name = 'Unknown';
}

/** What is read of https://docs.slack.dev/reference/objects/user-object */
const User = z.object({
  id: z.string(),
  name: z.string().optional(),
  team_id: z.string().optional(),
  deleted: z.boolean().optional(),
  is_admin: z.boolean().optional(),
  is_owner: z.boolean().optional(),
  is_restricted: z.boolean().optional(),
  is_ultra_restricted: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  profile: z.object({ display_name: z.string().optional(), real_name: z.string().optional() }).optional(),
  enterprise_user: z.object({ teams: z.array(z.string()).optional() }).optional(),
});
type User = z.infer<typeof User>;

/** Milliseconds: somebody who loses their place loses their rights within this time. */
const GOOD_FOR = 3 * 60 * 1000;
const MOST_PEOPLE = 2_000;
const MOST_GROUPS = 100;

function membershipOf(user: User, teamId: string): Person['membership'] {
  const isOurs = user.team_id === teamId || user.enterprise_user?.teams?.includes(teamId) === true;
  const looksOnly =
    user.is_restricted || user.is_ultra_restricted || user.is_stranger || user.deleted || user.is_bot;
  if (!isOurs || looksOnly) return 'guest';
  return user.is_admin || user.is_owner ? 'admin' : 'member';
}

const nameOf = ({ profile, name, id }: User): string =>
  profile?.display_name || profile?.real_name || name || id;

const lacks = (scope: string, use: string): Unknown =>
  new Unknown(
    `I can’t do that: the app lacks the scope \`${scope}\`, without which I can’t see ${use}. An admin can add it at https://api.slack.com/apps under “OAuth &amp; Permissions” and install the app to the workspace again. Then try again.`,
  );

/** @param teamId Slack's id of the workspace: "T0123" */
export function createPeople(
  client: webApi.WebClient,
  teamId: string,
  groupsThatMatter: () => Promise<readonly string[]>,
): People {
  const users = createMemory<User>(MOST_PEOPLE, GOOD_FOR);
  const members = createMemory<readonly string[]>(MOST_GROUPS, GOOD_FOR);

  const userOf = (id: string): Promise<User> =>
    users.get(id, async () => {
      try {
        return User.parse((await client.users.info({ user: id })).user);
      } catch (error) {
        if (refusalCode(error) === 'missing_scope') throw lacks('users:read', 'who is a guest here');
        throw error;
      }
    });

  const membersOf = (group: string): Promise<readonly string[]> =>
    members.get(group, async () => {
      try {
        return (await client.usergroups.users.list({ usergroup: group })).users ?? [];
      } catch (error) {
        const code = refusalCode(error);
        if (code === 'missing_scope') throw lacks('usergroups:read', 'who is in which user group');
        // A group that was deleted has nobody in it.
        if (code === 'no_such_subteam' || code === 'subteam_not_found') return [];
        throw error;
      }
    });

  const groupsOf = async (id: string): Promise<readonly string[]> => {
    const named = (await groupsThatMatter()).filter((group) => /^S[A-Z0-9]+$/.test(group));
    const lists = await Promise.all(
      named.map(async (group) => ({ group, has: (await membersOf(group)).includes(id) })),
    );
    return lists.filter(({ has }) => has).map(({ group }) => group);
  };

  const person = async ({ id }: Named): Promise<Person> => {
    const user = await userOf(id);
    const standing = membershipOf(user, teamId);
    const team = `slack:${standing === 'guest' && user.team_id ? user.team_id : teamId}`;
    return {
      id,
      name: nameOf(user),
      team,
      membership: standing,
      groups: standing === 'guest' ? [] : await groupsOf(id),
    };
  };

  return {
    person,
    async visitor(named) {
      const { id, name = id, team = teamId } = named;
      return person(named).catch(() => ({
        id,
        name,
        team: `slack:${team}`,
        membership: 'guest',
        groups: [],
      }));
    },
  };
}
