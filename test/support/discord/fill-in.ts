/** A modal as somebody fills it in and sends it off. */
import { type Form, formsOf } from './api-error.ts';
import { channelPayload, rolePayload, userPayload } from './payloads.ts';
import { addFile, type Channel, type Person, type Role, type World } from './world.ts';

/** What somebody fills into a field: a text, values of a menu, a channel, roles, files to upload. */
export type Filled =
  | string
  | readonly string[]
  | { readonly channel: Channel | null }
  | { readonly roles: readonly Role[] }
  | { readonly person: Person }
  | { readonly files: readonly { readonly name: string; readonly type: string; readonly text: string }[] };

type Resolved = Record<'channels' | 'roles' | 'users' | 'attachments', Record<string, Form>>;

const TEXT = 4;

/** What a field holds as long as nobody touches it. */
function untouched(input: Form): Form {
  if (input.type === TEXT) return { value: input.value ?? '' };
  const chosen = formsOf(input.options, []).forms.filter(({ default: on }) => on === true);
  const defaults = formsOf(input.default_values, []).forms;
  return { values: [...chosen.map(({ value }) => value), ...defaults.map(({ id }) => id)] };
}

function filled(world: World, value: Filled, channelId: string, resolved: Resolved): Form {
  if (typeof value === 'string') return { value };
  if ('channel' in value) {
    const { channel } = value;
    if (channel === null) return { values: [] };
    resolved.channels[channel.id] = { ...channelPayload(world, channel), permissions: '0' };
    return { values: [channel.id] };
  }
  if ('person' in value) {
    resolved.users[value.person.id] = userPayload(value.person);
    return { values: [value.person.id] };
  }
  if ('roles' in value) {
    for (const role of value.roles) resolved.roles[role.id] = rolePayload(role);
    return { values: value.roles.map(({ id }) => id) };
  }
  if ('files' in value) {
    const uploaded = value.files.map(({ name, type, text }) =>
      addFile(world, channelId, { name, type, bytes: Buffer.from(text) }),
    );
    for (const file of uploaded) resolved.attachments[file.id] = file;
    return { values: uploaded.map(({ id }) => id) };
  }
  return { values: value };
}

/** @returns the data of the interaction @throws where the modal has no field of a name */
export function fillIn(
  world: World,
  modal: Form,
  values: Readonly<Record<string, Filled>>,
  channelId: string,
): Form {
  const resolved: Resolved = { channels: {}, roles: {}, users: {}, attachments: {} };
  const parts = formsOf(modal.components, []).forms;
  const names = parts.map(({ component }) => String((component as Form | undefined)?.custom_id));
  const strange = Object.keys(values).find((name) => !names.includes(name));
  if (strange !== undefined) throw new Error(`the modal has no field "${strange}", only ${names.join(', ')}`);
  const components = parts.map((part, index) => {
    if (part.component === undefined) return { type: part.type, id: index + 1 };
    const input = part.component as Form;
    const value = values[String(input.custom_id)];
    const content = value === undefined ? untouched(input) : filled(world, value, channelId, resolved);
    const component = { type: input.type, id: index + 100, custom_id: input.custom_id, ...content };
    return { type: part.type, id: index + 1, component };
  });
  return { custom_id: modal.custom_id, components, resolved };
}
