/**
 * What a button or a menu carries: which action on what, never any state. Six kinds, each at most 100 characters:
 *
 *     bt:<action>:<target>          do it
 *     bt?:<action>:<target>         ask first
 *     bt#:<action>:<target>         a menu: do it with what was chosen
 *     bt=:<form>:<target>           open a form, or, on a modal, take what was filled in
 *     bt!:<letter>:<message>:<target>   asked, and yes: with the message to update, its id in base 36
 *     bt.cancel                     asked, and no
 *
 * `letter` and base 36 are there so that a target of 80 characters and any message id still fit.
 */
import { type ActionName, FORMS, type FormName, MENU_NAMES, type MenuName } from '../../src/replies/index.ts';
import { LIMITS } from './limits.ts';

export type Press =
  | { readonly kind: 'do' | 'ask'; readonly action: ActionName; readonly target: string }
  | {
      readonly kind: 'confirmed';
      readonly action: ActionName;
      readonly target: string;
      /** Id of the message that carried the first button. */
      readonly message: string;
    }
  | { readonly kind: 'choose'; readonly action: MenuName; readonly target: string }
  /** `target` may be empty: settings of a whole team. */
  | { readonly kind: 'form'; readonly form: FormName; readonly target: string }
  | { readonly kind: 'cancel' };

/** A press on a button that asks the desk for something. */
export type Doing = Exclude<Press, { kind: 'cancel' | 'choose' | 'form' }>;

const CANCEL = 'bt.cancel';

const LETTERS: Readonly<Record<ActionName, string>> = {
  suppress: 's',
  'not-a-bounce': 'n',
  resolve: 'r',
  undo: 'u',
  share: 'h',
  addresses: 'a',
  claim: 'c',
  release: 'l',
  wake: 'w',
  escalate: 'e',
  reopen: 'o',
  check: 'd',
  acknowledge: 'k',
  ticket: 't',
  'ticket-text': 'x',
  details: 'i',
  'snooze-1h': 'b',
  'snooze-24h': 'f',
  'hand-over': 'j',
  choose: 'm',
  visit: 'z',
  lookup: 'q',
  example: 'p',
  page: 'g',
  'say-other': 'v',
  'as-read': 'y',
  similar: '1',
  customers: '2',
  'check-domain': '3',
};

const isAction = (text: string): text is ActionName => Object.hasOwn(LETTERS, text);

const actionOf = (letter: string): ActionName | null =>
  Object.keys(LETTERS)
    .filter(isAction)
    .find((action) => LETTERS[action] === letter) ?? null;

/**
 * @returns the id for a button
 * @throws RangeError when the target is longer than the 80 characters that a reply's button promises
 */
export function encodePress(press: Press): string {
  if (press.kind === 'cancel') return CANCEL;
  const id = encoded(press);
  if ((press.target === '' && press.kind !== 'form') || id.length > LIMITS.customId) {
    const what = press.kind === 'form' ? press.form : press.action;
    throw new RangeError(`the target of a "${what}" button must have 1 to 80 characters`);
  }
  return id;
}

function encoded(press: Exclude<Press, { kind: 'cancel' }>): string {
  switch (press.kind) {
    case 'do':
      return `bt:${press.action}:${press.target}`;
    case 'ask':
      return `bt?:${press.action}:${press.target}`;
    case 'choose':
      return `bt#:${press.action}:${press.target}`;
    case 'form':
      return `bt=:${press.form}:${press.target}`;
    case 'confirmed':
      return `bt!:${LETTERS[press.action]}:${BigInt(press.message).toString(36)}:${press.target}`;
  }
}

/** @returns what was pressed, or null for an id that is not one of ours: nothing acts on it then */
export function parsePress(customId: string): Press | null {
  if (customId === CANCEL) return { kind: 'cancel' };
  const plain = /^bt(\??):([a-z0-9-]+):(.+)$/s.exec(customId);
  if (plain) {
    const [, mark, action = '', target = ''] = plain;
    return isAction(action) ? { kind: mark === '?' ? 'ask' : 'do', action, target } : null;
  }
  const filled = /^bt=:([a-z-]+):(.*)$/s.exec(customId);
  if (filled) {
    const form = FORMS.find((one) => one === filled[1]);
    return form ? { kind: 'form', form, target: filled[2] ?? '' } : null;
  }
  const menu = /^bt#:([a-z-]+):(.+)$/s.exec(customId);
  if (menu) {
    const action = MENU_NAMES.find((one) => one === menu[1]);
    return action ? { kind: 'choose', action, target: menu[2] ?? '' } : null;
  }
  const confirmed = /^bt!:([a-z0-9]):([0-9a-z]{1,13}):(.+)$/s.exec(customId);
  if (!confirmed) return null;
  const [, letter = '', message = '', target = ''] = confirmed;
  const action = actionOf(letter);
  return action && { kind: 'confirmed', action, target, message: fromBase36(message) };
}

const fromBase36 = (digits: string): string =>
  [...digits].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n).toString();
