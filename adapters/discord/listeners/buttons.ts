/** A press on a button: acknowledged first, then done by the desk, then shown where the button was. */
import { type ButtonInteraction, ComponentType, MessageFlags } from 'discord.js';
import type { Outcome } from '../../../src/desk.ts';
import type { Button } from '../../../src/replies/reply.ts';
import { buttonFor, cancelButton } from '../buttons.ts';
import { type Doing, parsePress } from '../custom-id.ts';
import { CODES, hasCode } from '../errors.ts';
import { handOver } from '../handing-over.ts';
import { actorOf, placeOf } from '../place.ts';
import { render, renderNotice } from '../render.ts';
import type { Room } from '../room.ts';
import { type Turn, takeTurn } from '../turn.ts';

export function onButton(interaction: ButtonInteraction, room: Room): Promise<void> {
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
      return takeTurn(interaction, 'update', room.log, (turn) => act(interaction, press, turn, room));
    case 'confirmed':
      return takeTurn(interaction, 'update', room.log, (turn) => confirmed(interaction, press, turn, room));
  }
}

const decide = (
  interaction: ButtonInteraction,
  { action, target }: Doing,
  { desk }: Room,
): Promise<Outcome> => {
  const { user, guildId, channelId } = interaction;
  return desk.action({
    action,
    target,
    actor: actorOf(user, guildId),
    place: placeOf(guildId, channelId, user.id),
  });
};

async function act(interaction: ButtonInteraction, press: Doing, turn: Turn, room: Room): Promise<void> {
  const outcome = await decide(interaction, press, room);
  if (outcome.update !== null) await turn.show(render(outcome.update));
  await publish(interaction, outcome, turn, room);
  if (outcome.notice !== null) await turn.whisper(renderNotice(outcome.notice));
}

/** Hands over the file that only the one who pressed gets, and posts what all are to see. */
async function publish(
  interaction: ButtonInteraction,
  { post, file }: Outcome,
  turn: Turn,
  { posting }: Room,
): Promise<void> {
  if (file !== null) await handOver(interaction, file, turn);
  if (post === null) return;
  // Where the bot may not post, the interaction still may.
  try {
    await posting.say(interaction.channelId, post, `${interaction.id}.p`);
  } catch (error) {
    if (!hasCode(error, CODES.missingAccess, CODES.missingPermissions, CODES.unknownChannel)) throw error;
    await turn.speak(render(post));
  }
}

/** Puts the question. Its words are the case's as it stands now, so that an old button asks nothing outdated. */
async function ask(interaction: ButtonInteraction, press: Doing, turn: Turn, room: Room): Promise<void> {
  const { guildId, user, channelId, message } = interaction;
  const reply = await room.desk.show(press.target, placeOf(guildId, channelId, user.id).team);
  const button = reply?.kind === 'verdict' ? offered(reply.actions, press) : undefined;
  if (button === undefined) {
    await turn.show(renderNotice('This is not to be done any more: the case has changed in the meantime.'));
    if (reply !== null && !message.flags.has(MessageFlags.Ephemeral)) {
      await room.posting.edit({ channelId, messageId: message.id }, reply);
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
  interaction: ButtonInteraction,
  press: Extract<Doing, { kind: 'confirmed' }>,
  turn: Turn,
  room: Room,
): Promise<void> {
  const outcome = await decide(interaction, press, room);
  if (outcome.update === null) {
    await turn.show(renderNotice(outcome.notice ?? 'Done.'));
    await publish(interaction, outcome, turn, room);
    return;
  }
  try {
    await room.posting.edit({ channelId: interaction.channelId, messageId: press.message }, outcome.update);
    await turn.show(renderNotice(outcome.notice ?? 'Done.'));
  } catch (error) {
    // Gone, or seen by the asker alone and out of the bot's reach: then the question becomes the answer.
    if (!hasCode(error, CODES.unknownMessage, CODES.missingAccess, CODES.unknownChannel)) throw error;
    await turn.show(render(outcome.update));
  }
  await publish(interaction, outcome, turn, room);
}
