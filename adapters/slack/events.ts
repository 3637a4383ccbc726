/** What Slack tells of without anybody waiting: messages, and the app being removed. */
import type { Logger } from 'pino';
import { z } from 'zod';
import type { UnderWay } from '../under-way.ts';
import { deletionOf, incomingOf, isSilentPlace } from './hearing.ts';
import { showHome } from './home.ts';
import { createGreeter } from './joining.ts';
import { FIRST_LOOK } from './render/home.ts';
import { sourceOf } from './source.ts';
import { placeIn, type Workspace, type Workspaces } from './workspace.ts';

const Event = z.object({
  event: z.object({
    type: z.string(),
    /** Of app_home_opened: by whom, and which tab; of member_joined_channel: who. */
    user: z.string().optional(),
    channel: z.string().optional().catch(undefined),
    event_ts: z.string().optional(),
    tab: z.string().optional(),
    /** Of tokens_revoked: whose. */
    tokens: z.object({ bot: z.array(z.string()).optional() }).optional(),
  }),
});

/**
 * @param underWay what somebody looks at, and nobody would miss after a crash, is done after the acknowledgement
 * @returns what must be done with an event before it is acknowledged. It rejects where that could not be done:
 *   Slack must send the event again
 */
export function createEvents(workspaces: Workspaces, underWay: UnderWay, log: Logger) {
  const greet = createGreeter();
  return async (body: unknown): Promise<void> => {
    if (noteLimit(body, log)) return;
    const source = sourceOf(body);
    const parsed = Event.safeParse(body);
    if (source === null || !parsed.success) return;
    const { type, tokens, user, tab, channel, event_ts: ts } = parsed.data.event;
    if (type === 'app_uninstalled' || (type === 'tokens_revoked' && tokens?.bot?.length)) {
      return workspaces.remove(source);
    }
    const workspace = await workspaces.of(source);
    if (workspace === null) return;
    if (type === 'app_home_opened') {
      if (user && tab !== 'messages') underWay.add(showHome(workspace, { id: user }, FIRST_LOOK, null));
    } else if (type === 'member_joined_channel') {
      const isUs = user === workspace.botUserId;
      if (isUs && channel) underWay.add(greet(workspace, channel, ts ?? ''));
    } else await heard(workspace, body);
  };
}

/** https://docs.slack.dev/reference/events/app_rate_limited: it stands alone, and is no event */
const Limit = z.object({ type: z.literal('app_rate_limited'), minute_rate_limited: z.number().optional() });

/** @returns whether Slack says that it left events out, which only a person can do something about */
function noteLimit(body: unknown, log: Logger): boolean {
  const limit = Limit.safeParse(body);
  if (!limit.success) return false;
  const minute = limit.data.minute_rate_limited;
  log.error(
    { minute: minute === undefined ? null : new Date(minute * 1000).toISOString() },
    'Slack sends no more than 30,000 events an hour for each workspace, and left some out: bounces of that minute may be unanswered',
  );
  return true;
}

async function heard(workspace: Workspace, body: unknown): Promise<void> {
  const { desk, queue } = workspace;
  const deletion = deletionOf(body);
  if (deletion !== null) {
    await desk.deleted({ id: deletion.id, place: placeIn(workspace, deletion.channel) });
    return queue.nudge();
  }
  const incoming = incomingOf(body, workspace);
  if (incoming === null) return;
  const hasAnswered = (id: string) => desk.hasAnswered({ id, place: incoming.place });
  await queue.take(incoming, () => isSilentPlace(incoming, workspace, hasAnswered));
}
