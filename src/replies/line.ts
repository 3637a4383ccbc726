/**
 * The catalog's lines → leaves. Three marks: `code` in backticks, [label](https://address) and {fact|else},
 * which stands for a fact of the bounce or, where it is not known, for the words behind the bar.
 */
import type { Patience } from '../cases/index.ts';
import type { Leaf, Line } from './leaf.ts';

export type LineFacts = Readonly<Record<string, string | null>>;

/** Facts that are words of ours. */
const OURS: ReadonlySet<string> = new Set([
  'patience',
  'mailings',
  'wait',
  'sizeLimit',
  'dmarcFound',
  'dmarcMissing',
]);

const MARK = /`([^`]+)`|\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)|\{(\w+)\|([^}]*)\}/g;

/** Made once: `toLocaleString` makes one each time. */
const NUMBER = new Intl.NumberFormat('en');

/** @returns the facts by which lines say when an address that is put off counts as dead: as it is set, everywhere */
export const patienceFacts = (patience: Patience | null): LineFacts =>
  patience === null
    ? {}
    : {
        patience: patience.hours === 1 ? '1 hour' : `${NUMBER.format(patience.hours)} hours`,
        mailings: NUMBER.format(patience.times),
      };

/**
 * @param source a line of the catalog
 * @param facts values for its placeholders; they come from pasted text and become code, never markup
 */
export function lineOf(source: string, facts: LineFacts = {}): Line {
  const leaves: Leaf[] = [];
  const say = (text: string): void => {
    if (text !== '') leaves.push({ kind: 'text', text });
  };
  let end = 0;
  for (const match of source.matchAll(MARK)) {
    say(source.slice(end, match.index));
    end = match.index + match[0].length;
    const [, code, label, url, fact, otherwise] = match;
    const value = fact === undefined ? null : (facts[fact] ?? null);
    if (code !== undefined) leaves.push({ kind: 'code', text: fillWords(code, facts) });
    else if (label !== undefined && url !== undefined) leaves.push({ kind: 'link', label, url });
    else if (value !== null && OURS.has(fact ?? '')) say(value);
    else if (value !== null) leaves.push({ kind: 'code', text: value });
    else say(otherwise ?? '');
  }
  say(source.slice(end));
  return leaves;
}

/** @returns plain words with their placeholders filled: `dig TXT {senderDomain|example.com}` */
export function fillWords(words: string, facts: LineFacts): string {
  return words.replace(
    /\{(\w+)\|([^}]*)\}/g,
    (_, fact: string, otherwise: string) => facts[fact] ?? otherwise,
  );
}

/** @returns the line as plain text: for titles, notifications and the command line */
export function textOf(line: Line): string {
  return line
    .map((leaf) => {
      if (leaf.kind === 'post') return leaf.label;
      if (leaf.kind === 'link') return leaf.label === leaf.url ? leaf.url : `${leaf.label} (${leaf.url})`;
      if (leaf.kind === 'actor') return leaf.actor.name;
      if (leaf.kind === 'time') return new Date(leaf.at).toISOString().slice(0, 16).replace('T', ' ');
      return leaf.text;
    })
    .join('');
}

/** @returns what a reader sees of it: of a link its label alone */
export const shownText = (line: Line): string =>
  line.map((leaf) => (leaf.kind === 'link' ? leaf.label : textOf([leaf]))).join('');
