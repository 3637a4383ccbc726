import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { handIn, plainly, soon } from '../forms.ts';
import { Submission } from '../incoming.ts';
import { noticeView } from '../render/view.ts';
import { sorry } from '../sorry.ts';
import { type Workspace, workspaceOf } from '../workspace.ts';

type Args = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;
type Handed = Awaited<ReturnType<typeof handIn>>;

/** What to correct, for a modal that can't show it at the fields any more. */
const inOneText = (errors: Readonly<Record<string, string>>): string =>
  `Nothing was changed. ${Object.values(errors).join(' ')} Please open the form again.`;

const noticeOf = (handed: Handed): string | null =>
  handed.kind === 'wrong' ? inOneText(handed.errors) : handed.outcome.notice;

/** A form was submitted: closed, or what is wrong at its fields, or a word on what became of it. */
export async function onSubmit({ body, ack, context }: Args): Promise<void> {
  const workspace = workspaceOf({ context });
  const submission = Submission.parse(body);
  const { id, title } = submission.view;
  const working = handIn(workspace, submission).catch((error: unknown): Handed => {
    const notice = plainly(sorry(workspace.log, 'saving that form', error));
    return {
      kind: 'done',
      outcome: { update: null, post: null, aside: null, details: null, notice, file: null },
    };
  });
  const handed = await soon(working);
  if (handed === null) {
    await ack({ response_action: 'update', view: noticeView(title.text, 'This takes a moment…') });
    return showLate(workspace, id, title.text, await working);
  }
  if (handed.kind === 'wrong') return ack({ response_action: 'errors', errors: { ...handed.errors } });
  const { notice } = handed.outcome;
  if (notice === null) return ack({ response_action: 'clear' });
  return ack({ response_action: 'update', view: noticeView(title.text, notice) });
}

async function showLate(
  { client }: Workspace,
  view_id: string,
  title: string,
  handed: Handed,
): Promise<void> {
  await client.views.update({ view_id, view: noticeView(title, noticeOf(handed) ?? 'Done.') });
}
