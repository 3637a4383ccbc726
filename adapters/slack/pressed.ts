/**
 * What is kept of a press, a form or a command until it is carried out and told: Slack's own payload, as much of it as
 * is read. So it can be done by a process that did not hear it.
 */
import { z } from 'zod';
import { type NewPress, type Presses, type PressKey, Undeliverable } from '../../src/queue/index.ts';
import { handIn, originOf } from './forms.ts';
import { ButtonPress, Command, Submission } from './incoming.ts';
import { spotFromId } from './message-id.ts';
import { tell, tellDirectly, type Where } from './posting.ts';
import { actionFrom, pressOf, whereOf } from './press.ts';
import { escapeText } from './render/index.ts';
import { respondBy } from './response-url.ts';
import { typedBy } from './typed.ts';
import { forQueue } from './undeliverable.ts';
import { inWords } from './web-client.ts';
import type { Workspace } from './workspace.ts';

const Pressed = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('button'), body: ButtonPress }),
  z.object({ kind: z.literal('form'), body: Submission }),
  z.object({ kind: z.literal('command'), body: Command }),
]);
export type Pressed = z.infer<typeof Pressed>;

/** @returns it as the queue keeps it: each click has a trigger of its own, which comes again where Slack sends it again */
export const toKeep = ({ team }: Workspace, pressed: Pressed): NewPress => ({
  team,
  id: pressed.body.trigger_id,
  platform: 'slack',
  channel: placeOf(pressed).where.channel,
  payload: pressed,
});

type Presser = { readonly user: string; readonly where: Where; readonly responseUrl: string | null };

/** Who pressed, and where they are told. */
function placeOf(pressed: Pressed): Presser {
  switch (pressed.kind) {
    case 'button': {
      const { on, user } = pressOf(pressed.body);
      return { user: user.id, where: whereOf(on), responseUrl: on.responseUrl };
    }
    case 'form': {
      const { channel, ref, responseUrl } = originOf(pressed.body.view.private_metadata);
      const thread = (ref === null ? null : spotFromId(ref))?.thread ?? null;
      return { user: pressed.body.user.id, where: { channel, thread }, responseUrl };
    }
    case 'command': {
      const { user_id: user, channel_id: channel, response_url: responseUrl } = pressed.body;
      return { user, where: { channel, thread: null }, responseUrl };
    }
  }
}

async function carryOut(workspace: Workspace, pressed: Pressed, key: PressKey): Promise<void> {
  const { desk, queue } = workspace;
  if (pressed.kind === 'button') await desk.action(await actionFrom(workspace, pressOf(pressed.body)), key);
  else if (pressed.kind === 'form') await handIn(workspace, pressed.body, key);
  else await desk.command(await typedBy(workspace, pressed.body), key);
  queue.nudge();
}

/** Where nothing can be said to them alone in the channel, by a direct message. */
async function tellLate(workspace: Workspace, pressed: Pressed, words: string): Promise<void> {
  const { user, where, responseUrl } = placeOf(pressed);
  const text = escapeText(words);
  try {
    if (where.channel === '') throw new Error('it was pressed in no channel');
    await tell(workspace, where, user, { text }, respondBy(responseUrl, workspace.files));
  } catch (error) {
    workspace.log.info({ error: inWords(error) }, 'what came of a press is told in a direct message');
    await tellDirectly(workspace, user, text).catch((refusal: unknown) => {
      throw forQueue(refusal, workspace);
    });
  }
}

/** @param workspaceFor finds the workspace of a team; null where the bot is not installed any more */
export function createPresses(workspaceFor: (team: string) => Promise<Workspace | null>): Presses {
  const open = async (team: string): Promise<Workspace> => {
    const workspace = await workspaceFor(team);
    if (workspace === null) throw new Undeliverable('the app was removed from that workspace');
    return workspace;
  };
  return {
    carryOut: async (payload, key) => carryOut(await open(key.team), Pressed.parse(payload), key),
    tell: async (payload, key, words) => tellLate(await open(key.team), Pressed.parse(payload), words),
  };
}
