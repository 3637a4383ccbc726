/** *Details*: a modal, opened at once and then filled; where none can be opened, a message for the presser alone. */
import { z } from 'zod';
import type { Details } from '../../src/replies/index.ts';
import { plainly } from './forms.ts';
import { tell } from './posting.ts';
import { type AboutDetails, actionFrom, type Press, whereOf } from './press.ts';
import { DETAILS_TITLE, detailsMessage, detailsView } from './render/details.ts';
import { loadingView, noticeView } from './render/view.ts';
import type { Respond } from './response-url.ts';
import { sorry } from './sorry.ts';
import { inWords } from './web-client.ts';
import type { Workspace } from './workspace.ts';

/** @returns what the desk says of it: the details, or why there are none */
async function ask(workspace: Workspace, press: Press, target: string): Promise<Details | string> {
  const action = await actionFrom(workspace, {
    ...press,
    name: 'details',
    target,
    choice: null,
    person: null,
  });
  const { details, notice } = await workspace.desk.action(action);
  return details ?? notice ?? 'There is nothing more to show.';
}

const carried = (press: Press, target: string): string =>
  JSON.stringify({ ...press.on, target } satisfies z.infer<typeof AboutDetails>);

const viewOf = (
  workspace: Workspace,
  press: Press,
  target: string,
  found: Details | string,
  notice: string | null,
) =>
  typeof found === 'string'
    ? noticeView(DETAILS_TITLE, found)
    : detailsView(found, workspace, carried(press, target), notice);

/** @returns the modal's id, or null where Slack opens none: the trigger of a press dies after 3 seconds */
async function openLoading({ client, log }: Workspace, { trigger }: Press): Promise<string | null> {
  try {
    const opened = await client.views.open({ trigger_id: trigger, view: loadingView(DETAILS_TITLE) });
    return z.string().parse(opened.view?.id);
  } catch (error) {
    log.warn({ error: inWords(error) }, 'the modal with details could not be opened: they are a message');
    return null;
  }
}

/** @throws where it can be said neither in a modal nor in a message */
export async function openDetails(workspace: Workspace, press: Press, respond: Respond): Promise<void> {
  const view_id = await openLoading(workspace, press);
  if (view_id === null) {
    const found = await ask(workspace, press, press.target);
    return tellDetails(workspace, press, found, respond);
  }
  const { client } = workspace;
  try {
    const found = await ask(workspace, press, press.target);
    await client.views.update({ view_id, view: viewOf(workspace, press, press.target, found, null) });
  } catch (error) {
    const view = noticeView(DETAILS_TITLE, plainly(sorry(workspace.log, 'showing the details', error)));
    await client.views.update({ view_id, view });
  }
}

/** The same below the message, for the presser alone. */
export const tellDetails = (
  workspace: Workspace,
  press: Press,
  found: Details | string,
  respond: Respond,
): Promise<void> =>
  tell(
    workspace,
    whereOf(press.on),
    press.user.id,
    typeof found === 'string' ? { text: found } : detailsMessage(found, workspace),
    respond,
  );

/** Draws an open modal anew, as things are now. @param word what came of a press in it */
export async function redrawDetails(
  workspace: Workspace,
  press: Press,
  { viewId: view_id, target }: NonNullable<Press['within']>,
  word: string,
): Promise<void> {
  const found = await ask(workspace, press, target);
  await workspace.client.views.update({ view_id, view: viewOf(workspace, press, target, found, word) });
}
