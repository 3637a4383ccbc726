import { cardOf, type Line, type Reply } from '../../../src/replies/index.ts';
import { cardBlocks } from './card.ts';
import { fallbackText } from './fallback-text.ts';
import type { ShownBlock } from './figure.ts';
import type { Home } from './leaf.ts';
import { manyBlocks } from './many.ts';
import { mrkdwnLine } from './mrkdwn.ts';
import { noteBlocks } from './note.ts';

export { ACTION_PREFIX, actionOf } from './buttons.ts';
export { escapeText, inertText } from './escape.ts';

/** The content of a Slack message. Links are never unfurled: a bounce is full of other people's addresses. */
export type Rendered = {
  readonly text: string;
  readonly blocks: ShownBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
};

function blocksOf(reply: Reply, home: Home, mayDraw: boolean): ShownBlock[] {
  switch (reply.kind) {
    case 'verdict':
      return cardBlocks(cardOf(reply), home);
    case 'many':
      return manyBlocks(reply, home, mayDraw);
    case 'note':
      return noteBlocks(reply, home, mayDraw);
  }
}

const content = (reply: Reply, home: Home, mayDraw: boolean): Rendered => ({
  text: fallbackText(reply),
  blocks: blocksOf(reply, home, mayDraw),
  unfurl_links: false,
  unfurl_media: false,
});

/**
 * @param home the workspace that the message goes to
 * @returns a message that is within Slack's limits whatever the reply holds
 */
export const render = (reply: Reply, home: Home): Rendered => content(reply, home, true);

/** The same without tables and charts, which some workspaces and channels refuse. */
export const renderPlainly = (reply: Reply, home: Home): Rendered => content(reply, home, false);

/** Characters of a line in a thread. */
const LONGEST_LINE = 2000;

/**
 * @returns a line for a thread, as mrkdwn. Who did something knows it and is named without being rung for; whom it
 *   was handed to is.
 */
export const lineText = (line: Line, home: Home): string =>
  mrkdwnLine(
    line.map((leaf, index) =>
      index === 0 && leaf.kind === 'actor' ? { kind: 'strong', text: leaf.actor.name } : leaf,
    ),
    home,
    LONGEST_LINE,
  );
