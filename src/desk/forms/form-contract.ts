/** What goes in and out where somebody fills in a form. */
import type { Person } from '../../audit/index.ts';
import type { Place } from '../../queue/index.ts';
import type { Form, FormName } from '../../replies/index.ts';
import type { Context } from '../context.ts';
import type { Outcome } from '../outcome.ts';

export type FormRequest = {
  readonly form: FormName;
  /** A case id; for `settings` a channel's id, or '' for the whole team. */
  readonly target: string;
  readonly actor: Person;
  readonly place: Place;
};

/** The form, or why this person can't have it, in plain words. */
export type FormAnswer =
  | { readonly kind: 'form'; readonly form: Form }
  | { readonly kind: 'refusal'; readonly why: string };

/** Something chosen, with the name to say it by where the platform knows one. */
export type Chosen = { readonly id: string; readonly name: string };

export type Submission = FormRequest & {
  /** By the fields' names: the text, or what was chosen. A field that was left empty has an empty list. */
  readonly values: Readonly<Record<string, readonly Chosen[]>>;
  /** The platform's id of the message that the form was opened from; null where only one person sees it. */
  readonly ref: string | null;
};

export type Submitted =
  /** By the fields' names, in plain words: what to correct. Nothing was changed. */
  | { readonly kind: 'wrong'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'done'; readonly outcome: Outcome };

/** One kind of form. Both may count on the person's right to it, and on the case being there. */
export type FormKind = {
  open(context: Context, request: FormRequest): Promise<FormAnswer>;
  submit(context: Context, submission: Submission): Promise<Submitted>;
};

export const textIn = ({ values }: Submission, name: string): string => values[name]?.[0]?.id.trim() ?? '';
export const chosenIn = ({ values }: Submission, name: string): readonly Chosen[] => values[name] ?? [];
