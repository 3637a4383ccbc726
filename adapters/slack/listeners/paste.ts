import type {
  AllMiddlewareArgs,
  GlobalShortcut,
  SlackShortcutMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt';
import { plainly, soon } from '../forms.ts';
import { Submission } from '../incoming.ts';
import { pasteView, takePaste } from '../pasting.ts';
import { tellDirectly } from '../posting.ts';
import { noticeView } from '../render/view.ts';
import { sorry } from '../sorry.ts';
import { workspaceOf } from '../workspace.ts';

/** "Paste a bounce": opens the modal. */
export const onPasteShortcut = async ({
  shortcut,
  ack,
  context,
}: SlackShortcutMiddlewareArgs<GlobalShortcut> & AllMiddlewareArgs): Promise<void> => {
  await ack();
  const workspace = workspaceOf({ context });
  try {
    await workspace.client.views.open({ trigger_id: shortcut.trigger_id, view: pasteView() });
  } catch (error) {
    const text = sorry(workspace.log, 'opening the form to paste into', error);
    await tellDirectly(workspace, shortcut.user.id, text);
  }
};

/** The modal was submitted: it closes when the paste is written down. */
export const onPaste = async ({
  body,
  ack,
  context,
}: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs): Promise<void> => {
  const since = Date.now();
  const workspace = workspaceOf({ context });
  const submission = Submission.parse(body);
  const { id, title } = submission.view;
  const working = takePaste(workspace, submission).then(
    (trouble) => ({ trouble, notice: null }),
    (error: unknown) => ({ trouble: null, notice: plainly(sorry(workspace.log, 'reading that', error)) }),
  );
  const taken = await soon(working, since);
  if (taken === null) {
    await ack({ response_action: 'update', view: noticeView(title.text, 'This takes a moment…') });
    const { trouble, notice } = await working;
    const words = notice ?? (trouble ? Object.values(trouble).join(' ') : 'My answer is there now.');
    await workspace.client.views.update({ view_id: id, view: noticeView(title.text, words) });
  } else if (taken.notice !== null) {
    await ack({ response_action: 'update', view: noticeView(title.text, taken.notice) });
  } else if (taken.trouble !== null) await ack({ response_action: 'errors', errors: { ...taken.trouble } });
  else await ack({ response_action: 'clear' });
};
