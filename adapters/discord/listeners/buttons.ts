/** A press on a button, or a choice from a menu: acknowledged first, then done by the desk, then shown. */
import {
  type ButtonInteraction,
  ComponentType,
  type StringSelectMenuInteraction,
  type UserSelectMenuInteraction,
} from 'discord.js';
import type { Action, Outcome } from '../../../src/desk.ts';
import type { PressKey } from '../../../src/queue/index.ts';
import {
  type Button,
  cardOf,
  detailsOf,
  FORMS,
  type FormName,
  formOf,
  type Reply,
} from '../../../src/replies/index.ts';
import { buttonFor, cancelButton } from '../buttons.ts';
import type { Context } from '../context.ts';
import { type Doing, parsePress } from '../custom-id.ts';
import { CODES, describe, hasCode } from '../errors.ts';
import { personOf } from '../person.ts';
import { channelOf, isPrivate, nameOf, placeOf } from '../place.ts';
import { publish } from '../publishing.ts';
import { isOutside } from '../refusals.ts';
import { render, renderNotice, renderQuestion } from '../render.ts';
import { type Turn, takeKeptTurn, takeTurn } from '../turn.ts';
import { openForm } from './forms.ts';

export type Pressed = ButtonInteraction | StringSelectMenuInteraction | UserSelectMenuInteraction;

export function onPress(interaction: Pressed, context: Context): Promise<void> {
  const press = parsePress(interaction.customId);
  switch (press?.kind) {
    case undefined:
      return takeTurn(interaction, 'update', context.log, (turn) =>
        turn.whisper(
          renderNotice(
            'This button is from another version of the bot and does nothing any more. Type /smtp for help.',
          ),
        ),
      );
    case 'cancel':
      return takeTurn(interaction, 'update', context.log, (turn) =>
        turn.show(renderNotice('Nothing was changed.')),
      );
    case 'ask':
      return takeTurn(interaction, 'private-reply', context.log, (turn) =>
        ask(interaction, press, turn, context),
      );
    case 'form':
      return openForm(interaction, press, context);
    case 'choose': {
      const form = press.action === 'more' ? chosenForm(interaction) : null;
      if (form !== null) return openChosen(interaction, { form, target: press.target }, context);
      return act(interaction, press, context);
    }
    case 'do': {
      const form = formOf(press.action);
      if (form !== null) return openForm(interaction, { form, target: press.target }, context);
      return act(interaction, press, context);
    }
    case 'confirmed':
      return confirmed(interaction, press, context);
  }
}

/** "More…" names forms, and actions of which some open one. */
function chosenForm(interaction: Pressed): FormName | null {
  const chosen = chosenValue(interaction) ?? '';
  return FORMS.find((one) => one === chosen) ?? formOf(chosen);
}

const chosenValue = (interaction: Pressed): string | null =>
  interaction.isStringSelectMenu() ? (interaction.values[0] ?? null) : null;

/** The form that was chosen from "More…". */
async function openChosen(
  interaction: Pressed,
  which: { readonly form: FormName; readonly target: string },
  context: Context,
): Promise<void> {
  await openForm(interaction, which, context);
  await drawAgain(interaction, which.target, context);
}

/**
 * What is chosen stays chosen, and Discord tells nobody when it is chosen once more: so that the form can be opened
 * again, the message is drawn again.
 */
async function drawAgain(
  interaction: Pressed,
  target: string,
  { desk, posting, log }: Context,
): Promise<void> {
  if (isPrivate(interaction.message)) return;
  const { team } = personOf(interaction);
  const spot = { channelId: interaction.channelId, messageId: interaction.message.id };
  try {
    const reply = await desk.show(target, team, nameOf(spot));
    if (reply) await posting.edit(spot, render(reply, team));
  } catch (error) {
    log.info(describe(error), NOT_RESET);
  }
}

/** @param messageId of the message that carries the button; null where only the presser sees it */
function actionOf(
  interaction: Pressed,
  { action, target }: Pick<Action, 'action' | 'target'>,
  messageId: string | null,
): Action {
  const actor = personOf(interaction);
  const { channelId } = interaction;
  return {
    action,
    target,
    choice: chosenValue(interaction),
    person: interaction.isUserSelectMenu() ? chosenPerson(interaction, actor.team) : null,
    actor,
    place: placeOf(actor.team, channelOf(interaction)),
    ref: messageId === null ? null : nameOf({ channelId, messageId }),
  };
}

