/** A line of typed leaves as Discord's Markdown; every leaf is escaped by its own rule. */
import type { Leaf, Line } from '../../src/replies/index.ts';
import { clip, escapeText, inlineCode, maskedLink } from './escape.ts';
import { jumpLink } from './place.ts';

/** Longest single leaf, before escaping; longer is a mistake or an attack. */
const LEAF = 700;

function renderLeaf(leaf: Leaf, team: string): string {
  switch (leaf.kind) {
    case 'text':
      return escapeText(clip(leaf.text, LEAF));
    case 'strong': {
      const inner = escapeText(clip(leaf.text, LEAF)).trim();
      return inner === '' ? '' : `**${inner}**`;
    }
    case 'code':
      return inlineCode(clip(leaf.text, LEAF));
    case 'link':
      return maskedLink(clip(leaf.label, LEAF), leaf.url);
    case 'actor':
      // Shown as a name that can be clicked; allowed_mentions keeps it from ringing.
      return /^\d{1,20}$/.test(leaf.actor.id) ? `<@${leaf.actor.id}>` : escapeText(clip(leaf.actor.name, 80));
    case 'time':
      return `<t:${Math.floor(leaf.at / 1000)}:f>`;
    case 'post': {
      const url = jumpLink(team, leaf.ref);
      return url === null ? escapeText(clip(leaf.label, LEAF)) : maskedLink(clip(leaf.label, LEAF), url);
    }
  }
}

/** @param team whose messages it may lead to @returns one line of Markdown */
export const renderLine = (line: Line, team: string): string =>
  line.map((leaf) => renderLeaf(leaf, team)).join('');
