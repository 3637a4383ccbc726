/** Which installation a payload of Slack is for. */
import { z } from 'zod';

export type Source = {
  /** "T0123", the workspace that it happened in; null: none is named, in an org-wide install. */
  readonly teamId: string | null;
  /** "E0123", the organisation; null: none. */
  readonly enterpriseId: string | null;
  /** The app was installed for the whole organisation, not for the workspace. */
  readonly isOrg: boolean;
};

const id = z.string().nullish();
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]).nullish();

/** Commands carry the ids as text, interactions as objects, events besides in `authorizations`. */
const Payload = z.object({
  team_id: id,
  enterprise_id: id,
  is_enterprise_install: flag,
  team: z.object({ id }).nullish().catch(null),
  enterprise: z.object({ id }).nullish().catch(null),
  authorizations: z
    .array(z.object({ team_id: id, enterprise_id: id, is_enterprise_install: flag }))
    .optional()
    .catch(undefined),
});

/** @returns null where the payload names neither */
export function sourceOf(body: unknown): Source | null {
  const parsed = Payload.safeParse(body);
  if (!parsed.success) return null;
  const { team_id, enterprise_id, is_enterprise_install, team, enterprise, authorizations } = parsed.data;
  // In a channel that two companies share, `team_id` may be the other one's: the authorisation is ours.
  const [ours] = authorizations ?? [];
  const source = {
    teamId: ours?.team_id ?? team_id ?? team?.id ?? null,
    enterpriseId: ours?.enterprise_id ?? enterprise_id ?? enterprise?.id ?? null,
    isOrg: (ours?.is_enterprise_install ?? is_enterprise_install) === true,
  };
  return source.teamId === null && source.enterpriseId === null ? null : source;
}
