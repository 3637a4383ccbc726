import { App, type Receiver } from '@slack/bolt';
import type { Adapter, AdapterContext } from '../adapter.ts';
import { createUnderWay } from '../under-way.ts';
import { type CatchingUp, catchUp } from './catching-up.ts';
import { apiUrlOf, type SlackConfig } from './config.ts';
import { createConnector } from './connector.ts';
import { createEvents } from './events.ts';
import { createHttpReceiver } from './http-receiver.ts';
import { createInstallations, type Installations } from './installations.ts';
import { onAction } from './listeners/actions.ts';
import { lookUp, onCommand, onSettings, runCommand } from './listeners/command.ts';
import { onSubmit } from './listeners/forms.ts';
import { onHomePress } from './listeners/home.ts';
import { onPaste, onPasteShortcut } from './listeners/paste.ts';
import { onShortcut } from './listeners/shortcut.ts';
import { PASTE_CALLBACK } from './pasting.ts';
import { HOME_PREFIX } from './render/home.ts';
import { ACTION_PREFIX } from './render/index.ts';
import { FORM_CALLBACK } from './render/view.ts';
import { COMMANDS, PASTE_SHORTCUT, SHORTCUT } from './scopes.ts';
import { sdkLog } from './sdk-log.ts';
import { createSocket } from './socket.ts';
import { createSocketReceiver } from './socket-receiver.ts';
import { sourceOf } from './source.ts';
import { checkTokenKinds } from './start-errors.ts';
import { inWords } from './web-client.ts';
import { manyWorkspaces, oneWorkspace, openWorkspace, type Workspaces } from './workspace.ts';

function botTokenOf(config: SlackConfig): string | null {
  if (config.way === 'socket') return config.botToken;
  return config.installs.for === 'one' ? config.installs.botToken : null;
}

/** Installs, where any workspace may; null where the one token is in the configuration. */
const installationsOf = (config: SlackConfig, { log }: AdapterContext): Installations | null =>
  config.way === 'http' && config.installs.for === 'many'
    ? createInstallations(config, config.installs, log)
    : null;

async function workspacesOf(
  config: SlackConfig,
  installations: Installations | null,
  context: AdapterContext,
): Promise<Workspaces> {
  const token = botTokenOf(config);
  if (token !== null) return oneWorkspace(await openWorkspace(config, token, null, context));
  if (installations === null) throw new Error('Slack has neither a bot token nor a way to get one.');
  const renewed = await installations.reseal();
  if (renewed > 0) context.log.info({ renewed }, 'tokens were sealed with the newest key');
  return manyWorkspaces(config, installations, context);
}

const receiverOf = (
  config: SlackConfig,
  installations: Installations | null,
  write: (body: unknown) => Promise<void>,
  { queue, log }: AdapterContext,
): Receiver =>
  config.way === 'socket'
    ? createSocketReceiver(
        createSocket(config, log, () => queue.connected('slack')),
        write,
        log,
      )
    : createHttpReceiver({ ...config, installations, log }, write);

function createBolt(
  config: SlackConfig,
  receiver: Receiver,
  workspaces: Workspaces,
  { log }: AdapterContext,
): App {
  const app = new App({
    receiver,
    authorize: async (_, body) => {
      const source = sourceOf(body);
      const workspace = source && (await workspaces.of(source));
      if (workspace === null)
        throw new Error('the app is not installed in the workspace that this came from');
      const { botToken, botId, botUserId } = workspace;
      return { botToken, botId, botUserId, workspace };
    },
    logger: sdkLog(log),
    clientOptions: { slackApiUrl: apiUrlOf(config) },
    // Bolt would keep one entry for each conversation in memory, for ever.
    convoStore: false,
    // Events don't come this way, and nobody of us presses buttons.
    ignoreSelf: false,
  });
  app.command(COMMANDS.lookup, onCommand(lookUp));
  app.command(COMMANDS.work, onSettings(onCommand(runCommand)));
  app.shortcut({ callback_id: PASTE_SHORTCUT, type: 'shortcut' }, onPasteShortcut);
  app.view({ callback_id: PASTE_CALLBACK, type: 'view_submission' }, onPaste);
  app.shortcut({ callback_id: SHORTCUT, type: 'message_action' }, onShortcut);
  app.action({ type: 'block_actions', action_id: new RegExp(`^${ACTION_PREFIX}`) }, onAction);
  app.action({ type: 'block_actions', action_id: new RegExp(`^${HOME_PREFIX}`) }, onHomePress);
  app.view({ callback_id: FORM_CALLBACK, type: 'view_submission' }, onSubmit);
  app.error(async (error) => log.error({ error: inWords(error) }, 'a Slack listener failed'));
  return app;
}

/** Makes the Slack adapter; nothing connects before `start()`. */
export function createSlackAdapter(config: SlackConfig, { desk, queue, log }: AdapterContext): Adapter {
  const context: AdapterContext = { desk, queue, log: log.child({ adapter: 'slack' }) };
  const underWay = createUnderWay();
  let app: App | null = null;
  let catchingUp: CatchingUp | null = null;
  return {
    name: 'slack',

    async start() {
      checkTokenKinds(config);
      const installations = installationsOf(config, context);
      const workspaces = await workspacesOf(config, installations, context);
      const receiver = receiverOf(
        config,
        installations,
        createEvents(workspaces, underWay, context.log),
        context,
      );
      const connecting = createBolt(config, receiver, workspaces, context);
      // Known to the queue first: what comes in is opened at once.
      queue.connect(createConnector(workspaces.ofTeam));
      try {
        await connecting.start();
      } catch (error) {
        await queue.disconnect('slack');
        throw error;
      }
      app = connecting;
      if (workspaces.own) catchingUp = catchUp(workspaces.own, config.catchUpHours ?? 24);
      context.log.info({ way: config.way }, 'Slack is connected');
    },

    async stop() {
      if (app === null) return;
      await catchingUp?.stop();
      await app.stop();
      await underWay.settled();
      await queue.disconnect('slack');
      app = null;
    },
  };
}
