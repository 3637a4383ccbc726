/** A question with several fields, as data: a modal in Slack and Discord, a dialog on the web. */
import type { ActionName } from './button.ts';
import type { Line } from './leaf.ts';

export const FORMS = [
  'escalate',
  'choose',
  'snooze',
  'hand-over',
  'feedback',
  'check-domain',
  'settings',
] as const;
export type FormName = (typeof FORMS)[number];

/** Buttons that ask before they do anything: a press opens the form. */
export const FORM_OF = {
  escalate: 'escalate',
  'hand-over': 'hand-over',
  choose: 'choose',
  'check-domain': 'check-domain',
} as const satisfies Partial<Record<ActionName, FormName>>;

/** @returns the form that a press opens; null where it does something by itself */
export const formOf = (action: string): FormName | null =>
  Object.hasOwn(FORM_OF, action) ? FORM_OF[action as keyof typeof FORM_OF] : null;

export type Field = {
  /** Names the answer. */
  readonly name: string;
  /** At most 45 characters (Discord). */
  readonly label: string;
  readonly hint: string | null;
  readonly required: boolean;
} & (
  | {
      readonly kind: 'text';
      readonly long: boolean;
      readonly value: string /** Characters. */;
      readonly most: number;
    }
  /** At most 25 options (Discord). */
  | {
      readonly kind: 'choice';
      readonly options: readonly { readonly label: string; readonly value: string }[];
      readonly chosen: readonly string[];
      readonly many: boolean;
    }
  /** A channel of the platform, by its id. */
  | { readonly kind: 'channel'; readonly chosen: string | null }
  /** Somebody of the team, by the platform's id. */
  | { readonly kind: 'person' }
  /** User groups (Slack) or roles (Discord), by their ids. */
  | { readonly kind: 'groups'; readonly chosen: readonly string[] }
);

export type Form = {
  readonly form: FormName;
  /** What it is about: a case id, or a channel for its settings. */
  readonly target: string;
  /** At most 24 characters (Slack). */
  readonly title: string;
  readonly intro: readonly Line[];
  /** On the button: at most 24 characters. */
  readonly submit: string;
  /** At most 5 (Discord). */
  readonly fields: readonly Field[];
};
