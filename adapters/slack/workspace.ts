import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Desk } from '../../src/desk.ts';
import type { Actor } from '../../src/replies/index.ts';
import type { FileSource } from './files.ts';

/** The workspace that the bot is installed in, and what every listener needs there. */
export type Workspace = {
  /** "slack:T0123" */
  readonly team: string;
  readonly botUserId: string;
  readonly client: webApi.WebClient;
  readonly files: FileSource;
  readonly desk: Desk;
  readonly log: Logger;
};

/** @returns the person, of the workspace that Slack names with them, or else of ours */
export const actorOf = (
  workspace: Workspace,
  person: { id: string; name?: string | undefined; team?: string | undefined },
): Actor => ({
  id: person.id,
  name: person.name ?? person.id,
  team: person.team === undefined ? workspace.team : `slack:${person.team}`,
});
