import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { Command } from '../incoming.ts';
import { plainText } from '../plain-text.ts';
import { render } from '../render/index.ts';
import { sorry } from '../sorry.ts';
import { inWords } from '../web-client.ts';
import { actorOf, type Workspace } from '../workspace.ts';

type Args = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

const answer = async (workspace: Workspace, payload: unknown) => {
  try {
    const command = Command.parse(payload);
    const reply = await workspace.desk.question({
      query: plainText(command.text, null).trim(),
      actor: actorOf(workspace, { id: command.user_id, name: command.user_name, team: command.team_id }),
      place: { platform: 'slack', team: workspace.team, channel: command.channel_id },
    });
    return render(reply, workspace.team);
  } catch (error) {
    return { text: sorry(workspace.log, 'looking that up', error) };
  }
};

/** `/smtp QUERY`: answered to the asker alone. */
export const onCommand =
  (workspace: Workspace) =>
  async ({ command, ack, respond }: Args): Promise<void> => {
    await ack();
    const content = await answer(workspace, command);
    try {
      await respond({ response_type: 'ephemeral', ...content });
    } catch (error) {
      workspace.log.warn({ error: inWords(error) }, 'response_url failed, trying chat.postEphemeral');
      const { channel_id: channel, user_id: user } = command;
      await workspace.client.chat.postEphemeral({ channel, user, ...content });
    }
  };
