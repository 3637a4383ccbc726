import type { types } from '@slack/bolt';
import type { Button, Confirm, Menu } from '../../../src/replies/index.ts';
import { LIMITS } from '../limits.ts';
import { clip } from './escape.ts';

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

/** @returns a row of buttons, or no block where there are none; Slack takes 25 of them */
export function buttonRow(buttons: readonly Button[]): types.ActionsBlock[] {
  const shown = buttons.slice(0, LIMITS.buttonsInRow);
  if (shown.length === 0) return [];
  const elements = shown.map((button, index): types.Button => {
    const nth = shown.slice(0, index).filter(({ action }) => action === button.action).length + 1;
    return {
      type: 'button',
      action_id: actionId(button.action, nth, null),
      text: plain(button.label, LIMITS.buttonText),
      value: button.target,
      ...(button.style === 'plain' ? {} : { style: button.style }),
      ...(button.confirm === null ? {} : { confirm: confirmation(button, button.confirm) }),
    };
  });
  return [{ type: 'actions', elements }];
}

/** @returns a row of menus, or no block where there are none */
export function menuRow(menus: readonly Menu[]): types.ActionsBlock[] {
  const elements = menus.slice(0, LIMITS.buttonsInRow).flatMap((menu, index): types.Select[] => {
    const { action, choices, target } = menu;
    const common = {
      action_id: actionId(action, index + 1, target),
      placeholder: plain(menu.label, LIMITS.placeholder),
    };
    if (choices === 'people') return [{ type: 'users_select', ...common }];
    const options = choices.slice(0, LIMITS.options).map(({ label, value }) => ({
      text: plain(label, LIMITS.optionText),
      value,
    }));
    return options.length === 0 ? [] : [{ type: 'static_select', ...common, options }];
  });
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}
