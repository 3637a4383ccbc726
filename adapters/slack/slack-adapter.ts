import { App, type webApi } from '@slack/bolt';
import type { Adapter, AdapterContext } from '../adapter.ts';
import { createCarrier } from './carrier.ts';
import { apiUrlOf, type SlackConfig } from './config.ts';
import { incomingOf } from './hearing.ts';
import { onAction } from './listeners/actions.ts';
import { lookUp, onCommand, runCommand } from './listeners/command.ts';
import { onShortcut } from './listeners/shortcut.ts';
import { createPace } from './pace.ts';
import { createPeople } from './people.ts';
import { createReceiver } from './receiver.ts';
import { ACTION_PREFIX } from './render/index.ts';
import { COMMANDS, missingScopes, SHORTCUT } from './scopes.ts';
import { sdkLog } from './sdk-log.ts';
import { createSocket } from './socket.ts';
import { checkTokenKinds, explainStartError } from './start-errors.ts';
import { createWebClients, inWords } from './web-client.ts';
import type { Workspace } from './workspace.ts';

/** Asks Slack who we are. @throws in plain words where it can't be asked or the token is none of a bot */
const identify = async (
  client: webApi.WebClient,
  config: SlackConfig,
  { log }: AdapterContext,
): Promise<webApi.AuthTestResponse> => {
  const answer = await client.auth.test().catch((error: unknown) => {
    throw explainStartError(error, 'SLACK_BOT_TOKEN', config);
  });
  for (const lack of missingScopes(answer.response_metadata?.scopes)) {
    log.warn(`The Slack app has fewer scopes than manifest.yml asks for: ${lack}.`);
  }
  return answer;
};

const openWorkspace = async (config: SlackConfig, context: AdapterContext): Promise<Workspace> => {
  const { desk, mailroom, log } = context;
  const clients = createWebClients(config, config.botToken, log);
  const self = await identify(clients.client, config, context);
  const teamId = self.team_id ?? '';
  const team = `slack:${teamId}`;
  return {
    ...clients,
    team,
    url: self.url ?? 'https://slack.com/',
    botUserId: self.user_id ?? '',
    botId: self.bot_id ?? '',
    pace: createPace(),
    people: createPeople(clients.client, teamId, () => desk.groups(team).catch(() => [])),
    files: { botToken: config.botToken, apiHost: new URL(apiUrlOf(config)).hostname },
    desk,
    mailroom,
    log,
  };
};

const connect = (config: SlackConfig, { log, mailroom }: AdapterContext, workspace: Workspace): App => {
  const socket = createSocket(config, log);
  const write = async (body: unknown): Promise<void> => {
    const incoming = incomingOf(body, workspace);
    if (incoming !== null) await mailroom.take(incoming);
  };
  const { botId, botUserId } = workspace;
  const app = new App({
    receiver: createReceiver(socket, write, log),
    authorize: async () => ({ botToken: config.botToken, botId, botUserId, workspace }),
    logger: sdkLog(log),
    clientOptions: { slackApiUrl: apiUrlOf(config) },
    // Bolt would keep one entry for each conversation in memory, for ever.
    convoStore: false,
    // Events don't come this way, and nobody of us presses buttons.
    ignoreSelf: false,
  });
  app.command(COMMANDS.lookup, onCommand(lookUp));
  app.command(COMMANDS.work, onCommand(runCommand));
  app.shortcut({ callback_id: SHORTCUT, type: 'message_action' }, onShortcut);
  app.action({ type: 'block_actions', action_id: new RegExp(`^${ACTION_PREFIX}`) }, onAction);
  app.error(async (error) => log.error({ error: inWords(error) }, 'a Slack listener failed'));
  return app;
};

/**
 * Makes the Slack adapter (Socket Mode); nothing connects before `start()`.
 *
 * @param config tokens and the Web API's address
 */
export const createSlackAdapter = (config: SlackConfig, { desk, mailroom, log }: AdapterContext): Adapter => {
  const context: AdapterContext = { desk, mailroom, log: log.child({ adapter: 'slack' }) };
  let app: App | null = null;
  return {
    name: 'slack',

    async start() {
      checkTokenKinds(config);
      const workspace = await openWorkspace(config, context);
      const connecting = connect(config, context, workspace);
      // Known to the mailroom first: what comes in is opened at once.
      mailroom.connect(createCarrier(async (team) => (team === workspace.team ? workspace : null)));
      try {
        await connecting.start();
      } catch (error) {
        await mailroom.disconnect('slack');
        throw error;
      }
      app = connecting;
      context.log.info({ team: workspace.team }, 'Slack is connected');
    },

    async stop() {
      if (app === null) return;
      await app.stop();
      await mailroom.disconnect('slack');
      app = null;
    },
  };
};
