/** What can be pressed and chosen, as data. */

/** What can be pressed. A new one stands here first, and `npm run check` then names every place that lacks it. */
export const ACTION_NAMES = [
  'suppress',
  'not-a-bounce',
  'claim',
  'release',
  /** Put it aside for so long; the form `snooze` asks for how long. */
  'snooze-1h',
  'snooze-24h',
  'wake',
  /** Opens its form: to whom. */
  'hand-over',
  'escalate',
  'resolve',
  'reopen',
  'undo',
  /** The reader answers what is asked: it is the other thing that it may be. */
  'say-other',
  /** Takes back what a person said that it is. */
  'as-read',
  /** Opens its form: which of the addresses to suppress. */
  'choose',
  /** Hand the addresses of a case over as a file. */
  'addresses',
  /** Look into DNS for what made it bounce. */
  'check',
  /** Opens its form: what the bounce doesn't name, and DNS is to be asked about. */
  'check-domain',
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
  /** Turn to another page of a list. */
  'page',
  /** Show, to the one who presses alone, all that the card leaves out. */
  'details',
  /** Let the one who presses choose among entries of the catalog that are near the verdict's. */
  'similar',
  /** Give the one who presses a text for those whose mail it was. */
  'customers',
  /** Opens the page that is the button's `url`; a platform that tells us of the press all the same gets nothing. */
  'visit',
] as const;
export type ActionName = (typeof ACTION_NAMES)[number];

/** What can be chosen from a menu; `more` opens a form, `show` answers with the card of what was chosen. */
export const MENU_NAMES = ['more', 'show'] as const;
export type MenuName = (typeof MENU_NAMES)[number];

export type Button = {
  readonly action: ActionName;
  readonly label: string;
  readonly style: 'primary' | 'danger' | 'plain';
  /** What the action is about: a case id, or of a lookup its query. At most 80 characters. */
  readonly target: string;
  /** What to ask before it is done; null: it happens at once. */
  readonly confirm: Confirm | null;
  /** The page that `visit` opens: "Ask for removal ↗". Only there. */
  readonly url?: string;
};

/** Asked before something is done that may be wrong. Both buttons name what they do: "Suppress", "Keep it". */
export type Confirm = {
  /** Names the address or the number: "Suppress kim@example.com?". At most 100 characters. */
  readonly title: string;
  /** Why to hesitate; at most 300 characters. */
  readonly text: string;
  /** At most 30 characters each. */
  readonly yes: string;
  readonly no: string;
};

/**
 * An action that asks for one more thing: a choice from a short list. What is chosen from `more` is the name of a form
 * to open, or of an action.
 */
export type Menu = {
  readonly action: MenuName;
  /** What stands there until something is chosen: "Snooze…". */
  readonly label: string;
  readonly target: string;
  readonly choices: readonly Choice[];
};

/** Choices of one group stand together under its name. */
export type Choice = { readonly label: string; readonly value: string; readonly group?: string };
