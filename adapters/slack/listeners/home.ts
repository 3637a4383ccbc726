import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { openForm } from '../forms.ts';
import { afterPress, HomePress, openChosen, showHome } from '../home.ts';
import { tellDirectly } from '../posting.ts';
import { HOME_ACTIONS } from '../render/home.ts';
import { sorry } from '../sorry.ts';
import { workspaceOf } from '../workspace.ts';

/** Something was pressed, or looked for, on the Home tab. */
export const onHomePress = async ({
  body,
  ack,
  context,
}: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
  await ack();
  const workspace = workspaceOf({ context });
  const press = HomePress.parse(body);
  const user = { id: press.user.id, name: press.user.username, team: press.user.team_id };
  const [action] = press.actions;
  try {
    if (action?.action_id === HOME_ACTIONS.settings) {
      const origin = { form: 'settings', target: '', channel: '', ref: null, responseUrl: null } as const;
      return await openForm(workspace, press.trigger_id, origin, user);
    }
    const word = await openChosen(workspace, user, press);
    const wanted = action?.action_id === HOME_ACTIONS.search ? action.value?.trim() : null;
    await showHome(workspace, user, afterPress(press), wanted || null, word);
  } catch (error) {
    await tellDirectly(workspace, user.id, sorry(workspace.log, 'what that button does', error));
  }
};
