/**
 * What replies are made of. Each leaf says what it is, so that a renderer can escape it by its own platform's rules: no
 * leaf ever holds markup.
 */
import type { Actor } from '../audit/index.ts';

export type Leaf =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
  | { readonly kind: 'actor'; readonly actor: Actor }
  /** A moment, milliseconds since 1970, shown in the reader's own time zone. */
  | { readonly kind: 'time'; readonly at: number }
  /** The way to a message of ours: the platform's channel, and its id of the message. */
  | { readonly kind: 'post'; readonly label: string; readonly channel: string; readonly ref: string };

/** One run of text: a sentence or a step. */
export type Line = readonly Leaf[];

export type Link = { readonly label: string; readonly url: string };
/** A text to take along as it is, and what it is: it is shown whole, in a form that can be copied. Holds no markup. */
export type Copied = { readonly label: string; readonly text: string };
export type Fact = { readonly label: string; readonly value: Line };

/** @returns a line that ends in a full stop: a note that somebody wrote may have brought its own */
export const ended = (line: Line): Line => {
  const last = line.at(-1);
  return last?.kind === 'text' && /[.!?]$/.test(last.text) ? line : [...line, ...plain('.')];
};

/** @returns a line of one plain text */
export const plain = (text: string): Line => [{ kind: 'text', text }];
