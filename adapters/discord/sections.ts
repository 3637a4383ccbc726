/** What a message is made of, and what it gives up when it is too long. */
import { blockText, CODE_BLOCK_FRAME, clip, codeBlock } from './escape.ts';

/** A piece of the message: a heading and lines under it, already Markdown. Without lines it is left out. */
export type Section = { readonly name: string; readonly heading: string; readonly lines: readonly string[] };

/** Of what must always fit, so that it does: characters, before escaping. */
export const TITLE = 200;

/** Fewer characters of evidence than this tell nobody anything. */
const LEAST_EVIDENCE = 60;

/** @returns the section as Markdown, empty when nothing is left of it */
export const sectionText = ({ heading, lines }: Section): string =>
  lines.length === 0 ? '' : [heading, ...lines].filter((line) => line !== '').join('\n');

const total = (sections: readonly Section[]): number =>
  sections.reduce((sum, section) => sum + sectionText(section).length, 0);

/**
 * Cuts sections, last line first, until all of them together fit.
 * @param sections in the order of the message
 * @param givesWay names of what may be cut, the first to go first; what is not named stays whole
 * @param limit UTF-16 units over all sections
 */
export function fit(
  sections: readonly Section[],
  givesWay: readonly string[],
  limit: number,
): readonly Section[] {
  return givesWay.reduce((left, name) => shorten(left, name, limit), sections);
}

function shorten(sections: readonly Section[], name: string, limit: number): readonly Section[] {
  let left = sections;
  while (total(left) > limit && left.some((section) => section.name === name && section.lines.length > 0)) {
    left = left.map((section) =>
      section.name === name ? { ...section, lines: section.lines.slice(0, -1) } : section,
    );
  }
  return left;
}

/**
 * Evidence takes the room that is left, and none when little is.
 * @param evidence hostile text
 * @param room UTF-16 units, heading included
 */
export function evidenceSection(evidence: string | null, heading: string, room: number): Section {
  const clean = blockText(evidence ?? '');
  const space = room - heading.length - 1 - CODE_BLOCK_FRAME;
  const shown = clean.length > space && space < LEAST_EVIDENCE ? '' : clip(clean, space);
  return { name: 'evidence', heading, lines: shown === '' ? [] : [codeBlock(shown)] };
}
