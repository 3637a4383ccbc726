/**
 * What shows of a verdict at first sight, and what a press on *Details* shows. Renderers draw these two and nothing
 * else of a verdict; `../shared/answer/answer.md` of the project is the design.
 */
import type { Category } from '../catalog/index.ts';
import type { FormName } from './form.ts';
import {
  type ActionName,
  type Button,
  type Fact,
  type Line,
  type Link,
  type Mention,
  type Menu,
  plain,
  type VerdictReply,
} from './reply.ts';

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
  /** Addresses, ticket, choose addresses…, similar codes… */
  readonly actions: readonly Button[];
};

/** @returns what shows of the verdict */
export function cardOf(reply: VerdictReply): Card {
  const [kind = '', ...rest] = reply.badge.split(' · ');
  const [address = null] = rest;
  return {
    look: reply.category,
    title: reply.title,
    badge: { kind, whose: null, address },
    facts: reply.headline.length > 0 ? [reply.headline] : [],
    sentence: reply.meaning,
    question: null,
    usual: reply.also?.usual ?? [],
    steps: reply.also?.usual.length ? [] : reply.steps.slice(0, 3),
    check: null,
    hint: reply.escalation && [
      ...plain(`Failed: ${reply.escalation.control}. Owner: `),
      ...reply.escalation.owner,
    ],
    state: reply.state,
    actions: reply.actions,
    more: [],
    choose: reply.also?.choose ?? null,
    caseId: reply.caseId,
    notify: reply.notify ?? null,
  };
}

/** @returns what the card of the verdict leaves out */
export function detailsOf(reply: VerdictReply): Details {
  return {
    title: reply.title,
    said: reply.evidence,
    facts: reply.facts,
    steps: reply.steps,
    dns: [],
    history: [],
    sources: reply.sources,
    actions: [],
  };
}
