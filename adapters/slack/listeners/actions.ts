import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Outcome } from '../../../src/desk.ts';
import type { PressKey } from '../../../src/queue/index.ts';
import type { Actor, Reply } from '../../../src/replies/index.ts';
import { openDetails, redrawDetails, tellDetails } from '../details.ts';
import { openForm } from '../forms.ts';
import { handOver } from '../handing-over.ts';
import { ButtonPress } from '../incoming.ts';
import { inBestWay, postAnywhere, respondInBestWay, tell, tellReply } from '../posting.ts';
import {
  actionFrom,
  type Carrier,
  formWanted,
  isChange,
  type Press,
  pressOf,
  underneath,
  whereOf,
} from '../press.ts';
import { toKeep } from '../pressed.ts';
import { escapeText } from '../render/index.ts';
import { type Respond, respondBy } from '../response-url.ts';
import { sorry } from '../sorry.ts';
import { isOutside } from '../web-client.ts';
import { type Workspace, workspaceOf } from '../workspace.ts';

type Args = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

/** Slack lets nobody but the address of the click change a message that one person alone sees. */
async function update(
  workspace: Workspace,
  { channel, ts, onlyTheirs }: Carrier,
  reply: Reply,
  respond: Respond,
): Promise<void> {
  if (!onlyTheirs) {
    try {
      await inBestWay(workspace, reply, (content) =>
        workspace.client.chat.update({ channel, ts, ...content }),
      );
      return;
    } catch (error) {
      if (!isOutside(error)) throw error;
    }
  }
  await respondInBestWay(workspace, reply, respond, { replace_original: true });
}

/** All that came of a press but its notice. @returns a word on it for whoever does not see it come */
async function show(
  workspace: Workspace,
  on: Carrier,
  outcome: Outcome,
  actor: Actor,
  respond: Respond,
): Promise<string | null> {
  const where = whereOf(on);
  if (outcome.update !== null) await update(workspace, on, outcome.update, respond);
  if (outcome.post !== null) await postAnywhere(workspace, where, outcome.post, respond);
  if (outcome.aside !== null) await tellReply(workspace, where, actor.id, outcome.aside, respond);
  if (outcome.aside !== null) return 'The answer is in the channel, for you alone.';
  if (outcome.file === null) return null;
  return (await handOver(workspace, underneath(on), outcome.file, actor, respond))
    ? 'The file is in the channel, below the message.'
    : 'The file could not be put into the channel: I told you there what to change.';
}

async function onMessage(
  workspace: Workspace,
  press: Press,
  respond: Respond,
  key: PressKey | null,
): Promise<void> {
  const action = await actionFrom(workspace, press);
  const outcome = await workspace.desk.action(action, key);
  workspace.queue.nudge();
  await show(workspace, press.on, outcome, action.actor, respond);
  const { details, notice } = outcome;
  if (details !== null) await tellDetails(workspace, press, details, respond);
  if (notice === null) return;
  await tell(workspace, whereOf(press.on), action.actor.id, { text: escapeText(notice) }, respond);
}

/** Whoever presses in the modal looks at it: what came of it is said there. */
async function inModal(
  workspace: Workspace,
  press: Press,
  within: NonNullable<Press['within']>,
  respond: Respond,
  key: PressKey | null,
): Promise<void> {
  const action = await actionFrom(workspace, press);
  const outcome = await workspace.desk.action(action, key);
  workspace.queue.nudge();
  const word = await show(workspace, press.on, outcome, action.actor, respond);
  await redrawDetails(workspace, press, within, outcome.notice ?? word ?? 'Done.');
}

async function handle(
  workspace: Workspace,
  press: Press,
  respond: Respond,
  key: PressKey | null,
): Promise<void> {
  const form = formWanted(press);
  if (form !== null) {
    return openForm(workspace, press.trigger, form, press.user, press.within ? 'push' : 'open');
  }
  if (press.within !== null) return inModal(workspace, press, press.within, respond, key);
  if (press.name === 'details') return openDetails(workspace, press, respond);
  return onMessage(workspace, press, respond, key);
}

/**
 * A button was pressed or something chosen: every message that shows the case says afterwards what was done. What changes
 * something is saved before Slack is told that we have it; a form is opened at once.
 */
export async function onAction({ body, ack, context }: Args): Promise<void> {
  const workspace = workspaceOf({ context });
  const payload = ButtonPress.parse(body);
  const press = pressOf(payload);
  const respond = respondBy(press.on.responseUrl, workspace.files);
  /** @returns whether it worked; if not, whoever pressed was told */
  const attempt = async (key: PressKey | null): Promise<boolean> => {
    try {
      await handle(workspace, press, respond, key);
      return true;
    } catch (error) {
      const text = sorry(workspace.log, 'what that button does', error);
      await tell(workspace, whereOf(press.on), press.user.id, { text }, respond);
      return false;
    }
  };
  if (!isChange(workspace, press)) {
    await ack();
    // Slack has opened the page already.
    if (press.name !== 'visit') await attempt(null);
    return;
  }
  const kept = toKeep(workspace, { kind: 'button', body: payload });
  await workspace.queue.press(kept, {
    async acknowledge() {
      await ack();
      return true;
    },
    async refuse(words) {
      await ack();
      await tell(workspace, whereOf(press.on), press.user.id, { text: escapeText(words) }, respond);
    },
    work: () => attempt(kept),
  });
}
