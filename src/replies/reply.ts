/**
 * The answer as data, for every platform: a verdict on a bounce, many bounces at once, or a note.
 */
import type { Mention } from '../cases/index.ts';
import type { Category } from '../catalog/index.ts';
import type { Button, Menu } from './button.ts';
import type { Details, Draft } from './card.ts';
import type { Copied, Line } from './leaf.ts';

export type { Actor } from '../audit/index.ts';
export {
  ACTION_NAMES,
  type ActionName,
  type Button,
  type Choice,
  type Confirm,
  MENU_NAMES,
  type Menu,
  type MenuName,
} from './button.ts';
export { type Copied, ended, type Fact, type Leaf, type Line, type Link, plain } from './leaf.ts';
export type { Mention };

/** Whom to escalate an authentication failure to, and with what words. */
export type EscalationHint = {
  /** "SPF", "DKIM", "DMARC", "DMARC alignment", "Reverse DNS (PTR)", "TLS" … */
  readonly control: string;
  /** Who usually owns it. */
  readonly owner: Line;
  /** What to tell them, ready to forward. */
  readonly tell: readonly Line[];
};

/** The judgement on a bounce, or on a code that was looked up. */
export type VerdictReply = {
  readonly kind: 'verdict';
  /** Null for a lookup, which nobody handles. */
  readonly caseId: string | null;
  readonly category: Category;
  /** What shows, before it is cut to what there is room for. */
  readonly card: Draft;
  readonly details: Details;
  /** The long words, for programs and lists: what happened, what it means, whose problem it is. */
  readonly title: string;
  readonly meaning: Line;
  readonly whose: Line;
  readonly escalation: EscalationHint | null;
  /** Other answers to a lookup, best first. */
  readonly related: readonly { readonly query: string; readonly title: string }[];
  /**
   * A group or role that an admin configured to be told: mentioned by its id above the reply where it is posted, so
   * that its members are notified. Nobody else ever is. Left out: nobody.
   */
  readonly notify?: Mention;
};

/** Help, a refusal, a summary over several verdicts, a bounce that is known already, or a list. */
export type NoteReply = {
  readonly kind: 'note';
  readonly tone: 'help' | 'refusal' | 'summary' | 'repeat' | 'list';
  readonly title: string;
  readonly body: readonly Line[];
  /** Things to type, shown as code. */
  readonly examples: readonly string[];
  /** Texts to copy, each whole. Left out: none. */
  readonly copied?: readonly Copied[];
  /** What can be pressed below it. Left out: nothing. */
  readonly actions?: readonly Button[];
  /** The same once more for the eye, where a platform can draw it: it is never the only place to read it. */
  readonly figure?: Figure;
  /** One select, such as "Open a case…" of a list. */
  readonly choose?: Menu;
};

export type Figure =
  /** At most 20 bars (Slack), with labels of at most 20 characters. */
  | {
      readonly kind: 'bars';
      readonly title: string;
      readonly bars: readonly { readonly label: string; readonly value: number }[];
    }
  /** Rows of as many cells as there are columns. */
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

/**
 * Many bounces of one message, in one answer: `../shared/answer/answer.md`, "46 bounces, 9 problems". At most 100 words
 * and two controls.
 */
export type ManyReply = {
  readonly kind: 'many';
  /** What the buttons and the select are about: the message's bundle, or its answer. */
  readonly target: string;
  /** "46 bounces, 9 problems" */
  readonly title: string;
  /** "Suppress 25 · Fix 17 · Wait for 4" */
  readonly todo: string;
  /** At most 10, the largest first; the sign says what to do. */
  readonly rows: readonly {
    readonly look: Category | 'unsure' | 'incident' | 'settled';
    readonly count: number;
    readonly problem: string;
    readonly refusedBy: string;
  }[];
  /** What the rows leave out ("4 more problems, 9 bounces"), what is known already, what was left unread. */
  readonly notes: readonly Line[];
  /** "25 suppressed by Ann, 10:15" */
  readonly state: Line | null;
  /** "Show a problem…", with the files as a group of their own; null where there is nothing to show. */
  readonly choose: Menu | null;
  readonly actions: readonly Button[];
};

/** When space runs out a renderer drops evidence first, then facts; never title, badge, state or actions. */
export type Reply = VerdictReply | ManyReply | NoteReply;
