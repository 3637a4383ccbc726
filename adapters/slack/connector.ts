/** Slack as the queue sees it: makes whole messages of what was written down, and delivers what is owed. */
import { type Connector, Undeliverable } from '../../src/queue/index.ts';
import { deliverTo } from './delivering.ts';
import { openMessage } from './opening.ts';
import { createPresses } from './pressed.ts';
import { forQueue } from './undeliverable.ts';
import type { Workspace } from './workspace.ts';

/** @param workspaceFor finds the workspace of a team ("slack:T1"); null where the bot is not installed any more */
export function createConnector(workspaceFor: (team: string) => Promise<Workspace | null>): Connector {
  return {
    name: 'slack',
    open: (payload) => openMessage(payload, workspaceFor),
    presses: createPresses(workspaceFor),

    async deliver(delivery) {
      const workspace = await workspaceFor(delivery.place.team);
      if (workspace === null) throw new Undeliverable('the app was removed from that workspace');
      try {
        return await deliverTo(workspace, delivery);
      } catch (error) {
        throw forQueue(error, workspace);
      }
    },
  };
}
