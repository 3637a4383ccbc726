/** A form of the core as a modal, and what was filled in, as the core takes it. */
import {
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APITextDisplayComponent,
  ChannelType,
  ComponentType,
  type ModalData,
  SelectMenuDefaultValueType,
  TextInputStyle,
} from 'discord.js';
import type { Field, Form } from '../../src/replies/index.ts';
import { encodePress } from './custom-id.ts';
import { clip } from './escape.ts';
import { LIMITS } from './limits.ts';
import { renderLine } from './render-line.ts';

export type Modal = APIModalInteractionResponseCallbackData;

/** What was chosen or written in a field, with the name to say it by. */
export type Chosen = { readonly id: string; readonly name: string };

/** Where a case can be posted to. */
const POSTABLE = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
  ChannelType.GuildForum,
];

/** @returns the modal; the form's introduction is left out where its fields take all the room */
export function renderForm(form: Form, team: string): Modal {
  const fields = form.fields.slice(0, LIMITS.modalParts).map(labelled);
  const intro = form.intro.map((line) => renderLine(line, team)).join('\n');
  const introduction: APITextDisplayComponent = { type: ComponentType.TextDisplay, content: intro };
  return {
    custom_id: encodePress({ kind: 'form', form: form.form, target: form.target }),
    title: clip(form.title, LIMITS.modalTitle),
    components: intro !== '' && fields.length < LIMITS.modalParts ? [introduction, ...fields] : fields,
  };
}

const labelled = (field: Field): APILabelComponent => ({
  type: ComponentType.Label,
  label: clip(field.label, LIMITS.fieldLabel),
  ...(field.hint === null ? {} : { description: clip(field.hint, LIMITS.fieldHint) }),
  component: inputFor(field),
});

function inputFor(field: Field): APIComponentInLabel {
  const { name: custom_id, required } = field;
  switch (field.kind) {
    case 'text': {
      const most = Math.min(field.most, LIMITS.fieldText);
      return {
        type: ComponentType.TextInput,
        custom_id,
        required,
        style: field.long ? TextInputStyle.Paragraph : TextInputStyle.Short,
        max_length: most,
        ...(field.value === '' ? {} : { value: clip(field.value, most) }),
      };
    }
    case 'choice':
      return choiceFor(field);
    case 'channel':
      return {
        type: ComponentType.ChannelSelect,
        custom_id,
        required,
        channel_types: POSTABLE,
        min_values: required ? 1 : 0,
        default_values: defaults(
          field.chosen === null ? [] : [field.chosen],
          SelectMenuDefaultValueType.Channel,
        ),
      };
    case 'person':
      return { type: ComponentType.UserSelect, custom_id, required, min_values: 1, max_values: 1 };
    case 'groups':
      return {
        type: ComponentType.RoleSelect,
        custom_id,
        required,
        min_values: required ? 1 : 0,
        max_values: LIMITS.choices,
        default_values: defaults(field.chosen, SelectMenuDefaultValueType.Role),
      };
  }
}

/** Only Discord's own ids can be there before somebody chooses. */
const defaults = <Type extends SelectMenuDefaultValueType>(ids: readonly string[], type: Type) =>
  ids
    .filter((id) => /^\d{1,20}$/.test(id))
    .slice(0, LIMITS.choices)
    .map((id) => ({ id, type }));

function choiceFor(field: Extract<Field, { kind: 'choice' }>): APIComponentInLabel {
  const { name: custom_id, required, many, options, chosen } = field;
  // An address may be longer than what a menu's choice may be: then it is written, one a line.
  if (many && options.some(({ value }) => value.length > LIMITS.choice)) {
    const value = chosen.join('\n').slice(0, LIMITS.fieldText);
    return { type: ComponentType.TextInput, custom_id, required, style: TextInputStyle.Paragraph, value };
  }
  const shown = options.slice(0, LIMITS.choices);
  return {
    type: ComponentType.StringSelect,
    custom_id,
    required,
    min_values: required ? 1 : 0,
    max_values: many ? shown.length : 1,
    options: shown.map(({ label, value }) => ({
      label: clip(label, LIMITS.choice),
      value,
      default: chosen.includes(value),
    })),
  };
}

/** @returns what was filled in, by the fields' names; a field that was left empty has an empty list */
export const valuesOf = (fields: Iterable<ModalData>): Readonly<Record<string, readonly Chosen[]>> =>
  Object.fromEntries(
    [...fields].flatMap((field) => ('customId' in field ? [[field.customId, chosenIn(field)]] : [])),
  );

function chosenIn(field: ModalData): readonly Chosen[] {
  if (field.type === ComponentType.TextInput) {
    return field.value === '' ? [] : [{ id: field.value, name: field.value }];
  }
  if (!('values' in field)) return [];
  const roles = 'roles' in field ? field.roles : undefined;
  const channels = 'channels' in field ? field.channels : undefined;
  const users = 'users' in field ? field.users : undefined;
  return field.values.map((id) => {
    const channel = channels?.get(id)?.name;
    const name = roles?.get(id)?.name ?? users?.get(id)?.displayName;
    return { id, name: name ?? (channel ? `#${channel}` : id) };
  });
}

/** @returns whether somebody was chosen who is no person */
export const choseBot = (fields: Iterable<ModalData>): boolean =>
  [...fields].some((field) => 'users' in field && field.users?.some(({ bot }) => bot));
