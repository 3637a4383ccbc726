/** The workspaces that the bot serves, each with its own token, people and pace. */

import type { AllMiddlewareArgs } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Desk, Place } from '../../src/desk.ts';
import type { Queue } from '../../src/queue/index.ts';
import type { AdapterContext } from '../adapter.ts';
import { apiUrlOf, type SlackConfig } from './config.ts';
import type { FileSource } from './files.ts';
import type { Installations, Token } from './installations.ts';
import { createMemory } from './memory.ts';
import { createPace, type Pace } from './pace.ts';
import { createPeople, type People } from './people.ts';
import { missingScopes } from './scopes.ts';
import type { Source } from './source.ts';
import { explainStartError, Refused } from './start-errors.ts';
import { createWebClients, type WebClients } from './web-client.ts';

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
  /** Types of newer blocks that Slack does not take here: known by the first refusal. */
  readonly refusedBlocks: Set<string>;
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

/**
 * @returns the workspace that something happened in, which `authorize` puts into what Bolt hands to a listener
 * @throws where Bolt was made without our `authorize`
 */
export function workspaceOf({ context }: Pick<AllMiddlewareArgs, 'context'>): Workspace {
  if (typeof context.workspace !== 'object') throw new Error('a listener was called without a workspace');
  return context.workspace as Workspace;
}

export type Workspaces = {
  /** The one that the token in the configuration is for; null: any workspace may install the bot. */
  readonly own: Workspace | null;
  /** @returns null where the bot is not installed there */
  of(source: Source): Promise<Workspace | null>;
  /** @param team "slack:T0123" */
  ofTeam(team: string): Promise<Workspace | null>;
  /** Uninstalled, or its token revoked. */
  remove(source: Source): Promise<void>;
};

/** Milliseconds: another replica's install or renewed token is known here within this time. */
const TOKEN_GOOD_FOR = 60_000;
const MOST_WORKSPACES = 5_000;

/**
 * Asks Slack who we are with a token.
 * @throws in plain words where it can't be asked or the token is none of a bot
 */
export async function openWorkspace(
  config: SlackConfig,
  token: string,
  teamId: string | null,
  context: AdapterContext,
): Promise<Workspace> {
  const { desk, queue, log } = context;
  const clients = createWebClients(config, token, log);
  const self = await clients.client.auth.test().catch((error: unknown) => {
    throw explainStartError(error, 'SLACK_BOT_TOKEN', config);
  });
  for (const lack of missingScopes(self.response_metadata?.scopes)) {
    log.warn(`The Slack app has fewer scopes than manifest.yml asks for: ${lack}.`);
  }
  // An org-wide token answers for the organisation; the workspace is the one that it is used for.
  const id = teamId ?? self.team_id ?? '';
  const team = `slack:${id}`;
  return {
    ...clients,
    team,
    url: self.url ?? 'https://slack.com/',
    botUserId: self.user_id ?? '',
    botId: self.bot_id ?? '',
    botToken: token,
    reported: new Set(),
    refusedBlocks: new Set(),
    pace: createPace(),
    people: createPeople(clients.client, id, () => desk.groups(team).catch(() => [])),
    files: {
      botToken: token,
      apiHost: new URL(apiUrlOf(config)).hostname,
      info: (file) => clients.client.files.info({ file }),
    },
    desk,
    queue,
    log,
  };
}

/** The one workspace that a token in the configuration is for; whatever Slack sends is for it. */
export const oneWorkspace = (workspace: Workspace): Workspaces => ({
  own: workspace,
  of: async () => workspace,
  ofTeam: async (team) => (team === workspace.team ? workspace : null),
  async remove() {
    workspace.log.error(
      { team: workspace.team },
      'The Slack app was removed from the workspace, or its token revoked. Install it again and put the new token into SLACK_BOT_TOKEN.',
    );
  },
});

export function manyWorkspaces(
  config: SlackConfig,
  installations: Installations,
  context: AdapterContext,
): Workspaces {
  const tokens = createMemory<Token | null>(MOST_WORKSPACES, TOKEN_GOOD_FOR);
  const opening = createMemory<Workspace | null>(MOST_WORKSPACES, TOKEN_GOOD_FOR);
  const open = new Map<string, Workspace>();

  const openWith = async (source: Source, { token }: Token): Promise<Workspace | null> => {
    try {
      return await openWorkspace(config, token, source.teamId, context);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      context.log.error({ source }, `The bot can't work in a workspace that installed it. ${error.message}`);
      return null;
    }
  };

  const of = async (source: Source): Promise<Workspace | null> => {
    const key = JSON.stringify(source);
    const token = await tokens.get(key, () => installations.tokenFor(source));
    if (token === null) {
      open.delete(key);
      return null;
    }
    const known = open.get(key);
    if (known?.botToken === token.token) return known;
    // A token that Slack refuses is asked about once a minute and no more.
    const workspace = await opening.get(`${key} ${token.token}`, () => openWith(source, token));
    if (workspace === null) return null;
    open.delete(key);
    open.set(key, workspace);
    for (const oldest of open.keys()) {
      if (open.size <= MOST_WORKSPACES) break;
      open.delete(oldest);
    }
    return workspace;
  };

  return {
    own: null,
    of,
    ofTeam: async (team) => of(await installations.sourceOfTeam(team)),
    async remove(source) {
      await installations.remove(source);
      const key = JSON.stringify(source);
      tokens.forget(key);
      open.delete(key);
      context.log.info({ source }, 'the app was removed from a workspace: its token is forgotten');
    },
  };
}
