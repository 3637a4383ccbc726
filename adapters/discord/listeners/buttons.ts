/** A press on a button, or a choice from a menu: acknowledged first, then done by the desk, then shown. */
import {
  type ButtonInteraction,
  ComponentType,
  MessageFlags,
  type StringSelectMenuInteraction,
  type UserSelectMenuInteraction,
} from 'discord.js';
import type { Action, Outcome } from '../../../src/desk.ts';
import type { Button } from '../../../src/replies/reply.ts';
import { buttonFor, cancelButton } from '../buttons.ts';
import { type Doing, type Press, parsePress } from '../custom-id.ts';
import { CODES, hasCode } from '../errors.ts';
import { handOver } from '../handing-over.ts';
import { marked } from '../mark.ts';
import { personOf } from '../person.ts';
import { nameOf, placeOf } from '../place.ts';
import { isOutside } from '../refusals.ts';
import { render, renderNotice } from '../render.ts';
import type { Room } from '../room.ts';
import { type Turn, takeTurn } from '../turn.ts';

export type Pressed = ButtonInteraction | StringSelectMenuInteraction | UserSelectMenuInteraction;

export function onPress(interaction: Pressed, room: Room): Promise<void> {
  const press = parsePress(interaction.customId);
  switch (press?.kind) {
    case undefined:
      return takeTurn(interaction, 'update', room.log, (turn) =>
        turn.whisper(
          renderNotice(
            'This button is from another version of the bot and does nothing any more. Type /smtp for help.',
          ),
        ),
      );
    case 'cancel':
      return takeTurn(interaction, 'update', room.log, (turn) =>
        turn.show(renderNotice('Nothing was changed.')),
      );
    case 'ask':
      return takeTurn(interaction, 'private-reply', room.log, (turn) => ask(interaction, press, turn, room));
    case 'do':
    case 'choose':
      return takeTurn(interaction, 'update', room.log, (turn) => act(interaction, press, turn, room));
    case 'confirmed':
      return takeTurn(interaction, 'update', room.log, (turn) => confirmed(interaction, press, turn, room));
  }
}

/** @param messageId of the message that carries the button; null where only the presser sees it */
async function decide(
  interaction: Pressed,
  { action, target }: Pick<Action, 'action' | 'target'>,
  messageId: string | null,
  { desk, mailroom }: Room,
): Promise<Outcome> {
  const actor = personOf(interaction);
  const { channelId } = interaction;
  const outcome = await desk.action({
    action,
    target,
    choice: interaction.isStringSelectMenu() ? (interaction.values[0] ?? null) : null,
    person: interaction.isUserSelectMenu() ? chosenPerson(interaction, actor.team) : null,
    actor,
    place: placeOf(actor.team, channelId),
    ref: messageId === null ? null : nameOf({ channelId, messageId }),
  });
  mailroom.nudge();
  return outcome;
}

function chosenPerson({ users }: UserSelectMenuInteraction, team: string): Action['person'] {
  const user = users.first();
  return user ? { id: user.id, name: user.displayName, team } : null;
}

const isPrivate = ({ message }: Pressed): boolean => message.flags.has(MessageFlags.Ephemeral);

async function act(
  interaction: Pressed,
  press: Extract<Press, { kind: 'do' | 'choose' }>,
  turn: Turn,
  room: Room,
): Promise<void> {
  if (interaction.isUserSelectMenu() && interaction.users.first()?.bot) {
    return turn.whisper(renderNotice('A bot can look after no case. Choose a person. Nothing was changed.'));
  }
  const shownTo = isPrivate(interaction) ? null : interaction.message.id;
  const outcome = await decide(interaction, press, shownTo, room);
  if (outcome.update !== null) await turn.show(render(outcome.update, personOf(interaction).team));
  await publish(interaction, outcome, turn, room);
  if (outcome.notice !== null) await turn.whisper(renderNotice(outcome.notice));
}

/** Hands over the file that only the one who pressed gets, and posts what all are to see. */
async function publish(
  interaction: Pressed,
  { post, file }: Outcome,
  turn: Turn,
  { posting }: Room,
): Promise<void> {
  if (file !== null) await handOver(interaction, file, turn);
  if (post === null) return;
  const body = render(post, personOf(interaction).team);
  const key = `${interaction.id}.p`;
  // Where the bot may not post, the interaction still may.
  try {
    await posting.post(interaction.channelId, marked(body, key), key, null);
  } catch (error) {
    if (!isOutside(error)) throw error;
    await turn.speak(body);
  }
}

/** Puts the question. Its words are the case's as it stands now, so that an old button asks nothing outdated. */
async function ask(interaction: Pressed, press: Doing, turn: Turn, room: Room): Promise<void> {
  const { channelId, message } = interaction;
  const { team } = personOf(interaction);
  const reply = await room.desk.show(press.target, team);
  const button = reply?.kind === 'verdict' ? offered(reply.actions, press) : undefined;
  if (button === undefined) {
    await turn.show(renderNotice('This is not to be done any more: the case has changed in the meantime.'));
    if (reply !== null && !isPrivate(interaction)) {
      await room.posting.edit({ channelId, messageId: message.id }, render(reply, team));
    }
    return;
  }
  const yes = buttonFor(
    { ...button, label: `Yes, ${button.label.charAt(0).toLowerCase()}${button.label.slice(1)}` },
    { ...press, kind: 'confirmed', message: message.id },
  );
  const row = { type: ComponentType.ActionRow as const, components: [yes, cancelButton] };
  await turn.show(renderNotice(button.confirm ?? `${button.label}?`, [row]));
}

const offered = (actions: readonly Button[], { action, target }: Doing): Button | undefined =>
  actions.find((button) => button.action === action && button.target === target);

/** The yes: the question goes, and the message that was asked about shows what was done. */
async function confirmed(
  interaction: Pressed,
  press: Extract<Doing, { kind: 'confirmed' }>,
  turn: Turn,
  room: Room,
): Promise<void> {
  const { team } = personOf(interaction);
  const outcome = await decide(interaction, press, press.message, room);
  const shownThere = await changed(interaction, press.message, outcome, room);
  const { update } = outcome;
  await turn.show(update && !shownThere ? render(update, team) : renderNotice(outcome.notice ?? 'Done.'));
  await publish(interaction, outcome, turn, room);
}

/** @returns whether the message that was asked about shows it, or will; false: the question becomes the answer */
async function changed(
  interaction: Pressed,
  messageId: string,
  { update }: Outcome,
  { posting }: Room,
): Promise<boolean> {
  if (update === null) return true;
  try {
    const body = render(update, personOf(interaction).team);
    await posting.edit({ channelId: interaction.channelId, messageId }, body);
    return true;
  } catch (error) {
    // Gone, or seen by the asker alone and out of the bot's reach.
    if (!isOutside(error) && !hasCode(error, CODES.unknownMessage)) throw error;
    return false;
  }
}
