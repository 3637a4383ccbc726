/** What Discord refuses in the body of a message (Message resource, "Create Message", "Embed Limits"). */
import {
  badChoice,
  emptyMessage,
  type Fault,
  type Form,
  fault,
  formsOf,
  isForm,
  lengthOf,
  refuse,
  tooLong,
  unknownFields,
} from './api-error.ts';
import { checkComponents } from './check-components.ts';
import { checkFiles } from './check-files.ts';
import type { Uploaded } from './multipart.ts';

export const SUPPRESS_EMBEDS = 1 << 2;
export const EPHEMERAL = 1 << 6;
export const LOADING = 1 << 7;
export const COMPONENTS_V2 = 1 << 15;

const FIELDS = ['content', 'tts', 'embeds', 'allowed_mentions', 'components', 'flags', 'attachments', 'poll'];
const CREATE = [
  ...FIELDS,
  'nonce',
  'enforce_nonce',
  'message_reference',
  'sticker_ids',
  'shared_client_theme',
];
const WEBHOOK = [...CREATE, 'username', 'avatar_url', 'thread_name', 'applied_tags'];

const KNOWN = { create: CREATE, webhook: WEBHOOK, edit: CREATE, 'webhook-edit': WEBHOOK } as const;

/** Flags that a bot may set; the others are Discord's own. */
const SETTABLE = {
  create: SUPPRESS_EMBEDS | (1 << 12) | COMPONENTS_V2,
  edit: SUPPRESS_EMBEDS | COMPONENTS_V2,
};

/**
 * @param before flags that the message has already: V2 can't be taken off again
 * @param files what came with it
 * @throws ApiError as Discord refuses it
 */
export function checkMessage(
  body: Form,
  kind: keyof typeof KNOWN,
  before = 0,
  files: readonly Uploaded[] = [],
): void {
  const editing = kind === 'edit' || kind === 'webhook-edit';
  const flags = Number(body.flags ?? 0);
  const v2 = ((flags | before) & COMPONENTS_V2) !== 0;
  const { forms: embeds, faults } = formsOf(body.embeds, ['embeds']);
  const content = typeof body.content === 'string' ? body.content : '';
  const settable =
    kind === 'create' ? SETTABLE.create : kind === 'edit' ? SETTABLE.edit : SETTABLE.create | EPHEMERAL;
  refuse([
    ...faults,
    ...unknownFields(body, KNOWN[kind], []),
    ...((flags & ~settable) !== 0 ? [fault(['flags'], 'INVALID_FLAGS', 'A flag that can not be set.')] : []),
    ...(lengthOf(content) > 2000 ? [tooLong(['content'], 2000)] : []),
    ...(v2 && content !== '' ? [legacy('content')] : []),
    ...(v2 && embeds.length > 0 ? [legacy('embeds')] : []),
    ...checkEmbeds(embeds),
    ...checkComponents(body.components, v2),
    ...checkFiles(body, files, v2),
    ...checkMentions(body.allowed_mentions),
    ...checkNonce(body),
  ]);
  const { forms: components } = formsOf(body.components, []);
  const nothing = content === '' && [embeds, components, files].every((parts) => parts.length === 0);
  if (nothing && !editing) throw emptyMessage();
}

const legacy = (field: string): Fault =>
  fault(
    [field],
    'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
  );

function checkMentions(value: unknown): readonly Fault[] {
  if (value === undefined || value === null) return [];
  if (!isForm(value))
    return [fault(['allowed_mentions'], 'DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType')];
  const parse = Array.isArray(value.parse) ? value.parse : [];
  return [
    ...unknownFields(value, ['parse', 'roles', 'users', 'replied_user'], ['allowed_mentions']),
    ...parse
      .filter((kind) => !['users', 'roles', 'everyone'].includes(kind))
      .map(() => badChoice(['allowed_mentions', 'parse'], ['users', 'roles', 'everyone'])),
  ];
}

function checkNonce({ nonce, enforce_nonce }: Form): readonly Fault[] {
  if (typeof nonce === 'string' && lengthOf(nonce) > 25) return [tooLong(['nonce'], 25)];
  return enforce_nonce === true && nonce === undefined
    ? [fault(['nonce'], 'NONCE_REQUIRED', 'A nonce is required to enforce it.')]
    : [];
}

const LENGTHS = { title: 256, description: 4096 } as const;

function checkEmbeds(embeds: readonly Form[]): readonly Fault[] {
  const total = embeds.reduce((sum, embed) => sum + embedLength(embed), 0);
  return [
    ...(embeds.length > 10 ? [tooLong(['embeds'], 10)] : []),
    ...(total > 6000
      ? [fault(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000')]
      : []),
    ...embeds.flatMap((embed, index) => checkEmbed(embed, ['embeds', index])),
  ];
}

function checkEmbed(embed: Form, path: readonly (string | number)[]): readonly Fault[] {
  const fields = formsOf(embed.fields, [...path, 'fields']).forms;
  return [
    ...Object.entries(LENGTHS)
      .filter(([field, max]) => textLength(embed[field]) > max)
      .map(([field, max]) => tooLong([...path, field], max)),
    ...(fields.length > 25 ? [tooLong([...path, 'fields'], 25)] : []),
    ...fields.flatMap(({ name, value }, index) => [
      ...(textLength(name) < 1 || textLength(name) > 256
        ? [tooLong([...path, 'fields', index, 'name'], 256)]
        : []),
      ...(textLength(value) < 1 || textLength(value) > 1024
        ? [tooLong([...path, 'fields', index, 'value'], 1024)]
        : []),
    ]),
    ...(textLength((embed.footer as Form | undefined)?.text) > 2048
      ? [tooLong([...path, 'footer', 'text'], 2048)]
      : []),
  ];
}

const textLength = (value: unknown): number => (typeof value === 'string' ? lengthOf(value) : 0);

const embedLength = (embed: Form): number =>
  textLength(embed.title) +
  textLength(embed.description) +
  textLength((embed.footer as Form | undefined)?.text) +
  textLength((embed.author as Form | undefined)?.name) +
  formsOf(embed.fields, []).forms.reduce(
    (sum, { name, value }) => sum + textLength(name) + textLength(value),
    0,
  );
