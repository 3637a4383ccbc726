/** A reply's buttons and menus as rows of Discord's. */
import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIButtonComponentWithURL,
  type APISelectMenuOption,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { Button, Choice, Menu, MoreItem } from '../../src/replies/index.ts';
import { encodePress, type Press } from './custom-id.ts';
import { clip } from './escape.ts';
import { LIMITS } from './limits.ts';

export type ButtonRow = APIActionRowComponent<APIButtonComponentWithCustomId | APIButtonComponentWithURL>;
export type MenuRow = APIActionRowComponent<APIStringSelectComponent>;

const STYLES = {
  primary: ButtonStyle.Primary,
  danger: ButtonStyle.Danger,
  plain: ButtonStyle.Secondary,
} as const;

/** @returns a button that leaves everything as it is */
export const cancelButton = (label: string): APIButtonComponentWithCustomId => ({
  type: ComponentType.Button,
  style: ButtonStyle.Secondary,
  label: clip(label, LIMITS.buttonLabel),
  custom_id: encodePress({ kind: 'cancel' }),
});

/** @returns one button; its style and label are the reply's, its id says what a press means */
export const buttonFor = (button: Button, press: Press): APIButtonComponentWithCustomId => ({
  type: ComponentType.Button,
  style: STYLES[button.style],
  // Labels are shown as they are: Discord draws no Markdown in them.
  label: clip(button.label, LIMITS.buttonLabel),
  custom_id: encodePress(press),
});

/** Discord opens the page itself, and tells nobody. */
const linkButton = (label: string, url: string): APIButtonComponentWithURL => ({
  type: ComponentType.Button,
  style: ButtonStyle.Link,
  label: clip(label, LIMITS.buttonLabel),
  url,
});

/** @returns rows of up to five buttons, at most four rows; a button that is there twice is shown once */
export function buttonRows(buttons: readonly Button[]): ButtonRow[] {
  const unique = new Map(
    buttons.map((button): [string, ButtonRow['components'][number]] => {
      const { action, target, url } = button;
      if (url !== undefined) return [url, linkButton(button.label, url)];
      const shown = buttonFor(button, { kind: button.confirm === null ? 'do' : 'ask', action, target });
      return [shown.custom_id, shown];
    }),
  );
  const shown = [...unique.values()].slice(0, LIMITS.rows * LIMITS.rowButtons);
  return Array.from({ length: Math.ceil(shown.length / LIMITS.rowButtons) }, (_, row) => ({
    type: ComponentType.ActionRow,
    components: shown.slice(row * LIMITS.rowButtons, (row + 1) * LIMITS.rowButtons),
  }));
}

/** A select of what one of ours holds: its files come last, and are kept. */
export function selectRows(menus: readonly Menu[]): MenuRow[] {
  return menus.flatMap(({ action, label, target, choices }): MenuRow[] => {
    const custom_id = encodePress({ kind: 'choose', action, target });
    const shown = shownOf(choices);
    const left = choices.length - shown.length;
    // What a select can't hold is said where it is opened.
    const placeholder = clip(left > 0 ? `${label} (without ${left} more)` : label, LIMITS.placeholder);
    return shown.length === 0
      ? []
      : [row({ type: ComponentType.StringSelect, custom_id, placeholder, options: shown.map(option) })];
  });
}

/** Of more choices than a select holds the last group (files) stays whole: the rest is in them. */
function shownOf(choices: readonly Choice[]): readonly Choice[] {
  const last = choices.at(-1)?.group;
  const isOne = last === choices[0]?.group;
  const kept = isOne ? [] : choices.filter(({ group }) => group === last);
  const others = isOne ? choices : choices.filter(({ group }) => group !== last);
  return [...others.slice(0, Math.max(0, LIMITS.choices - kept.length)), ...kept].slice(0, LIMITS.choices);
}

/** Discord has no groups: a choice says under its name which it is of. */
const option = ({ label, value, group }: Choice): APISelectMenuOption => ({
  label: clip(label, LIMITS.choice),
  value,
  ...(group === undefined ? {} : { description: clip(group, LIMITS.choice) }),
});

/** @returns "More…", whose choices are actions and forms; none without choices or a case */
export const moreRow = (items: readonly MoreItem[], caseId: string | null): MenuRow[] =>
  caseId === null ? [] : selectRows([{ action: 'more', label: 'More…', target: caseId, choices: items }]);

const row = (menu: APIStringSelectComponent): MenuRow => ({
  type: ComponentType.ActionRow,
  components: [menu],
});
