/** The routes of interactions: the first answer within 3 seconds, then edits and follow-ups for 15 minutes. */
import {
  alreadyAcknowledged,
  badChoice,
  type Form,
  invalidWebhookToken,
  isForm,
  refuse,
  tooManyFollowUps,
  unknownFields,
  unknownInteraction,
  unknownMessage,
  unknownWebhook,
} from './api-error.ts';
import { checkChoices } from './check-commands.ts';
import { checkMessage, EPHEMERAL, LOADING } from './check-message.ts';
import { checkModal } from './check-modal.ts';
import type { Uploaded } from './multipart.ts';
import { messagePayload } from './payloads.ts';
import { type Announce, applyEdit, contentOf, ringsFor } from './rest-channels.ts';
import { addFile, addMessage, type Interaction, type StoredMessage, type World } from './world.ts';

/** Milliseconds (documentation, "Receiving and Responding"). */
const FIRST_ANSWER = 3_000;
const TOKEN_LIFE = 15 * 60_000;

/** Of a user-installed app where it is not a member. */
const FOLLOW_UPS = 5;

export const ANSWER = {
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  choices: 8,
  modal: 9,
} as const;

/** Which first answers an interaction of a type takes: 2 command, 3 component, 4 autocomplete. */
const FITTING: Readonly<Record<number, readonly number[]>> = {
  2: [4, 5, 9, 12],
  3: [4, 5, 6, 7, 9, 12],
  4: [8],
  5: [4, 5, 6, 7, 12],
};

export function callback(world: World, id: string, token: string, body: Form, announce: Announce): void {
  const interaction = [...world.interactions.values()].find((one) => one.id === id && one.token === token);
  if (interaction === undefined || world.now() - interaction.at > FIRST_ANSWER) throw unknownInteraction();
  if (interaction.callback !== null) throw alreadyAcknowledged();
  const type = Number(body.type);
  const data = isForm(body.data) ? body.data : {};
  const fitting = FITTING[interaction.type] ?? [];
  refuse([
    ...unknownFields(body, ['type', 'data'], []),
    ...(fitting.includes(type) ? [] : [badChoice(['type'], fitting)]),
    ...(type === ANSWER.deferredMessage ? unknownFields(data, ['flags'], ['data']) : []),
  ]);
  if (type === ANSWER.modal) {
    checkModal(data);
    interaction.modal = data;
  }
  if (type === ANSWER.choices) interaction.choices = checkChoices(data.choices);
  if (type === ANSWER.message || type === ANSWER.update) checkMessage(data, 'webhook');
  interaction.callback = type;
  if (type === ANSWER.deferredUpdate || type === ANSWER.update) interaction.original = interaction.pressed;
  if (type === ANSWER.update) edit(world, interaction, '@original', data, announce);
  if (type === ANSWER.message) interaction.original = post(world, interaction, data, announce).id;
  if (type === ANSWER.deferredMessage) {
    const flags = (Number(data.flags ?? 0) & EPHEMERAL) | LOADING;
    interaction.original = post(world, interaction, { flags }, announce).id;
  }
}

function answered(world: World, token: string): Interaction {
  const interaction = world.interactions.get(token);
  if (interaction === undefined || world.now() - interaction.at > TOKEN_LIFE) throw invalidWebhookToken();
  if (interaction.callback === null) throw unknownWebhook();
  return interaction;
}

function find(world: World, interaction: Interaction, id: string): StoredMessage {
  const wanted = id === '@original' ? interaction.original : id;
  const ours = wanted !== null && (wanted === interaction.original || interaction.followups.includes(wanted));
  const message = ours ? world.messages.get(wanted) : undefined;
  if (message === undefined) throw unknownMessage();
  return message;
}

function post(
  world: World,
  interaction: Interaction,
  body: Form,
  announce: Announce,
  attachments: StoredMessage['attachments'] = [],
): StoredMessage {
  const content = contentOf(body);
  const message = addMessage(world, {
    channelId: interaction.channelId,
    author: world.bot,
    type: interaction.type === 2 ? 20 : 19,
    webhookId: world.applicationId,
    onlyFor: (content.flags & EPHEMERAL) === 0 ? null : interaction.by,
    rang: ringsFor(body),
    answers: { interaction: interaction.id, pressed: interaction.pressed },
    attachments,
    ...content,
  });
  announce.message(message);
  return message;
}

function edit(
  world: World,
  interaction: Interaction,
  id: string,
  body: Form,
  announce: Announce,
): StoredMessage {
  const message = find(world, interaction, id);
  applyEdit(message, body);
  message.flags &= ~LOADING;
  announce.edited(message);
  return message;
}

export function followUp(
  world: World,
  token: string,
  body: Form,
  announce: Announce,
  files: readonly Uploaded[],
): Form {
  const interaction = answered(world, token);
  checkMessage(body, 'webhook', 0, files);
  if (world.channels.get(interaction.channelId)?.foreign && interaction.followups.length >= FOLLOW_UPS) {
    throw tooManyFollowUps();
  }
  const attachments = files.map((file) => addFile(world, interaction.channelId, file));
  const original = interaction.original === null ? undefined : world.messages.get(interaction.original);
  // The first follow-up to "thinking …" takes its place, and its privacy.
  if (original && (original.flags & LOADING) !== 0) {
    original.attachments = attachments;
    return messagePayload(world, edit(world, interaction, '@original', body, announce));
  }
  const message = post(world, interaction, body, announce, attachments);
  interaction.followups.push(message.id);
  return messagePayload(world, message);
}

export function editAnswer(
  world: World,
  token: string,
  id: string,
  body: Form,
  announce: Announce,
  files: readonly Uploaded[],
): Form {
  const interaction = answered(world, token);
  const message = find(world, interaction, id);
  checkMessage(body, 'webhook-edit', message.flags, files);
  if (files.length > 0)
    message.attachments = files.map((file) => addFile(world, interaction.channelId, file));
  return messagePayload(world, edit(world, interaction, id, body, announce));
}

export const readAnswer = (world: World, token: string, id: string): Form =>
  messagePayload(world, find(world, answered(world, token), id));

export function deleteAnswer(world: World, token: string, id: string): void {
  world.messages.delete(find(world, answered(world, token), id).id);
}
