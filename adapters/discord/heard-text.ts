/** What a Discord message says, as the plain text that the desk takes. */
import {
  type APIEmbed,
  type APIMessage,
  type APIMessageSnapshotFields,
  EmbedType,
  type Message,
  type MessageSnapshot,
} from 'discord.js';
import { type Attachment, isText } from './attachment.ts';

/** What is read of a message; of what it forwards the same, but that nobody is named as its writer. */
export type Written = {
  readonly content: string;
  /** A bot or a webhook wrote it: its id; null: a person did. */
  readonly bot: string | null;
  /** When it was edited, ms since 1970; null: never. */
  readonly edited: number | null;
  readonly embeds: readonly Pick<APIEmbed, 'type' | 'title' | 'description' | 'fields' | 'footer'>[];
  /** Texts and mails, those of what it forwards as well. */
  readonly attachments: readonly Attachment[];
};

/** A forwarded message comes as a snapshot beside an empty content. */
const joined = (content: string, forwarded: readonly (string | null | undefined)[]): string =>
  [content, ...forwarded].filter((text) => text).join('\n\n');

/** @returns what the client made a message of */
export function writtenIn(message: Message): Written {
  const snapshots: readonly MessageSnapshot[] = [...message.messageSnapshots.values()];
  const all = [message, ...snapshots].flatMap(({ attachments }) => [...attachments.values()]);
  return {
    content: joined(
      message.content,
      snapshots.map((snapshot) => snapshot.content),
    ),
    bot: message.webhookId ?? (message.author.bot ? message.author.id : null),
    edited: message.editedTimestamp,
    embeds: message.embeds.map(({ data }) => data),
    attachments: all
      .map(({ id, name, url, size, contentType }) => ({ id, name, url, size, contentType }))
      .filter(isText),
  };
}

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
    bot: message.webhook_id ?? (message.author.bot ? message.author.id : null),
    edited: message.edited_timestamp === null ? null : Date.parse(message.edited_timestamp),
    embeds: message.embeds,
    attachments: all
      .map(({ id, filename, url, size, content_type }) => ({
        id,
        name: filename,
        url,
        size,
        contentType: content_type ?? null,
      }))
      .filter(isText),
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

/** @returns the text without Discord's code fences and without the mention of the bot; what a bot's embeds say too */
export const plainText = (written: Written, botId: string, roleId: string | null): string =>
  [
    written.content
      .replace(mentionsOf(botId, roleId), '')
      .replace(/```(?:[a-z0-9_+.#-]*\n)?([\s\S]*?)```/gi, (_, inside: string) => `\n${inside}\n`)
      .trim(),
    embedText(written),
  ]
    .filter((text) => text !== '')
    .join('\n\n');

/**
 * Alerts of other bots carry their text in embeds. People's messages have embeds too, and bots' as well, that are
 * previews of the pages that they link to, which nobody wrote here: those are of another type than `rich`
 * (Message resource, "Embed Types").
 */
const embedText = ({ bot, embeds }: Written): string =>
  bot === null
    ? ''
    : embeds
        .filter(({ type = EmbedType.Rich }) => type === EmbedType.Rich)
        .flatMap(embedLines)
        .join('\n');

const embedLines = ({
  title,
  description,
  fields = [],
  footer,
}: Written['embeds'][number]): readonly string[] =>
  [title, description, ...fields.flatMap(({ name, value }) => [name, value]), footer?.text].filter(
    (text): text is string => typeof text === 'string' && text !== '',
  );
