/**
 * What is kept of a press, a form or a command until it is carried out and told: what the desk takes, and the way back to
 * the person. So it can be done by a process that did not hear it.
 */
import { MessageFlags, Routes } from 'discord.js';
import { z } from 'zod';
import type { Action, Command, Submission } from '../../src/desk.ts';
import { type NewPress, type Presses, type PressKey, Undeliverable } from '../../src/queue/index.ts';
import type { Context } from './context.ts';
import { describe, isRefused } from './errors.ts';
import { isPrivate } from './place.ts';
import { forQueue } from './refusals.ts';
import { renderNotice } from './render.ts';
import type { Answerable } from './turn.ts';

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** What the desk is asked. It was made here, so that its inside is not looked at again. */
const Asked = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('action'), what: z.custom<Action>(isObject) }),
  z.object({ kind: z.literal('form'), what: z.custom<Submission>(isObject) }),
  z.object({ kind: z.literal('command'), what: z.custom<Command>(isObject) }),
]);
export type Asked = z.infer<typeof Asked>;

const Pressed = z.object({
  asked: Asked,
  /** Lets the application answer an interaction that it has acknowledged, for 15 minutes. */
  token: z.string(),
  applicationId: z.string(),
  /** The message that was pressed on and that all can see; null: none. */
  on: z.object({ channelId: z.string(), messageId: z.string() }).nullable(),
});
type Pressed = z.infer<typeof Pressed>;

/** @returns it as the queue keeps it: Discord sends an interaction again under the same id */
export function toKeep(interaction: Answerable, asked: Asked): NewPress {
  const { id, token, applicationId, channelId } = interaction;
  const message = 'message' in interaction ? interaction.message : null;
  const isSeen = message !== null && channelId !== null && !isPrivate(message);
  const on = isSeen ? { channelId, messageId: message.id } : null;
  return { ...asked.what.place, id, payload: { asked, token, applicationId, on } satisfies Pressed };
}

type Parts = Pick<Context, 'desk' | 'queue' | 'rest' | 'posting' | 'log'>;

async function carryOut({ desk, queue }: Parts, { asked }: Pressed, key: PressKey): Promise<void> {
  if (asked.kind === 'action') await desk.action(asked.what, key);
  else if (asked.kind === 'form') await desk.submit(asked.what, key);
  else await desk.command(asked.what, key);
  queue.nudge();
}

/** By the interaction, to the presser alone; where it can't be answered any more, below the message that was pressed. */
async function tell(
  { rest, posting, log }: Parts,
  { token, applicationId, on, asked }: Pressed,
  { id }: PressKey,
  words: string,
): Promise<void> {
  const { components, flags, allowed_mentions } = renderNotice(words);
  try {
    await rest.post(Routes.webhook(applicationId, token), {
      auth: false,
      body: { components, flags: flags | MessageFlags.Ephemeral, allowed_mentions },
    });
  } catch (error) {
    if (!isRefused(error)) throw error;
    log.info(describe(error), 'whoever pressed can no longer be told alone what came of it');
    if (on === null) throw new Undeliverable('the interaction can no longer be answered');
    const said = renderNotice(`${asked.what.actor.name}: ${words}`);
    await posting.post(on.channelId, said, `${id}.t`, on.messageId).catch((refusal: unknown) => {
      throw forQueue(refusal);
    });
  }
}

export const createPresses = (parts: Parts): Presses => ({
  carryOut: (payload, key) => carryOut(parts, Pressed.parse(payload), key),
  tell: (payload, key, words) => tell(parts, Pressed.parse(payload), key, words),
});
