/**
 * The answer as data, for every platform. Each leaf says what it is, so that a renderer can escape it by its
 * own platform's rules: no leaf ever holds markup.
 */
import type { Actor } from '../audit/index.ts';
import type { Mention } from '../cases/index.ts';
import type { Category } from '../catalog/index.ts';

export type { Actor, Mention };

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
export type Fact = { readonly label: string; readonly value: Line };

/** What can be pressed. A new one stands here first, and `npm run check` then names every place that lacks it. */
export const ACTION_NAMES = [
  'suppress',
  'not-a-bounce',
  'claim',
  'release',
  'wake',
  'escalate',
  'resolve',
  'reopen',
  'undo',
  /** Hand the addresses of a case over as a file. */
  'addresses',
  /** Look into DNS for what made it bounce. */
  'check',
  /** Whoever was told of an escalation looks after it. */
  'acknowledge',
  /** Hand an escalation over as a file, in Markdown or as plain text. */
  'ticket',
  'ticket-text',
  /** Show a lookup or a case, so far seen by the asker alone, to the whole channel. */
  'share',
  /** Answer the one who presses alone with what the catalog says of a query. */
  'lookup',
  /** Show the one who presses alone how a bounce is answered. */
  'example',
  /** Show, to the one who presses alone, all that the card leaves out. */
  'details',
  /** Turn to another page of a list. */
  'page',
] as const;
export type ActionName = (typeof ACTION_NAMES)[number];

/** What can be chosen from a menu; `more` opens a form, `show` answers with the card of what was chosen. */
export const MENU_NAMES = ['snooze', 'hand-over', 'more', 'show'] as const;
export type MenuName = (typeof MENU_NAMES)[number];

export type Button = {
  readonly action: ActionName;
  readonly label: string;
  readonly style: 'primary' | 'danger' | 'plain';
  /** What the action is about: a case id, or of a lookup its query. At most 80 characters. */
  readonly target: string;
  /** A question to answer before it is done, or null: at most 300 characters. */
  readonly confirm: string | null;
};

/**
 * An action that asks for one more thing: a choice from a short list, or a person of the team. What is chosen from
 * `more` is the name of a form to open.
 */
export type Menu = {
  readonly action: MenuName;
  /** What stands there until something is chosen: "Snooze…". */
  readonly label: string;
  readonly target: string;
  readonly choices: readonly Choice[] | 'people';
};

/** Choices of one group stand together under its name. */
export type Choice = { readonly label: string; readonly value: string; readonly group?: string };

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
  /** What happened, in a few words: "This address does not exist". */
  readonly title: string;
  /** Category and what follows from it: "Hard bounce · suppress the address · do not retry". */
  readonly badge: string;
  /** The codes and the provider: `550 5.1.1` Gmail. */
  readonly headline: Line;
  readonly meaning: Line;
  readonly whose: Line;
  /** What to do next, in order; a renderer numbers them. */
  readonly steps: readonly Line[];
  readonly escalation: EscalationHint | null;
  readonly facts: readonly Fact[];
  /** The server's own words, quoted; hostile text. */
  readonly evidence: string | null;
  readonly sources: readonly Link[];
  /** Other answers to a lookup, best first. */
  readonly related: readonly { readonly query: string; readonly title: string }[];
  /** How the team's case stands: "Claimed by Ann, 10:15". Null as long as nothing was done. */
  readonly state: Line | null;
  readonly actions: readonly Button[];
  readonly menus: readonly Menu[];
  /**
   * A group or role that an admin configured to be told: mentioned by its id above the reply where it is posted, so
   * that its members are notified. Nobody else ever is. Left out: nobody.
   */
  readonly notify?: Mention;
  /** Of a lookup that other answers fit as well; left out: none do. */
  readonly also?: Also;
};

/** `usual` has the usual ones, at most 4 ("Gmail `4.7.28`: unusual rate"), where no single one answers. */
export type Also = { readonly usual: readonly Line[]; readonly choose: Menu };

/** Help, a refusal, a summary over several verdicts, a bounce that is known already, or a list. */
export type NoteReply = {
  readonly kind: 'note';
  readonly tone: 'help' | 'refusal' | 'summary' | 'repeat' | 'list';
  readonly title: string;
  readonly body: readonly Line[];
  /** Things to type, shown as code. */
  readonly examples: readonly string[];
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

/** @returns a line that ends in a full stop: a note that somebody wrote may have brought its own */
export const ended = (line: Line): Line => {
  const last = line.at(-1);
  return last?.kind === 'text' && /[.!?]$/.test(last.text) ? line : [...line, ...plain('.')];
};

/** @returns a line of one plain text */
export const plain = (text: string): Line => [{ kind: 'text', text }];
