import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { Reply } from '../../../src/replies/index.ts';
import { openForm } from '../forms.ts';
import { Command } from '../incoming.ts';
import { plainText } from '../plain-text.ts';
import { inBestWay, respondInBestWay } from '../posting.ts';
import { sorry } from '../sorry.ts';
import { inWords } from '../web-client.ts';
import { placeIn, type Workspace, workspaceOf } from '../workspace.ts';

type Args = SlackCommandMiddlewareArgs & AllMiddlewareArgs;
type Typed = ReturnType<typeof Command.parse>;

/** `/smtp …`: what a code or a bounce means. */
export async function lookUp(workspace: Workspace, typed: Typed): Promise<Reply> {
  const { desk, people } = workspace;
  return desk.question({
    query: plainText(typed.text, null).trim(),
    actor: await people.visitor({ id: typed.user_id, name: typed.user_name, team: typed.team_id }),
    place: placeIn(workspace, typed.channel_id),
  });
}

/** `/bounces settings`: a form, for this channel; for the whole team with "team" behind it. */
const SETTINGS = /^\s*settings(?:\s+(team))?\s*$/i;

export const onSettings =
  (otherwise: (args: Args) => Promise<void>) =>
  async (args: Args): Promise<void> => {
    const settings = SETTINGS.exec(args.command.text);
    if (settings === null) return otherwise(args);
    await args.ack();
    const workspace = workspaceOf(args);
    const { channel_id: channel, user_id: id, user_name: name, team_id: team } = args.command;
    try {
      const target = settings[1] ? '' : channel;
      const origin = { form: 'settings', target, channel, ref: null, responseUrl: null } as const;
      await openForm(workspace, args.command.trigger_id, origin, { id, name, team });
    } catch (error) {
      await args.respond({
        response_type: 'ephemeral',
        text: sorry(workspace.log, 'opening the settings', error),
      });
    }
  };

/** `/bounces …`: what the team is working on. */
export async function runCommand(workspace: Workspace, typed: Typed): Promise<Reply> {
  const { desk, people } = workspace;
  return desk.command({
    text: plainText(typed.text, null).trim(),
    actor: await people.person({ id: typed.user_id, name: typed.user_name, team: typed.team_id }),
    place: placeIn(workspace, typed.channel_id),
  });
}

/** A slash command: answered to the asker alone. */
export const onCommand =
  (answer: (workspace: Workspace, typed: Typed) => Promise<Reply>) =>
  async ({ command, ack, respond, context }: Args): Promise<void> => {
    await ack();
    const workspace = workspaceOf({ context });
    const { channel_id: channel, user_id: user } = command;
    try {
      const reply = await answer(workspace, Command.parse(command));
      const how = { response_type: 'ephemeral' };
      await respondInBestWay(workspace, reply, respond, how).catch((error: unknown) => {
        workspace.log.warn({ error: inWords(error) }, 'response_url failed, trying chat.postEphemeral');
        return inBestWay(workspace, reply, (content) =>
          workspace.client.chat.postEphemeral({ channel, user, ...content }),
        );
      });
    } catch (error) {
      const text = sorry(workspace.log, 'answering that command', error);
      await respond({ response_type: 'ephemeral', text });
    }
  };
