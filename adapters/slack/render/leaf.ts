import type { Actor, Leaf, Line } from '../../../src/replies/index.ts';
import { LIMITS } from '../limits.ts';
import { permalink, spotFromId } from '../message-id.ts';

/** Where a message goes. */
export type Home = {
  /** "slack:T0123" */
  readonly team: string;
  /** "https://example.slack.com/" */
  readonly url: string;
  /** People are named and not mentioned: a new message would ring for them, which a change of one does not. */
  readonly quiet?: boolean;
};

/** https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export const DATE_FORMAT = '{date_short_pretty} at {time}';

/** @returns "2026-11-21 03:52 UTC", for what can't show the reader's own time */
export const utc = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** @returns the id to mention, or null where the person is of another workspace or platform, or is not to be rung for */
export const mentionable = (actor: Actor, { team, quiet }: Home): string | null =>
  !quiet && actor.team === team && /^[UW][A-Z0-9]+$/.test(actor.id) ? actor.id : null;

/** @returns the address where it is one that may be linked, else null */
export function linkable(url: string): string | null {
  if (url.length > LIMITS.url || !URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return (protocol === 'https:' || protocol === 'http:') && href.length <= LIMITS.url ? href : null;
}

/** @returns the address of a message of ours, or null where it is none in Slack */
export function postAddress(leaf: Extract<Leaf, { kind: 'post' }>, { url }: Home): string | null {
  const spot = spotFromId(leaf.ref);
  return spot === null ? null : linkable(permalink(spot, url));
}

/** @returns the words of a leaf, without any markup */
export function leafWords(leaf: Leaf): string {
  switch (leaf.kind) {
    case 'text':
    case 'strong':
    case 'code':
      return leaf.text;
    case 'link':
    case 'post':
      return leaf.label;
    case 'actor':
      return leaf.actor.name;
    case 'time':
      return utc(leaf.at);
  }
}

export const lineWords = (line: Line): string => line.map(leafWords).join('');
