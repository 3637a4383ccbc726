/** Forms: opened as modals, and what was filled in given to the desk. */
import {
  ButtonStyle,
  type CommandInteraction,
  ComponentType,
  type MessageComponentInteraction,
  type ModalSubmitInteraction,
} from 'discord.js';
import type { FormName } from '../../../src/replies/index.ts';
import type { ButtonRow } from '../buttons.ts';
import type { Context } from '../context.ts';
import { encodePress, parsePress } from '../custom-id.ts';
import { choseBot, renderForm, valuesOf } from '../modal.ts';
import { personOf } from '../person.ts';
import { channelOf, isPrivate, nameOf, placeOf } from '../place.ts';
import { publish } from '../publishing.ts';
import { render, renderNotice } from '../render.ts';
import { openModal, type Turn, takeTurn } from '../turn.ts';

type Which = { readonly form: FormName; readonly target: string };

/** Resolves when the form is open, or the one who asked knows why not; never rejects. */
export async function openForm(
  interaction: MessageComponentInteraction | CommandInteraction,
  { form, target }: Which,
  { desk, log }: Context,
): Promise<void> {
  const actor = personOf(interaction);
  const place = placeOf(actor.team, channelOf(interaction));
  await openModal(interaction, log, async () => {
    const answer = await desk.form({ form, target, actor, place });
    return answer.kind === 'form' ? renderForm(answer.form, actor.team) : answer.why;
  });
}

/** A modal was sent off. Resolves when it is dealt with; never rejects. */
export function onForm(interaction: ModalSubmitInteraction, context: Context): Promise<void> {
  const press = parsePress(interaction.customId);
  if (press?.kind !== 'form') {
    return takeTurn(interaction, 'private-reply', context.log, (turn) =>
      turn.show(renderNotice('This form is from another version of the bot. Nothing was changed.')),
    );
  }
  const acknowledgement = interaction.isFromMessage() ? 'update' : 'private-reply';
  return takeTurn(interaction, acknowledgement, context.log, (turn) =>
    submit(interaction, press, turn, context),
  );
}

async function submit(
  interaction: ModalSubmitInteraction,
  which: Which,
  turn: Turn,
  context: Context,
): Promise<void> {
  const actor = personOf(interaction);
  const { message, channelId, channel } = interaction;
  const say = (words: string, rows: readonly ButtonRow[] = []): Promise<void> =>
    message === null ? turn.show(renderNotice(words, rows)) : turn.whisper(renderNotice(words, rows));
  if (choseBot(interaction.fields.fields.values())) {
    return say('A bot can look after no case. Choose a person. Nothing was changed.', [openAgain(which)]);
  }
  const carries = message !== null && channelId !== null && !isPrivate(message);
  const submitted = await context.desk.submit({
    form: which.form,
    target: which.target,
    values: valuesOf(interaction.fields.fields.values()),
    actor,
    place: placeOf(actor.team, channelOf({ channelId: channelId ?? '', channel })),
    ref: carries ? nameOf({ channelId, messageId: message.id }) : null,
  });
  context.queue.nudge();
  if (submitted.kind === 'wrong') {
    return say(`${Object.values(submitted.errors).join(' ')} Nothing was changed.`, [openAgain(which)]);
  }
  const { outcome } = submitted;
  if (outcome.update !== null && message !== null) await turn.show(render(outcome.update, actor.team));
  await publish(interaction, outcome, turn, context);
  if (outcome.notice !== null) await say(outcome.notice);
  else if (message === null) await say('Done.');
}

const openAgain = ({ form, target }: Which): ButtonRow => ({
  type: ComponentType.ActionRow,
  components: [
    {
      type: ComponentType.Button,
      style: ButtonStyle.Primary,
      label: 'Open the form again',
      custom_id: encodePress({ kind: 'form', form, target }),
    },
  ],
});
