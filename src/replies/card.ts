/**
 * What shows of a verdict at first sight, and what a press on *Details* shows. Renderers draw these two and nothing
 * else of a verdict; `../shared/answer/answer.md` of the project is the design.
 */
import type { Category } from '../catalog/index.ts';
import { fitted } from './budget.ts';
import type { ActionName, Button, Menu } from './button.ts';
import type { FormName } from './form.ts';
import type { Copied, Fact, Line, Link } from './leaf.ts';
import type { Mention, VerdictReply } from './reply.ts';

/** What stands before the title: one sign a card. */
export type Look = Category | 'unsure' | 'incident' | 'known' | 'settled';

/** Kind · whose move · what becomes of the address: 46 characters together. Only the kind is always there. */
export type Badge = {
  readonly kind: string;
  readonly whose: string | null;
  readonly address: string | null;
};

/** What a check of DNS found, in place of sentence and steps: at most 4 rows. */
export type CardCheck = {
  readonly rows: readonly { readonly mark: '✓' | '✗' | '?'; readonly text: Line }[];
  readonly cause: Line | null;
  /** The record to publish, to copy: "New TXT of example.com:" and the record whole. */
  readonly change: { readonly label: Line; readonly record: string } | null;
};

/** A choice behind *More…*: an action that happens at once, or a form that opens; an "…" at its end says which. */
export type MoreItem = { readonly label: string; readonly value: ActionName | FormName };

export type Card = {
  readonly look: Look;
  /** What happened, in the words a colleague would use: 40 characters, 55 at most. */
  readonly title: string;
  readonly badge: Badge;
  /** Which one: code · who · where. At most 3, of 50 characters together. */
  readonly facts: readonly Line[];
  /** What it means and what is not wrong: at most 2 sentences, 20 words; empty where the title says it all. */
  readonly sentence: Line;
  /** Only where it is not sure, and the reader can answer it: at most 10 words. */
  readonly question: Line | null;
  /** Of a look-up that several answers fit: at most 4, as a list with bullets between sentence and steps. */
  readonly usual: readonly Line[];
  /** At most 3 of 60 characters; a renderer numbers them where there are several. */
  readonly steps: readonly Line[];
  readonly check: CardCheck | null;
  /** For authentication and policy failures of ours: what failed and who owns it, in one line. */
  readonly hint: Line | null;
  /** Who has it, since when, how far it is. */
  readonly state: Line | null;
  /** In the order of the row, the first being what one should do; the last is `details` where there are any. */
  readonly actions: readonly Button[];
  /** At most 5 (Slack's overflow); its target is the case. */
  readonly more: readonly MoreItem[];
  /** One select, of a look-up: "Show one…". */
  readonly choose: Menu | null;
  readonly caseId: string | null;
  readonly notify: Mention | null;
};

/** All that the card leaves out. */
export type Details = {
  readonly title: string;
  /** The server's own words, quoted; hostile text. */
  readonly said: string | null;
  readonly facts: readonly Fact[];
  /** All steps, long. */
  readonly steps: readonly Line[];
  /** Every row of the last check of DNS, since the first. */
  readonly dns: readonly Fact[];
  /** Who did what, when. */
  readonly history: readonly Line[];
  readonly sources: readonly Link[];
  /** Addresses, ticket, choose addresses…, similar codes…, text for customers… */
  readonly actions: readonly Button[];
  /** What a press on *Text for customers…* shows. */
  readonly customers: readonly Copied[];
};

/** A card before it is cut to what there is room for. */
export type Draft = Omit<Card, 'sentence' | 'state' | 'caseId' | 'notify'> & {
  /** What it means; behind it what is not wrong. */
  readonly sentences: readonly Line[];
  /** Who has it; behind it how far it is. */
  readonly state: readonly Line[];
};

/** @returns what shows of the verdict: at most 11 lines below the badge, and 90 words */
export const cardOf = ({ card, caseId, notify }: VerdictReply): Card => ({
  ...fitted(card),
  caseId,
  notify: notify ?? null,
});

/** @returns what the card of the verdict leaves out */
export const detailsOf = ({ details }: VerdictReply): Details => details;
