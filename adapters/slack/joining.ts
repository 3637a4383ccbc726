/** One short hello in a channel that the bot was invited to, with a button to choose how much it reads along. */
import { helloReply } from '../../src/replies/index.ts';
import { createMemory } from './memory.ts';
import { post } from './posting.ts';
import { ACTION_PREFIX, render } from './render/index.ts';
import { inWords } from './web-client.ts';
import type { Workspace } from './workspace.ts';

/** Slack tells of a join again where the first telling was not acknowledged. */
const MOST = 500;
const WITHIN = 10 * 60 * 1000;

/** @returns greets a channel once, however often it is told of the same join */
export function createGreeter(): (workspace: Workspace, channel: string, ts: string) => Promise<void> {
  const greeted = createMemory<void>(MOST, WITHIN);
  return async (workspace, channel, ts) => {
    try {
      await greeted.get(`${workspace.team} ${channel} ${ts}`, () => greet(workspace, channel));
    } catch (error) {
      workspace.log.warn({ channel, error: inWords(error) }, 'a hello could not be posted');
    }
  };
}

async function greet(workspace: Workspace, channel: string): Promise<void> {
  const { blocks, ...hello } = render(helloReply(), workspace);
  await post(workspace, {
    channel,
    ...hello,
    blocks: [
      ...blocks,
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: `${ACTION_PREFIX}settings`,
            value: channel,
            text: { type: 'plain_text', text: 'Choose how much I read…' },
          },
        ],
      },
    ],
  });
}
