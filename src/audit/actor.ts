import { z } from 'zod';

/** Who did something, as it is kept. */
export type Actor = {
  /** The platform's id for the person: "U0123". */
  readonly id: string;
  /** Name to show where the platform can't link the id. */
  readonly name: string;
  /** Platform and workspace, server or local chat that the person acts in: "slack:T0123", "discord:42", "web:local". */
  readonly team: string;
};

/** Who is about to do something, with what the platform says of their standing. */
export type Person = Actor & {
  /** In the workspace: a guest (Slack's guests and strangers of a shared channel), a member, or its admin. */
  readonly membership: 'guest' | 'member' | 'admin';
  /** Ids of the user groups (Slack) or roles (Discord) that they have. */
  readonly groups: readonly string[];
};

export const actorShape = z.object({ id: z.string(), name: z.string(), team: z.string() });

/** @returns JSON of the actor alone, without their standing of the day */
export const actorJson = ({ id, name, team }: Actor): string => JSON.stringify({ id, name, team });

/** @throws ZodError where the store holds something that no version of ours wrote */
export const actorOfJson = (json: string): Actor => actorShape.parse(JSON.parse(json));

/** @returns the bot itself, for what happens without anybody's doing */
export const itself = (team: string): Actor => ({ id: 'bounce-triage', name: 'Bounce Triage', team });
