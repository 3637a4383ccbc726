import type { AllMiddlewareArgs, BlockAction, RespondFn, SlackActionMiddlewareArgs } from '@slack/bolt';
import { z } from 'zod';
import type { Action, Outcome } from '../../../src/desk.ts';
import type { ActionName, Reply } from '../../../src/replies/index.ts';
import { handOver } from '../handing-over.ts';
import { ButtonPress } from '../incoming.ts';
import { postAnywhere, tell, type Where } from '../posting.ts';
import { actionOf, escapeText, render } from '../render/index.ts';
import { sorry } from '../sorry.ts';
import { isOutside } from '../web-client.ts';
import { actorOf, type Workspace } from '../workspace.ts';

type Args = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

/** Every action by its name: one that is missing here does not compile. */
const KnownAction = z.enum({
  suppress: 'suppress',
  'not-a-bounce': 'not-a-bounce',
  resolve: 'resolve',
  undo: 'undo',
  addresses: 'addresses',
  share: 'share',
} satisfies { [Name in ActionName]: Name });

type Press = {
  readonly action: Action;
  readonly where: Where;
  readonly ts: string;
  readonly onlyTheirs: boolean;
};

/** Who pressed what, where. The desk decides what it means and whether they may. */
const parse = (workspace: Workspace, payload: unknown): Press => {
  const press = ButtonPress.parse(payload);
  const channel = z.string().parse(press.container.channel_id ?? press.channel?.id);
  const [button] = press.actions;
  return {
    action: {
      action: KnownAction.parse(actionOf(button?.action_id ?? '')),
      target: button?.value ?? '',
      actor: actorOf(workspace, {
        id: press.user.id,
        name: press.user.name ?? press.user.username,
        team: press.user.team_id,
      }),
      place: { platform: 'slack', team: workspace.team, channel },
    },
    where: { channel, thread: press.container.thread_ts ?? press.message?.thread_ts ?? null },
    ts: press.container.message_ts,
    onlyTheirs: press.container.is_ephemeral === true,
  };
};

/** Slack lets nobody but the address of the click change a message that one person alone sees. */
const update = async (
  workspace: Workspace,
  press: Press,
  reply: Reply,
  respond: RespondFn,
): Promise<void> => {
  const content = render(reply, workspace.team);
  if (!press.onlyTheirs) {
    try {
      await workspace.client.chat.update({ channel: press.where.channel, ts: press.ts, ...content });
      return;
    } catch (error) {
      if (!isOutside(error)) throw error;
    }
  }
  await respond({ replace_original: true, ...content });
};

/** A file goes under the message with the button; nothing can be put under one that a person alone sees. */
const underneath = ({ where, ts, onlyTheirs }: Press): Where => ({
  channel: where.channel,
  thread: where.thread ?? (onlyTheirs ? null : ts),
});

const show = async (
  workspace: Workspace,
  press: Press,
  outcome: Outcome,
  respond: RespondFn,
): Promise<void> => {
  if (outcome.update !== null) await update(workspace, press, outcome.update, respond);
  if (outcome.post !== null) await postAnywhere(workspace, press.where, outcome.post, respond);
  if (outcome.notice !== null) {
    await tell(workspace, press.where, press.action.actor.id, { text: escapeText(outcome.notice) }, respond);
  }
  if (outcome.file !== null) {
    await handOver(workspace, underneath(press), outcome.file, press.action.actor, respond);
  }
};

/** A button was pressed: the message that carries it says afterwards what was done. */
export const onButton =
  (workspace: Workspace) =>
  async ({ body, ack, respond }: Args): Promise<void> => {
    await ack();
    try {
      const press = parse(workspace, body);
      await show(workspace, press, await workspace.desk.action(press.action), respond);
    } catch (error) {
      const text = sorry(workspace.log, 'what that button does', error);
      await respond({ response_type: 'ephemeral', replace_original: false, text });
    }
  };
