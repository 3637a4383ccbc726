/** What a Discord message says, as the plain text that the desk takes. */
import type { Embed, Message, MessageSnapshot } from 'discord.js';
import type { Attachment } from './kept.ts';

/** Whose mention speaks to us: the bot itself, and the role that Discord makes for it and people pick by mistake. */
const mentionsOf = (botId: string, roleId: string | null): RegExp =>
  new RegExp(`<@!?${botId}>${roleId === null ? '' : `|<@&${roleId}>`}`, 'g');

/**
 * A mention must be written out. Replying to a message of ours mentions us as well, silently; that is talk among
 * people, not a question to us.
 */
export const mentionsBot = (content: string, botId: string, roleId: string | null): boolean =>
  mentionsOf(botId, roleId).test(content);

/** @returns the text without Discord's code fences and without the mention of the bot */
export const plainText = (content: string, botId: string, roleId: string | null): string =>
  content
    .replace(mentionsOf(botId, roleId), '')
    .replace(/```(?:[a-z0-9_+.#-]*\n)?([\s\S]*?)```/gi, (_, inside: string) => `\n${inside}\n`)
    .trim();

/** A forwarded message comes as a snapshot beside an empty content. */
const snapshots = (message: Message): readonly MessageSnapshot[] => [...message.messageSnapshots.values()];

/** @returns what was written or forwarded, mentions and all */
export const contentOf = (message: Message): string =>
  [message.content, ...snapshots(message).map((snapshot) => snapshot.content ?? '')]
    .filter((text) => text !== '')
    .join('\n\n');

/**
 * Alerts of other bots carry their text in embeds. People's messages have embeds too, but those are previews of
 * the pages that they link to, which nobody wrote here.
 */
export const embedTextOf = (message: Message): string =>
  message.author.bot || message.webhookId !== null ? message.embeds.flatMap(embedLines).join('\n') : '';

const embedLines = (embed: Embed): readonly string[] =>
  [
    embed.title,
    embed.description,
    ...embed.fields.flatMap(({ name, value }) => [name, value]),
    embed.footer?.text,
  ].filter((text) => typeof text === 'string' && text !== '') as string[];

/** @returns the attachments of the message and of what it forwards */
export const attachmentsOf = (message: Message): readonly Attachment[] =>
  [
    ...message.attachments.values(),
    ...snapshots(message).flatMap(({ attachments }) => [...attachments.values()]),
  ].map(({ id, name, url, size, contentType }) => ({ id, name, url, size, contentType }));
