/** The desk's forms as modals: opened at once with a loading view, then filled; what is wrong stands at its field. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Desk } from '../../src/desk.ts';
import type { PressKey } from '../../src/queue/index.ts';
import { FORMS } from '../../src/replies/index.ts';
import type { Submission } from './incoming.ts';
import type { Named } from './people.ts';
import { respondInBestWay } from './posting.ts';
import { ANSWER, formView, loadingView, noticeView, type UserGroup } from './render/view.ts';
import { respondBy } from './response-url.ts';
import { sorry } from './sorry.ts';
import { inWords, refusalCode } from './web-client.ts';
import { placeIn, type Workspace } from './workspace.ts';

type FormRequest = Parameters<Desk['form']>[0];
type Submitted = Awaited<ReturnType<Desk['submit']>>;
type Values = Parameters<Desk['submit']>[0]['values'];

/** What a form carries with it until it is submitted. */
const Origin = z.object({
  form: z.enum(FORMS),
  target: z.string(),
  channel: z.string(),
  /** Our message that it was opened from; null where one person alone sees it, or none. */
  ref: z.string().nullable(),
  /** Changes the message that one person alone sees; null where there is none. */
  responseUrl: z.string().nullable(),
});
export type Origin = z.infer<typeof Origin>;

export const originOf = (metadata: string): Origin => Origin.parse(JSON.parse(metadata));

/** While the form is fetched. */
const TITLES: Readonly<Record<FormRequest['form'], string>> = {
  escalate: 'Escalate',
  choose: 'Choose addresses',
  'check-domain': 'Check DNS',
  snooze: 'Snooze',
  'hand-over': 'Hand over',
  feedback: 'Not a bounce, or wrong',
  settings: 'Settings',
};

/**
 * Opens a form for somebody who pressed or typed something.
 * @param trigger of the click or command: good for 3 seconds, and once
 * @param how of a press in a modal the form is pushed on top of it
 * @throws where Slack lets no modal be opened; what fails afterwards is said in the modal
 */
export async function openForm(
  workspace: Workspace,
  trigger: string,
  origin: Origin,
  user: Named,
  how: 'open' | 'push' = 'open',
): Promise<void> {
  const { client, desk, people } = workspace;
  const title = TITLES[origin.form];
  const opened = await client.views[how]({ trigger_id: trigger, view: loadingView(title) });
  const view_id = z.string().parse(opened.view?.id);
  try {
    const actor = await people.person(user);
    const place = placeIn(workspace, origin.channel);
    const answer = await desk.form({ form: origin.form, target: origin.target, actor, place });
    const view =
      answer.kind === 'refusal'
        ? noticeView(title, answer.why)
        : formView(
            answer.form,
            JSON.stringify(origin),
            answer.form.fields.some(({ kind }) => kind === 'groups') ? await groupsOf(workspace) : [],
            workspace,
          );
    await client.views.update({ view_id, view });
  } catch (error) {
    const view = noticeView(title, plainly(sorry(workspace.log, 'opening that form', error)));
    await client.views.update({ view_id, view });
  }
}

/** What is said elsewhere as mrkdwn, where a modal shows plain text. */
export const plainly = (mrkdwn: string): string =>
  mrkdwn.replaceAll('`', '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

async function groupsOf({ client, log }: Workspace): Promise<readonly UserGroup[]> {
  try {
    const { usergroups = [] } = await client.usergroups.list();
    return usergroups.flatMap(({ id, handle, name }) =>
      id === undefined ? [] : [{ id, name: handle ?? name ?? id }],
    );
  } catch (error) {
    log.warn({ error: inWords(error) }, 'the user groups could not be listed: the form goes without them');
    return [];
  }
}

/** @returns the answers by the fields' names, each with the name to say it by */
export async function valuesOf(workspace: Workspace, { view }: Submission): Promise<Values> {
  const values: Record<string, Values[string]> = {};
  for (const [field, inputs] of Object.entries(view.state.values)) {
    const answer = inputs[ANSWER];
    if (!answer) continue;
    const options = [
      ...(answer.selected_options ?? []),
      ...(answer.selected_option ? [answer.selected_option] : []),
    ];
    const channel = answer.selected_conversation;
    values[field] = [
      ...(answer.value ? [{ id: answer.value, name: answer.value }] : []),
      ...options.map(({ value, text }) => ({ id: value, name: text?.text ?? value })),
      ...(answer.selected_user ? [await chosenPerson(workspace, answer.selected_user)] : []),
      ...(channel ? [{ id: channel, name: await channelName(workspace, channel) }] : []),
    ];
  }
  return values;
}

/** @returns somebody by the name that the workspace knows them by */
async function chosenPerson({ people }: Workspace, id: string): Promise<Values[string][number]> {
  const { name } = await people.visitor({ id });
  return { id, name };
}

/** A channel that the bot is not in: whoever chose it can mend that. */
export class NotThere extends Error {}

/** @throws NotThere */
async function channelName({ client }: Workspace, channel: string): Promise<string> {
  try {
    const { channel: found } = await client.conversations.info({ channel });
    if (found?.is_member === false) throw new NotThere();
    return found?.name ? `#${found.name}` : channel;
  } catch (error) {
    // A private channel that the bot is not in is as good as none.
    if (refusalCode(error) === 'channel_not_found') throw new NotThere();
    if (refusalCode(error) === 'missing_scope') return channel;
    throw error;
  }
}

/** Milliseconds after which a submission is acknowledged without its result: Slack gives 3 seconds. */
const PATIENCE = 2_000;

/**
 * @param since when it was heard
 * @returns the result, or null where it takes longer than somebody may be left waiting
 */
export const soon = <Result>(working: Promise<Result>, since: number): Promise<Result | null> =>
  Promise.race([working, sleep(Math.max(0, since + PATIENCE - Date.now()), null, { ref: false })]);

/**
 * Hands in a form. What the desk says is wrong with it comes back by field; so does a channel we are not in.
 * @param key of what was saved of it
 */
export async function handIn(
  workspace: Workspace,
  submission: Submission,
  key: PressKey,
): Promise<Submitted> {
  const { desk, people, queue, botUserId } = workspace;
  const origin = originOf(submission.view.private_metadata);
  const channelField = Object.entries(submission.view.state.values).find(
    ([, inputs]) => inputs[ANSWER]?.type === 'conversations_select',
  )?.[0];
  try {
    const { user } = submission;
    const [actor, values] = await Promise.all([
      people.person({ id: user.id, name: user.name, team: user.team_id }),
      valuesOf(workspace, submission),
    ]);
    const { form, target, ref } = origin;
    const place = placeIn(workspace, origin.channel);
    const submitted = await desk.submit({ form, target, actor, place, values, ref }, key);
    queue.nudge();
    const update = submitted.kind === 'done' ? submitted.outcome.update : null;
    if (update !== null && origin.responseUrl !== null) {
      const respond = respondBy(origin.responseUrl, workspace.files);
      // What was done is saved, and an old look is only logged.
      await respondInBestWay(workspace, update, respond, { replace_original: true }).catch((error: unknown) =>
        workspace.log.warn({ error: inWords(error) }, 'a private message was not brought up to date'),
      );
    }
    return submitted;
  } catch (error) {
    if (!(error instanceof NotThere) || channelField === undefined) throw error;
    const name = (await people.visitor({ id: botUserId })).name;
    const words = `I am not in that channel. Invite me there with "/invite @${name}", then try again.`;
    return { kind: 'wrong', errors: { [channelField]: words } };
  }
}
