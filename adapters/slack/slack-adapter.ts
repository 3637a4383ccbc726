import { App, type webApi } from '@slack/bolt';
import type { Adapter, AdapterContext } from '../adapter.ts';
import { apiUrlOf, type SlackConfig } from './config.ts';
import { type Heard, hear } from './hearing.ts';
import { onButton } from './listeners/actions.ts';
import { onCommand } from './listeners/command.ts';
import { answerMessage } from './listeners/messages.ts';
import { onShortcut } from './listeners/shortcut.ts';
import { createReceiver } from './receiver.ts';
import { ACTION_PREFIX } from './render/index.ts';
import { COMMAND, missingScopes, SHORTCUT } from './scopes.ts';
import { sdkLog } from './sdk-log.ts';
import { createSocket } from './socket.ts';
import { checkTokenKinds, explainStartError } from './start-errors.ts';
import { postUnposted } from './unposted.ts';
import { createWebClient, inWords } from './web-client.ts';
import type { Workspace } from './workspace.ts';

type Identity = { readonly teamId: string; readonly botUserId: string; readonly botId: string };

/** Asks Slack who we are. @throws in plain words where it can't be asked or the token is none of a bot */
const identify = async (
  client: webApi.WebClient,
  config: SlackConfig,
  context: AdapterContext,
): Promise<Identity> => {
  const answer = await client.auth.test().catch((error: unknown) => {
    throw explainStartError(error, 'SLACK_BOT_TOKEN', config);
  });
  for (const lack of missingScopes(answer.response_metadata?.scopes)) {
    context.log.warn(`The Slack app has fewer scopes than manifest.yml asks for: ${lack}.`);
  }
  return { teamId: answer.team_id ?? '', botUserId: answer.user_id ?? '', botId: answer.bot_id ?? '' };
};

const connect = (config: SlackConfig, context: AdapterContext, workspace: Workspace, self: Identity): App => {
  const socket = createSocket(config, context.log);
  const receiver = createReceiver<Heard>(socket, (body) => hear(body, workspace), context.log);
  const app = new App({
    receiver,
    authorize: async () => ({ botToken: config.botToken, botId: self.botId, botUserId: self.botUserId }),
    logger: sdkLog(context.log),
    clientOptions: { slackApiUrl: apiUrlOf(config) },
    // Bolt would keep one entry for each conversation in memory, for ever.
    convoStore: false,
    // What is ours is left out before it is written down, see hearing.ts: bolt lets some of it through.
    ignoreSelf: false,
  });
  app.command(COMMAND, onCommand(workspace));
  app.shortcut({ callback_id: SHORTCUT, type: 'message_action' }, onShortcut(workspace));
  app.action({ type: 'block_actions', action_id: new RegExp(`^${ACTION_PREFIX}`) }, onButton(workspace));
  for (const name of ['message', 'app_mention'] as const) {
    app.event(name, ({ context: { heard } }) => answerMessage(workspace, heard as Heard));
  }
  app.error(async (error) => context.log.error({ error: inWords(error) }, 'a Slack listener failed'));
  return app;
};

/**
 * Makes the Slack adapter (Socket Mode); nothing connects before `start()`.
 *
 * @param config tokens and the Web API's address
 */
export const createSlackAdapter = (config: SlackConfig, { desk, log }: AdapterContext): Adapter => {
  const context: AdapterContext = { desk, log: log.child({ adapter: 'slack' }) };
  let app: App | null = null;
  return {
    name: 'slack',

    async start() {
      checkTokenKinds(config);
      const client = createWebClient(config, context.log);
      const self = await identify(client, config, context);
      const workspace: Workspace = {
        team: `slack:${self.teamId}`,
        botUserId: self.botUserId,
        client,
        files: { botToken: config.botToken, apiHost: new URL(apiUrlOf(config)).hostname },
        desk: context.desk,
        log: context.log,
      };
      const connecting = connect(config, context, workspace, self);
      await postUnposted(workspace);
      await connecting.start();
      app = connecting;
      context.log.info({ team: self.teamId }, 'Slack is connected');
    },

    async stop() {
      await app?.stop();
      app = null;
    },
  };
};
