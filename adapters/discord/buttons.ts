/** A reply's buttons and menus as rows of Discord's. */
import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIStringSelectComponent,
  type APIUserSelectComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { Button, Menu } from '../../src/replies/index.ts';
import { encodePress, type Press } from './custom-id.ts';
import { clip } from './escape.ts';
import { LIMITS } from './limits.ts';

export type ButtonRow = APIActionRowComponent<APIButtonComponentWithCustomId>;
export type MenuRow = APIActionRowComponent<APIStringSelectComponent | APIUserSelectComponent>;

const STYLES = {
  primary: ButtonStyle.Primary,
  danger: ButtonStyle.Danger,
  plain: ButtonStyle.Secondary,
} as const;

/** Leaves everything as it is. */
export const cancelButton: APIButtonComponentWithCustomId = {
  type: ComponentType.Button,
  style: ButtonStyle.Secondary,
  label: 'Cancel',
  custom_id: encodePress({ kind: 'cancel' }),
};

/** @returns one button; its style and label are the reply's, its id says what a press means */
export const buttonFor = (button: Button, press: Press): APIButtonComponentWithCustomId => ({
  type: ComponentType.Button,
  style: STYLES[button.style],
  // Labels are shown as they are: Discord draws no Markdown in them.
  label: clip(button.label, LIMITS.buttonLabel),
  custom_id: encodePress(press),
});

/** @returns rows of up to five buttons, at most four rows; a button that is there twice is shown once */
export function buttonRows(buttons: readonly Button[]): ButtonRow[] {
  const unique = new Map(
    buttons.map((button) => {
      const kind = button.confirm === null ? 'do' : 'ask';
      const shown = buttonFor(button, { kind, action: button.action, target: button.target });
      return [shown.custom_id, shown];
    }),
  );
  const shown = [...unique.values()].slice(0, LIMITS.rows * LIMITS.rowButtons);
  return Array.from({ length: Math.ceil(shown.length / LIMITS.rowButtons) }, (_, row) => ({
    type: ComponentType.ActionRow,
    components: shown.slice(row * LIMITS.rowButtons, (row + 1) * LIMITS.rowButtons),
  }));
}

/** @returns a row for each menu; one without choices is left out, one that is there twice is shown once */
export function menuRows(menus: readonly Menu[]): MenuRow[] {
  const unique = new Map(menus.map((menu) => [`${menu.action} ${menu.target}`, menu]));
  return [...unique.values()]
    .slice(0, LIMITS.menus)
    .flatMap(({ action, label, target, choices }): MenuRow[] => {
      const common = {
        custom_id: encodePress({ kind: 'choose', action, target }),
        placeholder: clip(label, LIMITS.placeholder),
      };
      if (choices === 'people') {
        return [row({ type: ComponentType.UserSelect, ...common })];
      }
      const options = choices
        .slice(0, LIMITS.choices)
        .map(({ label: name, value }) => ({ label: clip(name, LIMITS.choice), value }));
      return options.length === 0 ? [] : [row({ type: ComponentType.StringSelect, ...common, options })];
    });
}

const row = (menu: APIStringSelectComponent | APIUserSelectComponent): MenuRow => ({
  type: ComponentType.ActionRow,
  components: [menu],
});
