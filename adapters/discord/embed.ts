/** A message of the first generation, for where Discord refuses one of the second: the same in an embed. */
import { type APIEmbed, type APIMessageTopLevelComponent, ComponentType } from 'discord.js';
import type { Logger } from 'pino';
import type { Body } from './body.ts';
import type { ButtonRow, MenuRow } from './buttons.ts';
import { describe } from './errors.ts';
import { clip } from './escape.ts';
import { LIMITS } from './limits.ts';
import { isBadForm } from './refusals.ts';

export type EmbedBody = {
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly (ButtonRow | MenuRow)[];
  readonly allowed_mentions: Body['allowed_mentions'];
};

/**
 * @returns the message with its text in an embed, its buttons and as many of its menus as there is room for; what
 *   comes before its container (who is told) as content, since an embed tells nobody
 */
export function asEmbed({ components, allowed_mentions }: Body): EmbedBody {
  const inside = components.flatMap((one) => (one.type === ComponentType.Container ? one.components : []));
  const container = components.find((one) => one.type === ComponentType.Container);
  const outside = textsOf(components);
  const description = clip(container ? textsOf(inside) : outside, LIMITS.embed);
  const colour = container?.accent_color;
  return {
    content: container ? clip(outside, LIMITS.content) : '',
    embeds: [{ description, ...(typeof colour === 'number' ? { color: colour } : {}) }],
    components: [...components, ...inside].filter(isRow).slice(0, LIMITS.oldRows),
    allowed_mentions,
  };
}

type Component = APIMessageTopLevelComponent;

const textsOf = (components: readonly Component[]): string =>
  components.flatMap((one) => (one.type === ComponentType.TextDisplay ? [one.content] : [])).join('\n');

const isRow = (one: Component): one is ButtonRow | MenuRow => one.type === ComponentType.ActionRow;

/**
 * Where Discord refuses a message of the second generation, and a message of the first stays one.
 * @param send with one form, and where Discord does not like that, with the other
 */
export async function orInEmbed<T>(
  log: Logger,
  body: Body,
  send: (shown: Body | EmbedBody) => Promise<T>,
): Promise<T> {
  try {
    return await send(body);
  } catch (error) {
    if (!isBadForm(error)) throw error;
    log.warn(describe(error), 'Discord refused the components of a message: it is sent as an embed');
    return send(asEmbed(body));
  }
}
