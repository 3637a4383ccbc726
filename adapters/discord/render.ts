/** A reply as a message: a verdict by its card, many bounces by their rows, a note by its lines. */
import type { APIContainerComponent } from 'discord.js';
import {
  type Button,
  cardOf,
  type Line,
  type Link,
  type NoteReply,
  type Reply,
  TONE_ICONS,
} from '../../src/replies/index.ts';
import { type Body, bodyOf, container, display, ROOM, tellingRole } from './body.ts';
import { type ButtonRow, buttonRows, selectRows } from './buttons.ts';
import { renderCard } from './card.ts';
import { blockText, clip, codeBlock, escapeText, inlineCode, maskedLink } from './escape.ts';
import { LIMITS } from './limits.ts';
import { renderMany } from './many.ts';
import { renderLine } from './render-line.ts';
import { fit, sectionText, TITLE } from './sections.ts';

const COLOURS: Readonly<Record<NoteReply['tone'], number>> = {
  help: 0x5865f2,
  refusal: 0x99a1ab,
  summary: 0x5865f2,
  repeat: 0x99a1ab,
  list: 0x5865f2,
};

/** A text to copy; there are two at most. */
const COPIED = 1400;

/** A notice, before escaping, which doubles its length at most. */
const NOTICE = LIMITS.text / 2;

/**
 * @param team whose reply it is
 * @param besides buttons that only this copy of a verdict gets, behind its own
 * @returns the message for a reply, within Discord's limits whatever the reply holds
 */
export function render(reply: Reply, team: string, besides: readonly Button[] = []): Body {
  switch (reply.kind) {
    case 'verdict': {
      const card = cardOf(reply);
      return tellingRole(bodyOf(renderCard(card, team, besides)), card.notify?.id);
    }
    case 'many':
      return bodyOf(renderMany(reply, team));
    case 'note':
      return bodyOf(note(reply, team));
  }
}

/** @returns a message of one plain sentence: a notice, an error, a question with its buttons */
export const renderNotice = (text: string, rows: readonly ButtonRow[] = []): Body =>
  sentence(escapeText(clip(text, NOTICE)), rows);

/** @returns a question with why to hesitate below it, and its buttons */
export const renderQuestion = (title: string, why: string, rows: readonly ButtonRow[]): Body =>
  sentence([`**${escapeText(clip(title, TITLE))}**`, escapeText(clip(why, NOTICE))].join('\n').trim(), rows);

/** @returns a sentence that ends in a link */
export const renderLink = (text: string, { label, url }: Link): Body =>
  sentence(`${escapeText(clip(text, NOTICE))} ${maskedLink(label, url)}`, []);

/** @returns a short line in a thread: small, so that the answer above it stays what is read */
export const renderDeed = (line: Line, team: string): Body =>
  sentence(`-# ${clip(renderLine(line, team), NOTICE)}`, []);

const sentence = (content: string, rows: readonly ButtonRow[]): Body =>
  bodyOf(...display(content || '…'), ...rows);

function note(reply: NoteReply, team: string): APIContainerComponent {
  const sections = fit(
    [
      {
        name: 'head',
        heading: '',
        lines: [`## ${TONE_ICONS[reply.tone]} ${escapeText(clip(reply.title, TITLE))}`],
      },
      {
        name: 'body',
        heading: '',
        lines: reply.body.map((line) => renderLine(line, team)).filter((line) => line.trim() !== ''),
      },
      ...(reply.copied ?? []).map(({ label, text }) => ({
        name: 'copied',
        heading: `**${escapeText(clip(label, TITLE))}**`,
        lines: [codeBlock(clip(blockText(text), COPIED))],
      })),
      { name: 'examples', heading: '', lines: reply.examples.map((text) => inlineCode(clip(text, 200))) },
    ],
    ['examples', 'body'],
    ROOM,
  );
  return container(COLOURS[reply.tone], [
    ...sections.flatMap((section) => display(sectionText(section))),
    ...(reply.choose === undefined ? [] : selectRows([reply.choose])),
    ...buttonRows(reply.actions ?? []),
  ]);
}
