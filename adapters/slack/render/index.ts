import type { types } from '@slack/bolt';
import type { Reply } from '../../../src/replies/index.ts';
import { fallbackText } from './fallback-text.ts';
import { noteBlocks } from './note.ts';
import { verdictBlocks } from './verdict.ts';

export { ACTION_PREFIX, actionOf } from './buttons.ts';
export { escapeText, inertText } from './escape.ts';

/** The content of a Slack message. Links are never unfurled: a bounce is full of other people's addresses. */
export type Rendered = {
  readonly text: string;
  readonly blocks: types.KnownBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
};

/**
 * @param team the workspace that the message goes to, "slack:T0123"
 * @returns a message that is within Slack's limits whatever the reply holds
 */
export const render = (reply: Reply, team: string): Rendered => ({
  text: fallbackText(reply),
  blocks: reply.kind === 'verdict' ? verdictBlocks(reply, team) : noteBlocks(reply, team),
  unfurl_links: false,
  unfurl_media: false,
});
