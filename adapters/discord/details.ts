/** All that a card leaves out, for the one who pressed *Details* alone. */
import type { Details, Fact, Line } from '../../src/replies/index.ts';
import { type Body, bodyOf, container, display, ROOM } from './body.ts';
import { buttonRows } from './buttons.ts';
import { blockText, clip, codeBlock, escapeText, maskedLink } from './escape.ts';
import { renderLine } from './render-line.ts';
import { evidenceSection, fit, type Section, sectionText, TITLE } from './sections.ts';

/** Grey: the card bears the colour. */
const COLOUR = 0x99a1ab;

const LABEL = 80;

/** Characters for saying what there is no room for. */
const LEFT_OUT = 200;

/** What there is no room for, the first to go first; and what it is called then. */
const GIVES_WAY = {
  sources: 'sources',
  history: 'the end of the history',
  dns: 'some of the DNS check',
  facts: 'some facts',
  steps: 'the last steps',
} as const;

/** @returns a message of up to 4,000 characters; what doesn't fit in is named at its end */
export function renderDetails(details: Details, team: string): Body {
  const inline = (line: Line): string => renderLine(line, team);
  const fact = ({ label, value }: Fact): string => `**${escapeText(clip(label, LABEL))}:** ${inline(value)}`;
  const section = (name: string, heading: string, lines: readonly string[]): Section => ({
    name,
    heading,
    lines: lines.filter((line) => line.trim() !== ''),
  });
  const links = details.sources.map(({ label, url }) => maskedLink(clip(label, 100), url));
  const whole: readonly Section[] = [
    section('head', '', [`### ${escapeText(clip(details.title, TITLE))}`]),
    section('facts', '', details.facts.map(fact)),
    section(
      'steps',
      '**All steps**',
      details.steps.map((step, index) => `${index + 1}. ${inline(step)}`),
    ),
    section('dns', '**DNS**', details.dns.map(fact)),
    section(
      'history',
      '**History**',
      details.history.map((line) => `-# ${inline(line)}`),
    ),
    section('sources', '', links.length === 0 ? [] : [`-# Sources: ${links.join(' · ')}`]),
  ];
  const room = ROOM - LEFT_OUT;
  const sections = fit(whole, Object.keys(GIVES_WAY), room);
  const used = sections.reduce((sum, one) => sum + sectionText(one).length, 0);
  // What the server said stands above in the thread as well: of all it can be spared best.
  const said = evidenceSection(details.said, '**The server said**', room - used);
  const [head, ...others] = sections;
  const parts = [...(head ? [head] : []), said, ...others];
  const left = [
    ...(isCut(details.said, said) ? ['the end of what the server said'] : []),
    ...whole.flatMap(({ name, lines }, at) =>
      lines.length > (sections[at]?.lines.length ?? 0) ? [GIVES_WAY[name as keyof typeof GIVES_WAY]] : [],
    ),
  ];
  return bodyOf(
    container(COLOUR, [
      ...parts.flatMap((part) => display(sectionText(part))),
      ...(left.length === 0 ? [] : display(`-# No room here for: ${left.join(', ')}.`)),
      ...buttonRows(details.actions),
    ]),
  );
}

const isCut = (said: string | null, { lines }: Section): boolean => {
  const whole = blockText(said ?? '');
  return whole !== '' && lines[0] !== codeBlock(whole);
};