/** What changes something is saved before Discord is told that we have it. */
function decide(
  interaction: Pressed,
  action: Action,
  context: Context,
  show: (outcome: Outcome, turn: Turn) => Promise<void>,
): Promise<void> {
  const { desk, queue, log } = context;
  const work = async (turn: Turn, key: PressKey | null): Promise<void> => {
    const outcome = await desk.action(action, key);
    queue.nudge();
    await show(outcome, turn);
  };
  return desk.changes(action)
    ? takeKeptTurn(interaction, 'update', { kind: 'action', what: action }, context, work)
    : takeTurn(interaction, 'update', log, (turn) => work(turn, null));
}

function chosenPerson({ users }: UserSelectMenuInteraction, team: string): Action['person'] {
  const user = users.first();
  return user ? { id: user.id, name: user.displayName, team } : null;
}

function act(
  interaction: Pressed,
  press: Pick<Action, 'action' | 'target'>,
  context: Context,
): Promise<void> {
  if (interaction.isUserSelectMenu() && interaction.users.first()?.bot) {
    const words = 'A bot can look after no case. Choose a person. Nothing was changed.';
    return takeTurn(interaction, 'update', context.log, (turn) => turn.whisper(renderNotice(words)));
  }
  const shownTo = isPrivate(interaction.message) ? null : interaction.message.id;
  return decide(interaction, actionOf(interaction, press, shownTo), context, async (outcome, turn) => {
    if (outcome.update !== null) await turn.show(render(outcome.update, personOf(interaction).team));
    await publish(interaction, outcome, turn, context);
    if (outcome.notice !== null) await turn.whisper(renderNotice(outcome.notice));
    const { update, notice, aside, details, file } = outcome;
    const isAnswered = [notice, aside, details, file].some((one) => one !== null);
    if (interaction.isButton() || update !== null || !isAnswered) return;
    await turn.refresh().catch((error: unknown) => context.log.info(describe(error), NOT_RESET));
  });
}

const NOT_RESET = 'a menu could not be reset';

/** Puts the question. Its words are the case's as it is now, so that an old button asks nothing outdated. */
async function ask(interaction: Pressed, press: Doing, turn: Turn, context: Context): Promise<void> {
  const { channelId, message } = interaction;
  const { team } = personOf(interaction);
  const ref = isPrivate(message) ? null : nameOf({ channelId, messageId: message.id });
  const reply = await context.desk.show(press.target, team, ref);
  const button = reply === null ? undefined : offered(buttonsIn(reply), press);
  if (button === undefined) {
    await turn.show(renderNotice('This is not to be done any more: the case has changed in the meantime.'));
    if (reply !== null && ref !== null) {
      await context.posting.edit({ channelId, messageId: message.id }, render(reply, team));
    }
    return;
  }
  // What asked when the message was drawn, and would no longer, asks all the same: somebody is about to answer.
  const { title, text, yes, no } = button.confirm ?? {
    title: `${button.label}?`,
    text: '',
    yes: button.label,
    no: 'Cancel',
  };
  const agree = buttonFor({ ...button, label: yes }, { ...press, kind: 'confirmed', message: message.id });
  const row = { type: ComponentType.ActionRow as const, components: [agree, cancelButton(no)] };
  await turn.show(renderQuestion(title, text, [row]));
}

const buttonsIn = (reply: Reply): readonly Button[] =>
  reply.kind === 'verdict' ? [...cardOf(reply).actions, ...detailsOf(reply).actions] : (reply.actions ?? []);

const offered = (actions: readonly Button[], { action, target }: Doing): Button | undefined =>
  actions.find((button) => button.action === action && button.target === target);

/** The yes: the question goes, and the message that was asked about shows what was done. */
function confirmed(
  interaction: Pressed,
  press: Extract<Doing, { kind: 'confirmed' }>,
  context: Context,
): Promise<void> {
  const { team } = personOf(interaction);
  return decide(interaction, actionOf(interaction, press, press.message), context, async (outcome, turn) => {
    const shownThere = await changed(interaction, press.message, outcome, context);
    const { update } = outcome;
    await turn.show(update && !shownThere ? render(update, team) : renderNotice(outcome.notice ?? 'Done.'));
    await publish(interaction, outcome, turn, context);
  });
}

/** @returns whether the message that was asked about shows it, or will; false: the question becomes the answer */
async function changed(
  interaction: Pressed,
  messageId: string,
  { update }: Outcome,
  { posting }: Context,
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
