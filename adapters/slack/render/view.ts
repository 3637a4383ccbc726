/** Modals. https://docs.slack.dev/surfaces/modals, https://docs.slack.dev/reference/views/modal-views */
import type { types } from '@slack/bolt';
import type { Field, Form } from '../../../src/replies/index.ts';
import { LIMITS } from '../limits.ts';
import { plain } from './buttons.ts';
import type { Home } from './leaf.ts';
import { elements, richText, stacked, words } from './rich-text.ts';

/** A form's submission comes back under this name. */
export const FORM_CALLBACK = 'bt:form';

/** In each input block the one element is named so. */
export const ANSWER = 'answer';

export type UserGroup = { readonly id: string; readonly name: string };

export const modal = (title: string, blocks: types.KnownBlock[]): types.ModalView => ({
  type: 'modal',
  title: plain(title, LIMITS.viewTitle),
  close: plain('Close', LIMITS.viewTitle),
  blocks,
});

/** What is shown at once, while the form is being filled in: the trigger of a click dies after 3 seconds. */
export const loadingView = (title: string): types.ModalView =>
  modal(title, [{ type: 'section', text: plain('Loading…', 100) }]);

/** One sentence in place of a form: why there is none, or what became of it. */
export const noticeView = (title: string, notice: string): types.ModalView =>
  modal(title, [{ type: 'section', text: plain(notice, LIMITS.sectionText) }]);

/** The Home tab while there is nothing else to show on it. */
export const noticeHome = (notice: string): types.HomeView => ({
  type: 'home',
  blocks: [{ type: 'section', text: plain(notice, LIMITS.sectionText) }],
});

type InputElement = types.InputBlock['element'];

/** More of which one is chosen are a list to open: a modal is to be seen whole. */
const MOST_RADIOS = 5;

function choice(field: Field & { kind: 'choice' }): InputElement | null {
  const fits = field.options.every(({ value }) => value.length <= LIMITS.optionValue);
  if (!fits) return null;
  const options = field.options
    .slice(0, LIMITS.options)
    .map(({ label, value }) => ({ text: plain(label, LIMITS.optionText), value }));
  const chosen = options.filter(({ value }) => field.chosen.includes(value));
  const [first] = chosen;
  if (field.many) {
    const few = options.length <= LIMITS.fewOptions;
    const initial = chosen.length > 0 ? { initial_options: chosen } : {};
    return { type: few ? 'checkboxes' : 'multi_static_select', action_id: ANSWER, options, ...initial };
  }
  const initial = first ? { initial_option: first } : {};
  const short = options.length <= MOST_RADIOS;
  return { type: short ? 'radio_buttons' : 'static_select', action_id: ANSWER, options, ...initial };
}

function groupsMenu(chosen: readonly string[], groups: readonly UserGroup[]): InputElement {
  const options = groups
    .slice(0, LIMITS.options)
    .map(({ id, name }) => ({ text: plain(`@${name}`, LIMITS.optionText), value: id }));
  const initial = options.filter(({ value }) => chosen.includes(value));
  return {
    type: 'multi_static_select',
    action_id: ANSWER,
    options,
    ...(initial.length > 0 ? { initial_options: initial } : {}),
  };
}

const textInput = (value: string, long: boolean, most: number): InputElement => ({
  type: 'plain_text_input',
  action_id: ANSWER,
  multiline: long,
  max_length: Math.min(most, LIMITS.inputText),
  ...(value === '' ? {} : { initial_value: value.slice(0, LIMITS.inputText) }),
});

/** @returns null where Slack has nothing to answer it with: a workspace without user groups */
function elementFor(field: Field, groups: readonly UserGroup[]): InputElement | null {
  switch (field.kind) {
    case 'text':
      return textInput(field.value, field.long, field.most);
    case 'choice':
      // What is too long for an option is written, one a line.
      return (
        choice(field) ?? textInput(field.options.map(({ value }) => value).join('\n'), true, LIMITS.inputText)
      );
    case 'channel':
      return {
        type: 'conversations_select',
        action_id: ANSWER,
        filter: { include: ['public', 'private'], exclude_bot_users: true },
        ...(field.chosen === null ? {} : { initial_conversation: field.chosen }),
      };
    case 'person':
      return { type: 'users_select', action_id: ANSWER };
    case 'groups':
      return groups.length === 0 ? null : groupsMenu(field.chosen, groups);
  }
}

/**
 * @param metadata comes back with the submission; at most 3,000 characters
 * @param groups the workspace's user groups
 */
export function formView(
  form: Form,
  metadata: string,
  groups: readonly UserGroup[],
  home: Home,
): types.ModalView {
  const intro = stacked(form.intro.map((line) => elements(line, home, LIMITS.sectionText)));
  const inputs = form.fields.flatMap((field): types.InputBlock[] => {
    const element = elementFor(field, groups);
    if (element === null) return [];
    return [
      {
        type: 'input',
        block_id: field.name,
        label: plain(field.label, LIMITS.inputLabel),
        optional: !field.required,
        element,
        ...(field.hint === null ? {} : { hint: plain(field.hint, LIMITS.inputLabel) }),
      },
    ];
  });
  return {
    ...modal(form.title, [
      ...richText([{ type: 'rich_text_section', elements: intro.length > 0 ? intro : words(' ') }]),
      ...inputs,
    ]),
    callback_id: FORM_CALLBACK,
    private_metadata: metadata,
    submit: plain(form.submit, LIMITS.viewTitle),
  };
}
