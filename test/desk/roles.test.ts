/** Who may do what, for every action, menu and form there is: a new one has to be added here. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  ACTION_NAMES,
  type ActionName,
  FORMS,
  type FormName,
  MENU_NAMES,
  type MenuName,
} from '../../src/replies/index.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';
import { ann, connectPaper, guest, place } from '../support/paper.ts';

const DEAD = '550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown';
const NO_GUESTS = /^Guests can look, but not act\./;

/** What a guest may do; the others take a member. */
const GUESTS_MAY: Readonly<Record<ActionName | MenuName, boolean>> = {
  suppress: false,
  'not-a-bounce': false,
  claim: false,
  release: false,
  'snooze-1h': false,
  'snooze-24h': false,
  wake: false,
  escalate: false,
  resolve: false,
  reopen: false,
  undo: false,
  'say-other': false,
  'as-read': false,
  choose: false,
  addresses: false,
  check: false,
  'check-domain': false,
  share: true,
  acknowledge: true,
  ticket: true,
  'ticket-text': true,
  details: true,
  similar: true,
  customers: true,
  visit: true,
  page: true,
  lookup: true,
  example: true,
  'hand-over': false,
  more: false,
  show: true,
};
const GUESTS_OPEN: Readonly<Record<FormName, boolean>> = {
  escalate: false,
  choose: false,
  snooze: false,
  'hand-over': false,
  feedback: true,
  'check-domain': false,
  settings: false,
};

let bot: TestDesk;
let target: string;
beforeEach(async () => {
  bot = await openDesk();
  target = (await connectPaper(bot).paste(DEAD)).caseId ?? '';
});
afterEach(() => bot.close());

test.each([...ACTION_NAMES, ...MENU_NAMES])('the action %s', async (action) => {
  const press = (actor: typeof guest) =>
    bot.desk.action({ action, target, choice: null, person: null, actor, place, ref: null });
  const { notice } = await press(guest);
  if (GUESTS_MAY[action]) expect(notice ?? '').not.toMatch(NO_GUESTS);
  else expect(notice).toMatch(NO_GUESTS);
  expect((await press(ann)).notice ?? '').not.toMatch(NO_GUESTS);
});

test.each(FORMS)('the form %s', async (form) => {
  const opened = await bot.desk.form({ form, target, actor: guest, place });
  const submitted = await bot.desk.submit({ form, target, actor: guest, place, ref: null, values: {} });
  const why = opened.kind === 'refusal' ? opened.why : '';
  const notice = submitted.kind === 'done' ? (submitted.outcome.notice ?? '') : '';
  if (GUESTS_OPEN[form]) {
    expect(opened.kind).toBe('form');
    expect(notice).not.toMatch(NO_GUESTS);
  } else if (form === 'settings') {
    expect([why, notice]).toEqual([expect.stringMatching(/admin/), expect.stringMatching(/admin/)]);
  } else {
    expect([why, notice]).toEqual([expect.stringMatching(NO_GUESTS), expect.stringMatching(NO_GUESTS)]);
  }
});
