/** What a Discord message says, as the plain text that the desk takes. */
import {
  type APIEmbed,
  type APIMessage,
  type APIMessageSnapshotFields,
  EmbedType,
  type Message,
  type MessageSnapshot,
} from 'discord.js';
import type { Attachment } from './attachment.ts';
import { wordsOfComponents } from './component-words.ts';
import { speaksForSomebody } from './proxies.ts';

type Embed = Pick<APIEmbed, 'type' | 'title' | 'description' | 'fields' | 'footer'>;

/** What is read of a message; of what it forwards the same, but that nobody is named as its writer. */
export type Written = {
  readonly content: string;
  /** A bot or a webhook wrote it: its id; null: a person did. */
  readonly bot: string | null;
  /** A webhook says a person's words in their stead. */
  readonly proxied: boolean;
  /** When it was edited, ms since 1970; null: never. */
  readonly edited: number | null;
  readonly embeds: readonly Embed[];
  /** As Discord sends them. */
  readonly components: readonly unknown[];
  /** What it forwards, each with its embeds and components; nobody is named as its writer. */
  readonly forwarded: readonly Pick<Written, 'embeds' | 'components'>[];
  /** Those of what it forwards as well. */
  readonly attachments: readonly Attachment[];
};

/** A forwarded message comes as a snapshot beside an empty content. */
const joined = (content: string, forwarded: readonly (string | null | undefined)[]): string =>
  [content, ...forwarded].filter((text) => text).join('\n\n');

function writerOf(
  webhookId: string | null | undefined,
  author: { readonly id: string; readonly bot?: boolean },
  applicationId: string | null | undefined,
): Pick<Written, 'bot' | 'proxied'> {
  if (webhookId && speaksForSomebody(applicationId)) return { bot: null, proxied: true };
  return { bot: webhookId ?? (author.bot ? author.id : null), proxied: false };
}

/** @returns what the client made a message of */
export function writtenIn(message: Message): Written {
  const snapshots: readonly MessageSnapshot[] = [...message.messageSnapshots.values()];
  const all = [message, ...snapshots].flatMap(({ attachments }) => [...attachments.values()]);
  return {
    content: joined(
      message.content,
      snapshots.map((snapshot) => snapshot.content),
    ),
    ...writerOf(message.webhookId, message.author, message.applicationId),
    edited: message.editedTimestamp,
    ...shownIn(message),
    forwarded: snapshots.map(shownIn),
    attachments: all.map(({ id, name, url, size, contentType }) => ({ id, name, url, size, contentType })),
  };
}

const shownIn = ({
  embeds,
  components,
}: Pick<MessageSnapshot, 'embeds' | 'components'>): Pick<Written, 'embeds' | 'components'> => ({
  embeds: embeds.map(({ data }) => data),
  components: components.map((one) => one.toJSON()),
});

/** @returns the same of a message as Discord sends it: in a channel that the client does not know it stays so */
export function writtenInRaw(message: APIMessage): Written {
  const snapshots: readonly APIMessageSnapshotFields[] = (message.message_snapshots ?? []).map(
    (snapshot) => snapshot.message,
  );
  const all = [message, ...snapshots].flatMap(({ attachments }) => attachments);
  return {
    content: joined(
      message.content,
      snapshots.map(({ content }) => content),
    ),
    ...writerOf(message.webhook_id, message.author, message.application_id),
    edited: message.edited_timestamp === null ? null : Date.parse(message.edited_timestamp),
    embeds: message.embeds,
    components: message.components ?? [],
    forwarded: snapshots.map(({ embeds, components }) => ({ embeds, components: components ?? [] })),
    attachments: all.map(({ id, filename, url, size, content_type }) => ({
      id,
      name: filename,
      url,
      size,
      contentType: content_type ?? null,
    })),
  };
}

/** Whose mention speaks to us: the bot itself, and the role that Discord makes for it and people pick by mistake. */
const mentionsOf = (botId: string, roleId: string | null): RegExp =>
  new RegExp(`<@!?${botId}>${roleId === null ? '' : `|<@&${roleId}>`}`, 'g');

/**
 * A mention must be written out. Replying to a message of ours mentions us as well, silently; that is talk among
 * people, not a question to us.
 */
export const mentionsBot = (content: string, botId: string, roleId: string | null): boolean =>
  mentionsOf(botId, roleId).test(content);

/** @returns the text without Discord's code fences and without the mention of the bot; what a bot shows besides it too */
export const plainText = (written: Written, botId: string, roleId: string | null): string =>
  [written.content.replace(mentionsOf(botId, roleId), ''), ...besides(written, botId).flatMap(shownWords)]
    .map((text) => text.replace(FENCES, (_, inside: string) => `\n${inside}\n`).trim())
    .filter((text) => text !== '')
    .join('\n\n');

const FENCES = /```(?:[a-z0-9_+.#-]*\n)?([\s\S]*?)```/gi;

/** Bots put their words elsewhere; what we say ourselves is no bounce. Of what is forwarded nobody knows who wrote it. */
const besides = (written: Written, botId: string): readonly Pick<Written, 'embeds' | 'components'>[] => [
  ...(written.bot === null || written.bot === botId ? [] : [written]),
  ...written.forwarded,
];

/**
 * Alerts of other bots carry their text in embeds and components. People's messages have embeds too, and bots' as well,
 * that are previews of the pages that they link to, which nobody wrote here: those are of another type than `rich`
 * (Message resource, "Embed Types").
 */
const shownWords = ({ embeds, components }: Pick<Written, 'embeds' | 'components'>): readonly string[] => [
  embeds
    .filter(({ type = EmbedType.Rich }) => type === EmbedType.Rich)
    .flatMap(embedLines)
    .join('\n'),
  wordsOfComponents(components).replace(MARKED, '$1'),
];

/** Headings, small print and bold words at the front of a line. */
const MARKED = /^[ \t]*(?:#{1,3} |-# )?(?:\*\*([^*\n]{1,100})\*\*)?/gm;

const embedLines = ({
  title,
  description,
  fields = [],
  footer,
}: Written['embeds'][number]): readonly string[] =>
  [title, description, ...fields.map(fieldLine), footer?.text].filter(
    (text): text is string => typeof text === 'string' && text !== '',
  );

/** A field has its name above its value. */
const fieldLine = ({ name, value }: { readonly name: string; readonly value: string }): string =>
  value.includes('\n') ? `${name}\n${value}` : `${name.replace(/:\s*$/, '')}: ${value}`;
