import type { Logger } from 'pino';
import type { Desk, Place } from '../../src/desk.ts';
import type { Queue } from '../../src/queue/index.ts';
import type { FileSource } from './files.ts';
import type { Pace } from './pace.ts';
import type { People } from './people.ts';
import type { WebClients } from './web-client.ts';

/** A workspace that the bot is installed in, and what every listener needs there. */
export type Workspace = WebClients & {
  /** "slack:T0123" */
  readonly team: string;
  /** "https://example.slack.com/" */
  readonly url: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly botToken: string;
  /** Refusals that an admin must mend, and that the log has told of already: by Slack's code. */
  readonly reported: Set<string>;
  readonly pace: Pace;
  readonly people: People;
  readonly files: FileSource;
  readonly desk: Desk;
  readonly queue: Queue;
  readonly log: Logger;
};

export const placeIn = ({ team }: Workspace, channel: string): Place => ({
  platform: 'slack',
  team,
  channel,
});
