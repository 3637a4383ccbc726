/** What somebody sees of a modal or a Home tab, and what a modal sends of what they filled in. */
import { blocksOf, type Input, inputsOf, type View } from './views.ts';
import { visibleText } from './visible.ts';

type Typed = string | readonly string[];

/** @returns all that can be read: the blocks, then each field with its label and what is in it */
export const visibleView = (view: View): string =>
  [
    visibleText({ text: '', blocks: blocksOf(view) }),
    ...inputsOf(view).map(({ label, element }) => `${label.text}: ${shown(element)}`),
  ].join('\n');

const shown = (element: Input['element']): string => {
  switch (element.type) {
    case 'plain_text_input':
      return element.initial_value ?? '';
    case 'radio_buttons':
    case 'static_select':
      return element.initial_option?.text.text ?? '';
    case 'checkboxes':
    case 'multi_static_select':
      return (element.initial_options ?? []).map(({ text }) => text.text).join(', ');
    case 'conversations_select':
      return element.initial_conversation ?? '';
    case 'users_select':
      return element.initial_user ?? '';
    case 'file_input':
      return '';
  }
};

const answer = (element: Input['element'], given: Typed | undefined, files: readonly unknown[]) => {
  const { type } = element;
  const many = given === undefined ? null : typeof given === 'string' ? [given] : given;
  switch (element.type) {
    case 'plain_text_input':
      return { type, value: given === undefined ? (element.initial_value ?? null) : (many?.[0] ?? null) };
    case 'conversations_select':
      return { type, selected_conversation: many?.[0] ?? element.initial_conversation ?? null };
    case 'users_select':
      return { type, selected_user: many?.[0] ?? element.initial_user ?? null };
    case 'file_input':
      return { type, files };
    case 'radio_buttons':
    case 'static_select': {
      const found = many && element.options.find(({ text }) => text.text === many[0]);
      if (many && !found) throw new Error(`No option "${many[0]}"`);
      return { type, selected_option: found ?? element.initial_option ?? null };
    }
    case 'checkboxes':
    case 'multi_static_select':
      return {
        type,
        selected_options: many
          ? element.options.filter(({ text }) => many.includes(text.text))
          : (element.initial_options ?? []),
      };
  }
};

/** @param fields by label */
export const stateOf = (view: View, fields: Readonly<Record<string, Typed>>, files: readonly unknown[]) => {
  const unknown = Object.keys(fields).find(
    (name) => !inputsOf(view).some(({ label }) => label.text === name),
  );
  if (unknown !== undefined) throw new Error(`No field "${unknown}" in: ${visibleView(view)}`);
  return Object.fromEntries(
    inputsOf(view).map(({ block_id, label, element }) => [
      block_id,
      { [element.action_id]: answer(element, fields[label.text], files) },
    ]),
  );
};
