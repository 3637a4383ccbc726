import type { types } from '@slack/bolt';
import type { Button, Choice, Confirm, Menu, MoreItem } from '../../../src/replies/index.ts';
import { LIMITS } from '../limits.ts';
import { clip } from './escape.ts';
import { linkable } from './leaf.ts';

/** Every button and menu of ours begins with this; the listener takes no others. */
export const ACTION_PREFIX = 'bt:';

export const plain = (text: string, max: number): types.PlainTextElement => ({
  type: 'plain_text',
  text: clip(text, max),
  emoji: false,
});

const confirmation = (button: Button, { title, text, yes, no }: Confirm): types.ConfirmationDialog => ({
  title: plain(title, LIMITS.confirmTitle),
  text: plain(text, LIMITS.confirmText),
  confirm: plain(yes, LIMITS.confirmButton),
  deny: plain(no, LIMITS.confirmButton),
  ...(button.style === 'danger' ? { style: 'danger' as const } : {}),
});

/**
 * An action id may stand only once in a message, so equal actions are counted: "bt:share", "bt:share:2". A menu has
 * no value of its own for what it is about, so that is in its id: "bt:hand-over:1:CASE".
 */
const actionId = (name: string, nth: number, target: string | null): string =>
  `${ACTION_PREFIX}${name}${nth > 1 || target !== null ? `:${nth}` : ''}${target === null ? '' : `:${target}`}`;

/** @returns what an action id stands for, as it was written: the caller checks that there is such an action */
export function actionOf(id: string): { readonly name: string; readonly target: string | null } {
  const [name = '', , ...target] = id.slice(ACTION_PREFIX.length).split(':');
  return { name, target: target.length > 0 ? target.join(':') : null };
}

type Element = types.Button | types.Select | types.Overflow;

/** @returns a row of what can be pressed or chosen from, or no block where there is nothing; Slack takes 25 */
export const row = (elements: readonly Element[]): types.ActionsBlock[] =>
  elements.length === 0 ? [] : [{ type: 'actions', elements: elements.slice(0, LIMITS.buttonsInRow) }];

export const buttons = (shown: readonly Button[]): types.Button[] =>
  shown.map((button, index) => {
    const url = button.url === undefined ? null : linkable(button.url);
    const nth = shown.slice(0, index).filter(({ action }) => action === button.action).length + 1;
    return {
      type: 'button',
      action_id: actionId(button.action, nth, null),
      text: plain(button.label, LIMITS.buttonText),
      value: button.target,
      ...(url === null ? {} : { url }),
      ...(button.style === 'plain' ? {} : { style: button.style }),
      ...(button.confirm === null ? {} : { confirm: confirmation(button, button.confirm) }),
    };
  });

const option = ({ label, value }: Choice | MoreItem): types.PlainTextOption => ({
  text: plain(label, LIMITS.optionText),
  value,
});

/** Choices of one group stand together; those of none stand under the menu's own name. */
const optionGroups = (menu: Menu, choices: readonly Choice[]) =>
  [...new Set(choices.map(({ group = menu.label }) => group))].map((name) => ({
    label: plain(name, LIMITS.groupLabel),
    options: choices.filter(({ group = menu.label }) => group === name).map(option),
  }));

/** @returns the select, or none where there is nothing to choose from */
export function select(menu: Menu | null): types.Select[] {
  if (menu === null) return [];
  const { action, choices, target } = menu;
  const common = {
    action_id: actionId(action, 1, target),
    placeholder: plain(menu.label, LIMITS.placeholder),
  };
  const offered = choices.filter(({ value }) => value.length <= LIMITS.optionValue).slice(0, LIMITS.options);
  if (offered.length === 0) return [];
  const grouped = offered.some(({ group }) => group !== undefined);
  return [
    {
      type: 'static_select',
      ...common,
      ...(grouped ? { option_groups: optionGroups(menu, offered) } : { options: offered.map(option) }),
    },
  ];
}

/** @returns the ⋯ with what a card offers besides its buttons, or none where that is nothing */
export const overflow = (more: readonly MoreItem[], target: string): types.Overflow[] =>
  more.length === 0
    ? []
    : [
        {
          type: 'overflow',
          action_id: actionId('more', 1, target),
          options: more.slice(0, LIMITS.overflowOptions).map(option),
        },
      ];
