/** A form as it is filled in here: one person in one channel, so what is about other channels, groups and bots goes. */
import type { FormAnswer } from '../../src/desk.ts';
import type { Field, Form, FormName } from '../../src/replies/index.ts';

export type FieldHere = Exclude<Field, { readonly kind: 'channel' | 'groups' | 'person' }>;
export type FormHere = Omit<Form, 'fields'> & { readonly fields: readonly FieldHere[] };
export type FormAnswerHere =
  | { readonly kind: 'form'; readonly form: FormHere }
  | Extract<FormAnswer, { kind: 'refusal' }>;

type About = { readonly fields: readonly string[]; readonly hints: readonly string[] };

const NOTHING: About = { fields: [], hints: [] };

/** What is about others though only its name tells: fields, and fields whose hints speak of posting elsewhere. */
const ABOUT_OTHERS: Partial<Record<FormName, About>> = {
  settings: { fields: ['bots'], hints: [] },
  escalate: { fields: [], hints: ['note'] },
};

const ELSEWHERE: ReadonlySet<string> = new Set(['channel', 'groups', 'person'] satisfies Field['kind'][]);
const isHere = (field: Field): field is FieldHere => !ELSEWHERE.has(field.kind);

/** @returns the answer without what this chat has no use for; the desk takes what is left out as empty */
export function formHere(answer: FormAnswer): FormAnswerHere {
  if (answer.kind === 'refusal') return answer;
  const { form } = answer;
  const { fields, hints } = ABOUT_OTHERS[form.form] ?? NOTHING;
  return {
    kind: 'form',
    form: {
      ...form,
      // Of one channel's settings the introduction says for whom else they hold.
      intro: form.form === 'settings' && form.target !== '' ? [] : form.intro,
      fields: form.fields
        .filter(isHere)
        .filter(({ name }) => !fields.includes(name))
        .map((field) => (hints.includes(field.name) ? { ...field, hint: null } : field)),
    },
  };
}
