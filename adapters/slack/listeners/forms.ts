import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { handIn, plainly, soon } from '../forms.ts';
import { Submission } from '../incoming.ts';
import { toKeep } from '../pressed.ts';
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

/**
 * A form was submitted: it is saved; then it closes, or says what is wrong at its fields, or what became of it. That is
 * the acknowledgement.
 */
export async function onSubmit({ body, ack, context }: Args): Promise<void> {
  const since = Date.now();
  const workspace = workspaceOf({ context });
  const submission = Submission.parse(body);
  const title = submission.view.title.text;
  const kept = toKeep(workspace, { kind: 'form', body: submission });
  await workspace.queue.press(kept, {
    async acknowledge(again) {
      if (again) await ack({ response_action: 'clear' });
      return true;
    },
    refuse: (words) => ack({ response_action: 'update', view: noticeView(title, words) }),
    async work() {
      let failed = false;
      const working = handIn(workspace, submission, kept).catch((error: unknown): Handed => {
        failed = true;
        return { kind: 'done', outcome: saying(plainly(sorry(workspace.log, 'saving that form', error))) };
      });
      const handed = await soon(working, since);
      if (handed === null) {
        await ack({ response_action: 'update', view: noticeView(title, 'This takes a moment…') });
        await showLate(workspace, submission.view.id, title, await working);
      } else await acknowledgeWith(handed, title, ack);
      return !failed;
    },
  });
}

const saying = (notice: string) => ({
  ...{ update: null, post: null, aside: null, details: null, file: null },
  notice,
});

function acknowledgeWith(handed: Handed, title: string, ack: Args['ack']): Promise<unknown> {
  if (handed.kind === 'wrong') return ack({ response_action: 'errors', errors: { ...handed.errors } });
  const { notice } = handed.outcome;
  if (notice === null) return ack({ response_action: 'clear' });
  return ack({ response_action: 'update', view: noticeView(title, notice) });
}

async function showLate(
  { client }: Workspace,
  view_id: string,
  title: string,
  handed: Handed,
): Promise<void> {
  await client.views.update({ view_id, view: noticeView(title, noticeOf(handed) ?? 'Done.') });
}
