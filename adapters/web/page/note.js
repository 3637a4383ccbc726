/** A note as nodes: help, a refusal, a summary, a bounce that is known already, a list. */
import { renderCopied } from './copy.js';
import { renderDeeds } from './deeds.js';
import { make } from './dom.js';
import { renderFigure } from './figure.js';
import { renderHeading } from './heading.js';
import { renderLine } from './lines.js';
import { part, renderOffers } from './offers.js';

/** @import { NoteHere } from '../shown.ts' */
/** @import { ReplyHandlers } from './deeds.js' */

/**
 * @param {NoteHere} note
 * @param {string} titleId id for the heading, which names the card
 * @param {ReplyHandlers} handlers
 * @returns {Node[]}
 */
export function renderNote(note, titleId, handlers) {
  /** @type {Node[]} */
  const parts = [renderHeading(note.icon, note.title, titleId)];
  if (note.tone === 'list' && note.body.length > 1) {
    parts.push(
      make('ul', { class: 'rows' }, ...note.body.map((line) => make('li', {}, ...renderLine(line)))),
    );
  } else parts.push(...note.body.map((line) => make('p', {}, ...renderLine(line))));
  for (const { label, text } of note.copied ?? [])
    parts.push(part(label, renderCopied(text, `Copy: ${label}`)));
  parts.push(...renderFigure(note.figure));
  // What is no command of ours is typed elsewhere: "dig +short TXT example.com".
  const ours = note.examples.filter((example) => example.startsWith('/'));
  const others = note.examples.filter((example) => !example.startsWith('/'));
  parts.push(...others.map((example) => renderCopied(example, `Copy ${example}`)));
  if (ours.length > 0) {
    const commands = ours.map((command) => ({ command, title: '' }));
    parts.push(part('Try', renderOffers(commands, handlers.ask)));
  }
  return [
    ...parts,
    ...renderDeeds({ actions: note.actions, more: [], choose: note.choose ?? null }, handlers),
  ];
}
