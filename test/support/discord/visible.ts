/** A message as a reader sees it. */
import type { Form } from './api-error.ts';
import { LOADING } from './check-message.ts';
import { readMarkdown } from './markdown.ts';
import { textsOf } from './rest-channels.ts';
import type { StoredMessage, World } from './world.ts';

const embedTexts = (embed: Form): readonly string[] =>
  [embed.title, embed.description].filter((text) => typeof text === 'string');

/** @returns the Markdown of the message, top to bottom */
export const sources = ({ content, embeds, components }: StoredMessage): readonly string[] =>
  [content, ...embeds.flatMap(embedTexts), ...textsOf(components)].filter((text) => text !== '');

export const visibleText = (message: StoredMessage): string =>
  sources(message)
    .map((text) => readMarkdown(text).text)
    .join('\n');

export const liveMentions = (message: StoredMessage): readonly string[] =>
  sources(message).flatMap((text) => readMarkdown(text).mentions);

/** @returns the message's files, as whoever sees it downloads them */
export const filesOf = (world: World, { attachments }: StoredMessage) =>
  attachments.map(({ filename, url }) => {
    const { pathname, search } = new URL(url);
    return { name: filename, text: Buffer.from(world.files.get(pathname + search)?.bytes ?? []).toString() };
  });

/** @returns whether it still says "thinking …" */
export const isLoading = ({ flags }: StoredMessage): boolean => (flags & LOADING) !== 0;

export type SeenButton = { readonly label: string; readonly customId: string; readonly style: number };

export function buttonsOf(components: readonly Form[]): readonly SeenButton[] {
  return components.flatMap((component) =>
    component.type === 2
      ? [
          {
            label: String(component.label),
            customId: String(component.custom_id),
            style: Number(component.style),
          },
        ]
      : buttonsOf((component.components as readonly Form[] | undefined) ?? []),
  );
}

export type SeenMenu = {
  /** What is in it until something is chosen. */
  readonly label: string;
  readonly customId: string;
  /** 3: of strings, 5: of people. */
  readonly type: number;
  readonly options: readonly {
    readonly label: string;
    readonly value: string;
    readonly description?: string;
  }[];
};

export function menusOf(components: readonly Form[]): readonly SeenMenu[] {
  return components.flatMap((component) =>
    component.type === 3 || component.type === 5
      ? [
          {
            label: String(component.placeholder),
            customId: String(component.custom_id),
            type: component.type,
            options: (component.options as SeenMenu['options'] | undefined) ?? [],
          },
        ]
      : menusOf((component.components as readonly Form[] | undefined) ?? []),
  );
}
