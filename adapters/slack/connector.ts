/** Slack as the queue sees it: makes whole messages of what was written down, and delivers what is owed. */
import { type Connector, RetryLater, Undeliverable } from '../../src/queue/index.ts';
import { deliverTo } from './delivering.ts';
import { openMessage } from './opening.ts';
import { createPresses } from './pressed.ts';
import { forQueue } from './undeliverable.ts';
import type { Workspace } from './workspace.ts';

/** Deliveries that are remembered as not posted yet. */
const MOST_REMEMBERED = 5_000;

/** @param workspaceFor finds the workspace of a team ("slack:T1"); null where the bot is not installed any more */
export function createConnector(workspaceFor: (team: string) => Promise<Workspace | null>): Connector {
  /** What went back before it was posted: there is nothing to look for when it comes again. */
  const wentBack = new Set<string>();

  const remember = (id: string): void => {
    wentBack.add(id);
    for (const oldest of wentBack) {
      if (wentBack.size <= MOST_REMEMBERED) break;
      wentBack.delete(oldest);
    }
  };

  return {
    name: 'slack',
    open: (payload) => openMessage(payload, workspaceFor),
    presses: createPresses(workspaceFor),

    async deliver(delivery) {
      const workspace = await workspaceFor(delivery.place.team);
      if (workspace === null) throw new Undeliverable('the app was removed from that workspace');
      const mayBeThere = delivery.again && !wentBack.delete(delivery.id);
      try {
        return await deliverTo(workspace, { ...delivery, again: mayBeThere });
      } catch (error) {
        if (error instanceof RetryLater && !mayBeThere) remember(delivery.id);
        throw forQueue(error, workspace);
      }
    },
  };
}
