import type { types } from '@slack/bolt';
import type { ActionName, Button } from '../../../src/replies/index.ts';
import { LIMITS } from '../limits.ts';
import { clip } from './escape.ts';

/** Every button of ours begins with this; the listener takes no others. */
export const ACTION_PREFIX = 'bt:';

const plain = (text: string, max: number): types.PlainTextElement => ({
  type: 'plain_text',
  text: clip(text, max),
  emoji: false,
});

const confirmation = (button: Button, question: string): types.ConfirmationDialog => ({
  title: plain(`${button.label}?`, LIMITS.confirmTitle),
  text: plain(question, LIMITS.confirmText),
  confirm: plain(button.label, LIMITS.confirmButton),
  deny: plain('Cancel', LIMITS.confirmButton),
  ...(button.style === 'danger' ? { style: 'danger' as const } : {}),
});

/** An action id may stand only once in a message, so equal actions are counted: "bt:share", "bt:share:2". */
const actionId = (name: ActionName, before: readonly Button[]): string => {
  const nth = before.filter(({ action }) => action === name).length + 1;
  return nth === 1 ? `${ACTION_PREFIX}${name}` : `${ACTION_PREFIX}${name}:${nth}`;
};

/** @returns the action that an action id stands for, as it was written: the caller checks that there is one */
export const actionOf = (id: string): string => id.slice(ACTION_PREFIX.length).split(':', 1)[0] ?? '';

/** @returns a row of buttons, or no block where there are none; Slack takes 25 of them */
export const buttonRow = (buttons: readonly Button[]): types.ActionsBlock[] => {
  const shown = buttons.slice(0, LIMITS.buttonsInRow);
  if (shown.length === 0) return [];
  const elements = shown.map(
    (button, index): types.Button => ({
      type: 'button',
      action_id: actionId(button.action, shown.slice(0, index)),
      text: plain(button.label, LIMITS.buttonText),
      value: button.target,
      ...(button.style === 'plain' ? {} : { style: button.style }),
      ...(button.confirm === null ? {} : { confirm: confirmation(button, button.confirm) }),
    }),
  );
  return [{ type: 'actions', elements }];
};
