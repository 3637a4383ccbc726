/** Forms: opened as modals, and what was filled in given to the desk. */
import {
  ButtonStyle,
  type CommandInteraction,
  ComponentType,
  type MessageComponentInteraction,
  type ModalSubmitInteraction,
} from 'discord.js';
import type { Submission } from '../../../src/desk.ts';
import type { PressKey } from '../../../src/queue/index.ts';
import type { FormName } from '../../../src/replies/index.ts';
import type { ButtonRow } from '../buttons.ts';
import type { Context } from '../context.ts';
import { encodePress, parsePress } from '../custom-id.ts';
import { choseBot, renderForm, valuesOf } from '../modal.ts';
import { personOf } from '../person.ts';
import { channelOf, isPrivate, nameOf, placeOf } from '../place.ts';
import { publish } from '../publishing.ts';
import { render, renderNotice } from '../render.ts';
import { openModal, type Turn, takeKeptTurn, takeTurn } from '../turn.ts';

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
  const fields = interaction.fields.fields;
  if (choseBot(fields.values())) {
    const words = 'A bot can look after no case. Choose a person. Nothing was changed.';
    return takeTurn(interaction, acknowledgement, context.log, (turn) =>
      say(interaction, turn, words, [openAgain(press)]),
    );
  }
  const what = submissionOf(interaction, press);
  return takeKeptTurn(interaction, acknowledgement, { kind: 'form', what }, context, (turn, key) =>
    submit(interaction, what, turn, key, context),
  );
}

function submissionOf(interaction: ModalSubmitInteraction, { form, target }: Which): Submission {
  const actor = personOf(interaction);
  const { message, channelId, channel } = interaction;
  const carries = message !== null && channelId !== null && !isPrivate(message);
  return {
    form,
    target,
    values: valuesOf(interaction.fields.fields.values()),
    actor,
    place: placeOf(actor.team, channelOf({ channelId: channelId ?? '', channel })),
    ref: carries ? nameOf({ channelId, messageId: message.id }) : null,
  };
}

/** What was sent off from no message is answered by the message that says "thinking …". */
const say = (
  { message }: ModalSubmitInteraction,
  turn: Turn,
  words: string,
  rows: readonly ButtonRow[] = [],
): Promise<void> =>
  message === null ? turn.show(renderNotice(words, rows)) : turn.whisper(renderNotice(words, rows));

async function submit(
  interaction: ModalSubmitInteraction,
  submission: Submission,
  turn: Turn,
  key: PressKey,
  context: Context,
): Promise<void> {
  const { message } = interaction;
  const submitted = await context.desk.submit(submission, key);
  context.queue.nudge();
  if (submitted.kind === 'wrong') {
    const words = `${Object.values(submitted.errors).join(' ')} Nothing was changed.`;
    return say(interaction, turn, words, [openAgain(submission)]);
  }
  const { outcome } = submitted;
  if (outcome.update !== null && message !== null) {
    await turn.show(render(outcome.update, submission.actor.team));
  }
  await publish(interaction, outcome, turn, context);
  if (outcome.notice !== null) await say(interaction, turn, outcome.notice);
  else if (message === null) await say(interaction, turn, 'Done.');
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
