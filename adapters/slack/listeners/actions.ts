import type { AllMiddlewareArgs, BlockAction, RespondFn, SlackActionMiddlewareArgs } from '@slack/bolt';
import { z } from 'zod';
import type { Action, Outcome } from '../../../src/desk.ts';
import { ACTION_NAMES, FORMS, formOf, MENU_NAMES, type Reply } from '../../../src/replies/index.ts';
import { type Origin, openForm } from '../forms.ts';
import { handOver } from '../handing-over.ts';
import { ButtonPress } from '../incoming.ts';
import { messageId } from '../message-id.ts';
import type { Named } from '../people.ts';
import { inBestWay, postAnywhere, respondInBestWay, tell, type Where } from '../posting.ts';
import { actionOf, escapeText } from '../render/index.ts';
import { sorry } from '../sorry.ts';
import { isOutside } from '../web-client.ts';
import { placeIn, type Workspace, workspaceOf } from '../workspace.ts';

type Args = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

/** A name that an action id of ours may hold. */
const KnownAction = z.enum([...ACTION_NAMES, ...MENU_NAMES]);

type Press = {
  readonly action: Action;

  readonly where: Where;
  readonly ts: string;
  readonly onlyTheirs: boolean;
};

/** Who pressed or chose what, where. The desk decides what it means and whether they may. */
async function parse(workspace: Workspace, payload: unknown): Promise<Press> {
  const press = ButtonPress.parse(payload);
  const { people } = workspace;
  const channel = z.string().parse(press.container.channel_id ?? press.channel?.id);
  const [pressed] = press.actions;
  const { name, target } = actionOf(pressed?.action_id ?? '');
  const chosen = pressed?.selected_user ?? null;
  const where = { channel, thread: press.container.thread_ts ?? press.message?.thread_ts ?? null };
  const ts = press.container.message_ts;
  const onlyTheirs = press.container.is_ephemeral === true;
  const [actor, person] = await Promise.all([
    people.person({ id: press.user.id, name: press.user.name, team: press.user.team_id }),
    chosen === null ? null : people.visitor({ id: chosen }),
  ]);
  return {
    action: {
      action: KnownAction.parse(name),
      target: pressed?.value ?? target ?? '',
      choice: pressed?.selected_option?.value ?? null,
      person: person && { id: person.id, name: person.name, team: person.team },
      actor,
      place: placeIn(workspace, channel),
      ref: onlyTheirs ? null : messageId({ channel, ts, thread: where.thread ?? ts }),
    },
    where,
    ts,
    onlyTheirs,
  };
}

/** Slack lets nobody but the address of the click change a message that one person alone sees. */
async function update(workspace: Workspace, press: Press, reply: Reply, respond: RespondFn): Promise<void> {
  if (!press.onlyTheirs) {
    const { channel } = press.where;
    try {
      await inBestWay(workspace, reply, (content) =>
        workspace.client.chat.update({ channel, ts: press.ts, ...content }),
      );
      return;
    } catch (error) {
      if (!isOutside(error)) throw error;
    }
  }
  await respondInBestWay(workspace, reply, respond, { replace_original: true });
}

/** A file goes under the message with the button; nothing can be put under one that a person alone sees. */
const underneath = ({ where, ts, onlyTheirs }: Press): Where => ({
  channel: where.channel,
  thread: where.thread ?? (onlyTheirs ? null : ts),
});

async function show(workspace: Workspace, press: Press, outcome: Outcome, respond: RespondFn): Promise<void> {
  if (outcome.update !== null) await update(workspace, press, outcome.update, respond);
  if (outcome.post !== null) await postAnywhere(workspace, press.where, outcome.post, respond);
  if (outcome.notice !== null) {
    await tell(workspace, press.where, press.action.actor.id, { text: escapeText(outcome.notice) }, respond);
  }
  if (outcome.file !== null) {
    await handOver(workspace, underneath(press), outcome.file, press.action.actor, respond);
  }
}

/** Of the menu "More…", and of buttons that ask first: a form, which is opened before all else. */
function formIn(
  payload: unknown,
): { readonly trigger: string; readonly origin: Origin; readonly user: Named } | null {
  const press = ButtonPress.parse(payload);
  const [pressed] = press.actions;
  const { name, target } = actionOf(pressed?.action_id ?? '');
  const chosen = name === 'settings' ? 'settings' : (formOf(name) ?? pressed?.selected_option?.value);
  const form = FORMS.find((one) => one === chosen);
  if (form === undefined || (name !== 'more' && name !== 'settings' && formOf(name) === null)) return null;
  const { message_ts: ts, thread_ts: thread, is_ephemeral: isOnlyTheirs } = press.container;
  const channel = press.container.channel_id ?? press.channel?.id ?? '';
  return {
    trigger: press.trigger_id,
    user: { id: press.user.id, name: press.user.name, team: press.user.team_id },
    origin: {
      form,
      target: pressed?.value ?? target ?? '',
      channel,
      ref: isOnlyTheirs || ts === undefined ? null : messageId({ channel, ts, thread: thread ?? ts }),
      responseUrl: isOnlyTheirs ? (press.response_url ?? null) : null,
    },
  };
}

/** A button was pressed or something chosen: every message that shows the case says afterwards what was done. */
export async function onAction({ body, ack, respond, context }: Args): Promise<void> {
  await ack();
  const workspace = workspaceOf({ context });
  try {
    const wanted = formIn(body);
    if (wanted !== null) return await openForm(workspace, wanted.trigger, wanted.origin, wanted.user);
    const press = await parse(workspace, body);
    const outcome = await workspace.desk.action(press.action);
    workspace.queue.nudge();
    await show(workspace, press, outcome, respond);
  } catch (error) {
    const text = sorry(workspace.log, 'what that button does', error);
    await respond({ response_type: 'ephemeral', replace_original: false, text });
  }
}
