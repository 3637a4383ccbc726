/** The Home tab: drawn again whenever somebody looks at it or presses something there. */
import { z } from 'zod';
import type { NoteReply } from '../../src/replies/index.ts';
import { plainly } from './forms.ts';
import { messageId } from './message-id.ts';
import type { Named } from './people.ts';
import { inBestWay, post } from './posting.ts';
import { chosenFrom, HOME_ACTIONS, HOME_PREFIX, HomeState, homeView } from './render/home.ts';
import { noticeHome } from './render/view.ts';
import { sorry } from './sorry.ts';
import { refusalCode } from './web-client.ts';
import { placeIn, type Workspace } from './workspace.ts';

/** A press there: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export const HomePress = z.object({
  user: z.object({ id: z.string(), username: z.string().optional(), team_id: z.string().optional() }),
  trigger_id: z.string(),
  view: z.object({ private_metadata: z.string() }),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        value: z.string().nullish(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});
export type HomePress = z.infer<typeof HomePress>;

/** @returns what is looked at after a press */
export function afterPress({ view, actions }: HomePress): HomeState {
  const now = HomeState.parse(JSON.parse(view.private_metadata));
  const id = actions[0]?.action_id;
  if (id === HOME_ACTIONS.older) return { ...now, page: now.page + 1 };
  if (id === HOME_ACTIONS.newer) return { ...now, page: Math.max(0, now.page - 1) };
  const which = HomeState.shape.which.safeParse(id?.slice(HOME_PREFIX.length));
  return which.success ? { which: which.data, page: 0 } : now;
}

/**
 * "Open a case…": its card goes into the direct messages of whoever chose it, as the Home tab can show none.
 *
 * @returns what to say on the Home tab; null where something else was pressed
 */
export async function openChosen(
  workspace: Workspace,
  user: Named,
  { actions: [pressed] }: HomePress,
): Promise<string | null> {
  const target = chosenFrom(pressed?.action_id ?? '');
  if (target === null) return null;
  const { aside, notice } = await workspace.desk.action({
    action: 'show',
    target,
    choice: pressed?.selected_option?.value ?? null,
    person: null,
    actor: await workspace.people.person(user),
    place: placeIn(workspace, user.id),
    ref: null,
  });
  if (aside === null) return notice;
  const { ts, channel } = await inBestWay(workspace, aside, (content) =>
    post(workspace, { channel: user.id, ...content }),
  );
  const caseId = aside.kind === 'verdict' ? aside.caseId : null;
  if (caseId !== null && ts && channel) {
    const ref = messageId({ channel, ts, thread: ts });
    await workspace.queue.copied({ place: placeIn(workspace, channel), ref, caseId });
  }
  return 'It is in Messages, the tab beside this one.';
}

/**
 * @param wanted looked for on the suppression list; null: nothing
 * @param word what became of a press, or null
 */
export async function showHome(
  workspace: Workspace,
  user: Named,
  state: HomeState,
  wanted: string | null,
  word: string | null = null,
): Promise<void> {
  const { client, desk, people, log } = workspace;
  try {
    const actor = await people.person(user);
    const overview = await desk.overview({ ...state, actor });
    const found = wanted === null ? null : await lookFor(workspace, actor, wanted);
    await publish(client, user.id, homeView(overview, state, found, word, workspace));
  } catch (error) {
    const view = noticeHome(plainly(sorry(log, 'showing the Home tab', error)));
    await publish(client, user.id, view);
  }
}

/** Times that a view is published in all where another one was at the same moment. */
const TRIES = 3;

async function publish(
  client: Workspace['client'],
  user_id: string,
  view: Parameters<Workspace['client']['views']['publish']>[0]['view'],
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.views.publish({ user_id, view });
      return;
    } catch (error) {
      if (refusalCode(error) !== 'hash_conflict' || attempt === TRIES) throw error;
    }
  }
}

async function lookFor(
  workspace: Workspace,
  actor: Awaited<ReturnType<Workspace['people']['person']>>,
  wanted: string,
): Promise<NoteReply | null> {
  const isAddress = /^\S+@\S+\.\S+$/.test(wanted);
  const text = `${isAddress ? 'suppressed' : 'search'} ${wanted}`;
  const reply = await workspace.desk.command({ text, actor, place: placeIn(workspace, '') });
  return reply.kind === 'note' ? reply : null;
}
