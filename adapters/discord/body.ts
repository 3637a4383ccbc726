/**
 * A message of the second generation (Components V2), not an embed: an embed vanishes for everyone who has switched
 * link previews off, needs the Embed Links permission, and keeps its buttons outside. The price, that a message can't
 * become an ordinary one again, costs us nothing: every answer of ours is one. Addresses in it get no link previews.
 */
import {
  type APIContainerComponent,
  type APIMessageTopLevelComponent,
  type APITextDisplayComponent,
  ComponentType,
  MessageFlags,
} from 'discord.js';
import type { ButtonRow, MenuRow } from './buttons.ts';
import { LIMITS } from './limits.ts';

/** The body of a message; the same in a post, an edit and an answer to an interaction. */
export type Body = {
  readonly flags: MessageFlags.IsComponentsV2;
  readonly components: APIMessageTopLevelComponent[];
  /**
   * Nobody is ever pinged but the roles that an admin configured: Discord's own default would ring for every mention,
   * @everyone too.
   */
  readonly allowed_mentions: { readonly parse: []; readonly roles?: readonly string[] };
};

/** A mention of a role above the answer. */
const NOTIFY = 24;

/** UTF-16 units for what stands in a container: the limit, less the line breaks that join sections into one display. */
export const ROOM = LIMITS.text - 24 - NOTIFY;

/** @returns a message that pings nobody */
export const bodyOf = (...components: APIMessageTopLevelComponent[]): Body => ({
  flags: MessageFlags.IsComponentsV2,
  components,
  allowed_mentions: { parse: [] },
});

/** @returns the message with a mention of the role above it, which alone is rung; for no id of Discord's as it was */
export const tellingRole = (body: Body, role: string | undefined): Body =>
  role === undefined || !/^\d{1,20}$/.test(role)
    ? body
    : {
        ...body,
        components: [{ type: ComponentType.TextDisplay, content: `<@&${role}>` }, ...body.components],
        allowed_mentions: { parse: [], roles: [role] },
      };

/** @returns a display of text; none where there is nothing to see */
export const display = (...lines: readonly string[]): APITextDisplayComponent[] => {
  const content = lines.filter((line) => line.trim() !== '').join('\n');
  return content === '' ? [] : [{ type: ComponentType.TextDisplay, content }];
};

/** @returns texts and rows in a box with an edge of that colour */
export const container = (
  colour: number,
  components: readonly (APITextDisplayComponent | ButtonRow | MenuRow)[],
): APIContainerComponent => ({
  type: ComponentType.Container,
  accent_color: colour,
  components: [...components],
});
