import type { Leaf, Line } from '../../../src/replies/index.ts';
import { clip, codeSpan, escapeText, inertText, oneLine } from './escape.ts';
import { DATE_FORMAT, type Home, linkable, mentionable, postAddress, utc } from './leaf.ts';

/** @returns `<url|label>`, or just the label where the address may not be linked */
export function mrkdwnLink(label: string, url: string, max: number): string {
  const address = linkable(url);
  if (address === null) return inertText(label, max);
  const target = escapeText(address.replaceAll('|', '%7C'));
  const room = max - target.length - 3;
  if (room < 20) return inertText(label, max);
  return `<${target}|${escapeText(clip(oneLine(label), room, escapeText)) || target}>`;
}

function render(leaf: Leaf, home: Home, max: number): string {
  switch (leaf.kind) {
    case 'text':
      return inertText(leaf.text, max);
    case 'strong': {
      const text = inertText(leaf.text, max - 2);
      return text.startsWith('`') || text.trim() === '' ? text : `*${text.trim()}*`;
    }
    case 'code':
      return codeSpan(leaf.text, max);
    case 'link':
      return mrkdwnLink(leaf.label, leaf.url, max);
    case 'post':
      return mrkdwnLink(leaf.label, postAddress(leaf, home) ?? '', max);
    case 'actor': {
      const id = mentionable(leaf.actor, home);
      return id === null ? inertText(leaf.actor.name, max) : `<@${id}>`;
    }
    case 'time':
      return `<!date^${Math.floor(leaf.at / 1000)}^${DATE_FORMAT}|${utc(leaf.at)}>`;
  }
}

/**
 * @param home the workspace that the message goes to: only its own people are mentioned
 * @param max the most characters that the result may have; leaves that don't fit whole are cut or left out
 * @returns one line of mrkdwn
 */
export function mrkdwnLine(line: Line, home: Home, max: number): string {
  let text = '';
  for (const leaf of line) {
    const room = max - text.length - 1;
    if (room < 4) break;
    const next = render(leaf, home, room);
    if (next.length > room) break;
    // Bold and code act only at the edge of a word; a zero-width space makes one where there is none.
    const glued = /[\p{L}\p{N}]$/u.test(text) && /^[*`]/.test(next);
    const after = /[*`]$/.test(text) && /^[\p{L}\p{N}]/u.test(next);
    text += glued || after ? `\u200b${next}` : next;
  }
  return text;
}
