/** All that a card leaves out: a modal, and where none can be opened a message for the presser alone. */
import type { types } from '@slack/bolt';
import { type Details, type Fact, type Line, plain as text } from '../../../src/replies/index.ts';
import { LIMITS } from '../limits.ts';
import { buttons, plain, row } from './buttons.ts';
import { context, mrkdwn } from './card.ts';
import { clip, escapeText, inertText, oneLine } from './escape.ts';
import type { ShownBlock } from './figure.ts';
import { blocksOf, fit, type Part, size } from './fit.ts';
import { type Home, lineWords } from './leaf.ts';
import { mrkdwnLine, mrkdwnLink } from './mrkdwn.ts';
import { asIs, bold, elements, list, richText, stacked, words } from './rich-text.ts';
import { modal } from './view.ts';

/** The most characters of a line of each kind, and lines; a block holds `LIMITS.sectionText` of them together. */
const ROOM = { label: 60, fact: 500, facts: 30, step: 600, line: 300, link: 400, sources: 10 } as const;

type Elements = types.RichTextElement[];

/** @returns as many as there is room for in one block, and of how many that is all */
function roomFor(lines: readonly Elements[]): { shown: readonly Elements[]; left: number } {
  let room: number = LIMITS.sectionText;
  const full = lines.findIndex((line) => {
    room -= size(line);
    return room < 0;
  });
  return full < 0 ? { shown: lines, left: 0 } : { shown: lines.slice(0, full), left: lines.length - full };
}

const andMore = (left: number): Elements =>
  left === 0 ? [] : words(`… and ${left} more, left out for room`);

function said(quoted: string | null): types.RichTextBlock[] {
  if (quoted === null || quoted.trim() === '') return [];
  const over = quoted.trim().length - LIMITS.sectionText;
  return richText([
    { type: 'rich_text_section', elements: bold('The server said') },
    asIs(quoted, LIMITS.sectionText),
    { type: 'rich_text_section', elements: over > 0 ? words('… and more, cut for room') : [] },
  ]);
}

const field = ({ label, value }: Fact, home: Home): types.MrkdwnElement =>
  mrkdwn(`*${inertText(label, ROOM.label)}*\n${mrkdwnLine(value, home, ROOM.fact) || '–'}`);

/** Slack draws fields in two columns, 10 a section. */
function facts(all: readonly Fact[], home: Home): types.KnownBlock[] {
  const shown = all.slice(0, ROOM.facts).map((fact) => field(fact, home));
  const sections = Array.from({ length: Math.ceil(shown.length / LIMITS.fieldsInSection) }, (_, n) => ({
    type: 'section' as const,
    fields: shown.slice(n * LIMITS.fieldsInSection, (n + 1) * LIMITS.fieldsInSection),
  }));
  const left = all.length - shown.length;
  return [...sections, ...(left > 0 ? context(text(`… and ${left} more facts`), home, ROOM.line) : [])];
}

function steps(all: readonly Line[], home: Home): types.RichTextBlock[] {
  if (all.length === 0) return [];
  const { shown, left } = roomFor(all.map((step) => elements(step, home, ROOM.step)));
  return richText([
    { type: 'rich_text_section', elements: bold('All steps') },
    list(shown.length === 1 ? 'bullet' : 'ordered', shown),
    { type: 'rich_text_section', elements: andMore(left) },
  ]);
}

function titled(title: string, lines: readonly Elements[]): types.RichTextBlock[] {
  if (lines.length === 0) return [];
  const { shown, left } = roomFor(lines);
  return richText([{ type: 'rich_text_section', elements: stacked([bold(title), ...shown, andMore(left)]) }]);
}

const dns = (rows: readonly Fact[], home: Home): types.RichTextBlock[] =>
  titled(
    'DNS',
    rows.map(({ label, value }) => [
      ...bold(`${clip(label, ROOM.label)}: `),
      ...elements(value, home, ROOM.line),
    ]),
  );

const history = (lines: readonly Line[], home: Home): types.RichTextBlock[] =>
  titled(
    'History',
    lines.map((line) => elements(line, home, ROOM.line)),
  );

function sources(links: Details['sources']): types.ContextBlock[] {
  const shown = links
    .slice(0, ROOM.sources)
    .map(({ label, url }) => mrkdwnLink(label, url, ROOM.link))
    .filter((link) => link !== '');
  return shown.length === 0 ? [] : [{ type: 'context', elements: [mrkdwn(`Sources: ${shown.join(' · ')}`)] }];
}

const title = (details: Details): types.SectionBlock => ({
  type: 'section',
  text: plain(oneLine(details.title) || 'Details', LIMITS.headerText),
});

type DetailsPart = {
  readonly blocks: readonly types.KnownBlock[];
  readonly giveUp: Part['giveUp'];
  readonly name?: string;
};

/** In their order, each with how readily a message gives it up; a modal has room for all of them. */
const partsOf = (details: Details, home: Home): readonly DetailsPart[] => [
  { blocks: [title(details)], giveUp: 0 },
  { name: 'the server’s words', blocks: said(details.said), giveUp: 3 },
  { name: 'facts', blocks: facts(details.facts, home), giveUp: 4 },
  { name: 'steps', blocks: steps(details.steps, home), giveUp: 5 },
  { name: 'DNS', blocks: dns(details.dns, home), giveUp: 2 },
  { name: 'history', blocks: history(details.history, home), giveUp: 1 },
  { name: 'sources', blocks: sources(details.sources), giveUp: 1 },
  { blocks: row(buttons(details.actions)), giveUp: 0 },
];

export const DETAILS_TITLE = 'Details';

/**
 * @param metadata comes back with a press in it; at most 3,000 characters
 * @param notice what became of a press in it, to stand on top; null: nothing was pressed
 */
export function detailsView(
  details: Details,
  home: Home,
  metadata: string,
  notice: string | null,
): types.ModalView {
  const blocks = [
    ...(notice === null ? [] : context([{ kind: 'strong', text: notice }], home, LIMITS.sectionText)),
    ...partsOf(details, home).flatMap((part) => part.blocks),
  ];
  return { ...modal(DETAILS_TITLE, blocks), private_metadata: metadata };
}

/** @returns the same as a message, which holds less: what is left out is named */
export function detailsMessage(
  details: Details,
  home: Home,
): { readonly text: string; readonly blocks: ShownBlock[] } {
  const parts = partsOf(details, home).filter(({ blocks }) => blocks.length > 0);
  const kept = fit(parts);
  const left = parts.flatMap((part) => (kept.includes(part) || !part.name ? [] : [part.name]));
  const lack = `There is no room here for: ${left.join(', ')}.`;
  const spoken = [details.title, ...details.facts.map(({ label, value }) => `${label}: ${lineWords(value)}`)];
  return {
    text: escapeText(clip(spoken.join('\n'), LIMITS.fallbackText, escapeText)),
    blocks: [...blocksOf(kept), ...(left.length > 0 ? context(text(lack), home, ROOM.line) : [])],
  };
}
