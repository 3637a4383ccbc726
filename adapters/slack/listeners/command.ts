import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { PressKey } from '../../../src/queue/index.ts';
import type { Reply } from '../../../src/replies/index.ts';
import { openForm } from '../forms.ts';
import { Command } from '../incoming.ts';
import { inBestWay, respondInBestWay } from '../posting.ts';
import { toKeep } from '../pressed.ts';
import { escapeText } from '../render/index.ts';
import { type Respond, respondBy } from '../response-url.ts';
import { COMMANDS } from '../scopes.ts';
import { sorry } from '../sorry.ts';
import { typedBy, wordsTyped } from '../typed.ts';
import { inWords } from '../web-client.ts';
import { placeIn, type Workspace, workspaceOf } from '../workspace.ts';

type Args = SlackCommandMiddlewareArgs & AllMiddlewareArgs;
/** @param key of what was saved of it; null: it changes nothing */
type Answer = (workspace: Workspace, typed: Command, key: PressKey | null) => Promise<Reply>;

/** `/smtp …`: what a code or a bounce means. */
export const lookUp: Answer = async (workspace, typed) => {
  const { desk, people } = workspace;
  return desk.question({
    query: wordsTyped(typed),
    actor: await people.visitor({ id: typed.user_id, name: typed.user_name, team: typed.team_id }),
    place: placeIn(workspace, typed.channel_id),
  });
};

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
      const respond = respondBy(args.command.response_url, workspace.files);
      await respond({
        response_type: 'ephemeral',
        text: sorry(workspace.log, 'opening the settings', error),
      });
    }
  };

/** `/bounces …`: what the team is working on. */
export const runCommand: Answer = async (workspace, typed, key) =>
  workspace.desk.command(await typedBy(workspace, typed), key);

/** A slash command: answered to the asker alone. One that changes something is saved before it is acknowledged. */
export const onCommand =
  (answer: Answer) =>
  async ({ command, ack, context }: Args): Promise<void> => {
    const workspace = workspaceOf({ context });
    const typed = Command.parse(command);
    const respond = respondBy(typed.response_url, workspace.files);
    /** @returns whether it worked; if not, whoever typed it was told */
    const attempt = async (key: PressKey | null): Promise<boolean> => {
      try {
        await answerThem(workspace, typed, await answer(workspace, typed, key), respond);
        return true;
      } catch (error) {
        const text = sorry(workspace.log, 'answering that command', error);
        await respond({ response_type: 'ephemeral', text });
        return false;
      }
    };
    if (typed.command !== COMMANDS.work || !workspace.desk.changes({ text: wordsTyped(typed) })) {
      await ack();
      await attempt(null);
      return;
    }
    const kept = toKeep(workspace, { kind: 'command', body: typed });
    await workspace.queue.press(kept, {
      async acknowledge() {
        await ack();
        return true;
      },
      refuse: (words) => ack({ response_type: 'ephemeral', text: escapeText(words) }),
      work: () => attempt(kept),
    });
  };

async function answerThem(
  workspace: Workspace,
  { channel_id: channel, user_id: user }: Command,
  reply: Reply,
  respond: Respond,
): Promise<void> {
  await respondInBestWay(workspace, reply, respond, { response_type: 'ephemeral' }).catch(
    (error: unknown) => {
      workspace.log.warn({ error: inWords(error) }, 'response_url failed, trying chat.postEphemeral');
      return inBestWay(workspace, reply, (content) =>
        workspace.client.chat.postEphemeral({ channel, user, ...content }),
      );
    },
  );
}
