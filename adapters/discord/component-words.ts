/**
 * The words of other bots' messages of the second generation: they have no content, all stands in components.
 * https://discord.com/developers/docs/components/reference
 */
import { ComponentType } from 'discord.js';

type Part = Readonly<Record<string, unknown>>;
const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null;

/** Containers hold sections, which hold texts. */
const DEEPEST = 5;

/** @returns what text displays say, in containers and sections too; buttons and menus say nothing of a mail */
export const wordsOfComponents = (components: readonly unknown[]): string =>
  linesOf(components, 0).join('\n');

function linesOf(components: unknown, depth: number): readonly string[] {
  if (!Array.isArray(components) || depth > DEEPEST) return [];
  return components.filter(isPart).flatMap(({ type, content, components: inner }) => {
    if (type === ComponentType.ActionRow) return [];
    return type === ComponentType.TextDisplay && typeof content === 'string' && content !== ''
      ? [content]
      : linesOf(inner, depth + 1);
  });
}
