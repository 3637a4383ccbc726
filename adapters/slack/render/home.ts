/** The Home tab: what is open and whose, the week, the suppression list, settings. */
import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { Desk } from '../../../src/desk.ts';
import type { NoteReply } from '../../../src/replies/index.ts';
import { LIMITS } from '../limits.ts';
import { actionOf, plain, row, select } from './buttons.ts';
import type { Home } from './leaf.ts';
import { noteLines } from './note.ts';

type Overview = Awaited<ReturnType<Desk['overview']>>;

/** Every button of the Home tab begins with this. */
export const HOME_PREFIX = 'home:';
const LISTS = ['open', 'mine', 'escalated', 'snoozed'] as const;
export const HOME_ACTIONS = {
  older: 'home:older',
  newer: 'home:newer',
  search: 'home:search',
  settings: 'home:settings',
};

/** "Open a case…" of the list. A select has no value for what it is about: that is in its id, "home:bt:show:1:TARGET". */
const openOne = ({ list }: Overview): types.ActionsBlock[] =>
  row(select(list.choose ?? null).map((one) => ({ ...one, action_id: `${HOME_PREFIX}${one.action_id}` })));

/** @returns the list that a case was chosen from; null where something else was pressed */
export function chosenFrom(actionId: string): string | null {
  const { name, target } = actionOf(actionId.slice(HOME_PREFIX.length));
  return name === 'show' ? target : null;
}

/** What somebody looks at; it travels with the view. */
export const HomeState = z.object({
  which: z.enum(LISTS),
  page: z.number().int().min(0),
});
export type HomeState = z.infer<typeof HomeState>;

export const FIRST_LOOK: HomeState = { which: 'open', page: 0 };

type HomeView = { type: 'home'; private_metadata: string; blocks: types.KnownBlock[] };

const NAMES: Readonly<Record<HomeState['which'], string>> = {
  open: 'Open',
  mine: 'Mine',
  escalated: 'Escalated',
  snoozed: 'Snoozed',
};

const header = (text: string): types.HeaderBlock => ({
  type: 'header',
  text: plain(text, LIMITS.headerText),
});

const button = (action_id: string, label: string, isChosen = false): types.Button => ({
  type: 'button',
  action_id,
  text: plain(label, LIMITS.buttonText),
  ...(isChosen ? { style: 'primary' as const } : {}),
});

const tabs = ({ totals }: Overview, chosen: HomeState['which']): types.ActionsBlock => ({
  type: 'actions',
  elements: LISTS.map((which) =>
    button(`${HOME_PREFIX}${which}`, `${NAMES[which]} (${totals[which]})`, which === chosen),
  ),
});

const told = (word: string): types.ContextBlock => ({ type: 'context', elements: [plain(word, 300)] });

const turning = ({ page, pages }: Overview): types.KnownBlock[] =>
  pages < 2
    ? []
    : [
        {
          type: 'actions',
          elements: [
            ...(page > 0 ? [button(HOME_ACTIONS.newer, 'Newer')] : []),
            ...(page + 1 < pages ? [button(HOME_ACTIONS.older, 'Older')] : []),
          ],
        },
        { type: 'context', elements: [plain(`Page ${page + 1} of ${pages}`, 100)] },
      ];

const search = (): types.InputBlock => ({
  type: 'input',
  block_id: 'suppressions',
  dispatch_action: true,
  optional: true,
  label: plain('Suppression list', LIMITS.inputLabel),
  hint: plain('An address, or a part of one such as a domain; then press Enter.', LIMITS.inputLabel),
  element: { type: 'plain_text_input', action_id: HOME_ACTIONS.search, max_length: 254 },
});

/** Slack draws charts in messages only: here each day is a word. */
const week = ({ week: { bars } }: Overview): types.ContextBlock[] =>
  bars.some(({ value }) => value > 0)
    ? [
        {
          type: 'context',
          elements: [
            plain(
              bars.map(({ label, value }) => `${label}: ${value.toLocaleString('en')}`).join(' · '),
              1000,
            ),
          ],
        },
      ]
    : [];

/**
 * @param word what became of a press, for the eye of whoever looks at the tab; null: nothing to say
 * @param found what the suppression list says to what was looked for; null: nothing was
 */
export function homeView(
  overview: Overview,
  { which }: HomeState,
  found: NoteReply | null,
  word: string | null,
  home: Home,
): HomeView {
  const total = overview.week.bars.reduce((sum, { value }) => sum + value, 0);
  return {
    type: 'home',
    private_metadata: JSON.stringify({ which, page: overview.page } satisfies HomeState),
    blocks: [
      header('Bounces'),
      tabs(overview, which),
      ...noteLines(overview.list, home),
      ...openOne(overview),
      ...(word === null ? [] : [told(word)]),
      ...turning(overview),
      { type: 'divider' },
      ...week(overview),
      {
        type: 'section',
        text: plain(
          total === 0
            ? 'Nothing bounced in the last seven days.'
            : `${total.toLocaleString('en')} ${total === 1 ? 'bounce' : 'bounces'} in the last seven days; /bounces stats says which.`,
          300,
        ),
      },
      { type: 'divider' },
      search(),
      ...(found === null ? [] : noteLines(found, home)),
      ...(overview.administers
        ? [
            { type: 'divider' } as const,
            {
              type: 'actions',
              elements: [button(HOME_ACTIONS.settings, 'Settings for all channels…')],
            } satisfies types.ActionsBlock,
          ]
        : []),
    ],
  };
}
