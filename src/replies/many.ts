/** Many bounces of one message → one answer: `../shared/answer/answer.md` of the project, "46 bounces, 9 problems". */
import type { Actor } from '../audit/index.ts';
import type { Catalog } from '../catalog/index.ts';
import { todoOf } from './deed.ts';
import { buttonFor } from './labels.ts';
import { type Group, isOurRefusal, nounOf, type Row, rowsOf, toldIn } from './many-rows.ts';
import { LINE_OF_REFUSERS, type Refuser, refusedBy } from './refusers.ts';
import {
  type Button,
  type Choice,
  type Confirm,
  type Line,
  type ManyReply,
  type Menu,
  plain,
} from './reply.ts';

/** Addresses that one press suppresses. */
export type Dead = {
  /** Of those that are left: surely dead; and likely, which is left to people. */
  readonly sure: number;
  readonly likely: number;
  /** Whom the sure ones were refused by, the most first. */
  readonly by: readonly Refuser[];
  /** Suppressed with this answer's cases: who did it when, the newest first. */
  readonly done: readonly { readonly by: Actor; readonly at: number; readonly count: number }[];
  /** Suppressed before the message came: they bounce all the same. */
  readonly before: number;
};

/** What is chosen from "Show a problem…" and is no problem: its addresses as a file. */
export const ADDRESS_FILES = { dead: 'file:dead', all: 'file:all' } as const;

/**
 * Lines of rows and notes that show, the rest is counted: as many as there is room for in Slack on a phone, 480 pixels
 * as `npm run pictures` draws it.
 */
const MOST_LINES = 10;
/** However many lines these take. */
const LEAST_ROWS = 5;
/** Characters of a problem's name that stand in one line there. */
const LINE_OF_PROBLEM = 24;
/** Providers that the question before suppressing names. */
const MOST_ASKED = 4;

/**
 * @param target what its buttons are about, the answer's id; null: nothing was written down, so that there is nothing to do
 * @param groups the message's problems, at least one
 * @param left what was left unread, in plain words, or null
 * @returns the one answer to the message
 */
export function manyReply(
  target: string | null,
  groups: readonly Group[],
  dead: Dead,
  left: string | null,
  catalog: Catalog,
): ManyReply {
  const rows = rowsOf(groups, catalog);
  const known = isMixed(rows) ? knownMark : () => '';
  const marked = rows.map((row) => ({ ...row, problem: `${row.problem}${known(row.count, row.known)}` }));
  const notes = notesOf(rows, dead, left);
  const shown = shownOf(marked, notes.length);
  return {
    kind: 'many',
    target: target ?? '',
    title: headOf(rows),
    todo: todoOf(rows, dead)
      .map(({ words }) => words)
      .join(' · '),
    rows: shown.map(({ look, count, problem, refusedBy: by }) => ({ look, count, problem, refusedBy: by })),
    notes: [...unseenNotes(rows.slice(shown.length)), ...notes],
    state: doneWords(dead),
    choose: target === null ? null : chooseOf(target, rows, dead, known),
    actions: target === null ? [] : actionsOf(target, dead),
  };
}

/** @returns the answer to a message that was edited, and tells of no bounce any more */
export const noneLeftReply = (target: string): ManyReply => ({
  kind: 'many',
  target,
  title: 'No bounces any more',
  todo: 'Nothing to do',
  rows: [],
  notes: [plain('The message was edited, and I see no bounce in it.')],
  state: null,
  choose: null,
  actions: [],
});

const number = (value: number): string => value.toLocaleString('en');
const countOf = (count: number, one: string, some = `${one}s`): string =>
  `${number(count)} ${count === 1 ? one : some}`;

/** @returns "46 bounces, 9 problems"; what our own server turned away is neither */
export function headOf(rows: readonly Row[]): string {
  const bounced = rows.filter((row) => !isOurRefusal(row));
  const groups = bounced.flatMap((row) => row.groups);
  if (groups.length === 0) {
    return `Your own server refused ${countOf(toldIn(rows.flatMap((row) => row.groups)), 'mail')}`;
  }
  const noun = nounOf(groups.map(({ diagnosis }) => diagnosis));
  return `${countOf(toldIn(groups), noun)}, ${countOf(bounced.length, 'problem')}`;
}

/** Some of what is told was told before, and some is new: each row says which. */
const isMixed = (rows: readonly Row[]): boolean =>
  rows.some(({ known }) => known > 0) && rows.some(({ known, count }) => known < count);

/** What has no mark is new. */
function knownMark(count: number, known: number): string {
  if (known === 0) return '';
  return known < count ? ` (${number(count - known)} new)` : ' (known)';
}

/** Those that there is room for beside the notes, of which one more says what is left out. */
function shownOf(rows: readonly Row[], notes: number): readonly Row[] {
  const lines = rows.map(({ problem, refusedBy: by }) =>
    problem.length > LINE_OF_PROBLEM || by.length > LINE_OF_REFUSERS ? 2 : 1,
  );
  const upTo = (count: number): number => lines.slice(0, count).reduce((sum, one) => sum + one, notes);
  if (upTo(rows.length) <= MOST_LINES) return rows;
  let count = Math.min(rows.length, MOST_LINES);
  while (count > LEAST_ROWS && upTo(count) + 1 > MOST_LINES) count--;
  return rows.slice(0, count);
}

function unseenNotes(unseen: readonly Row[]): readonly Line[] {
  const hidden = unseen.filter((row) => !isOurRefusal(row));
  return [
    ...(hidden.length > 0 ? [plain(hiddenWords(hidden))] : []),
    ...unseen
      .filter(isOurRefusal)
      .map(({ count }) => plain(`Your own server refused ${countOf(count, 'mail')}: nothing to do.`)),
  ];
}

/** What the next mailing does although they are on the list here. */
const NEXT_MAILING =
  'Your sender doesn’t know it: take “Dead addresses (CSV)” off your list there, or the next mailing goes to them.';

function notesOf(rows: readonly Row[], { before, done }: Dead, left: string | null): readonly Line[] {
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  const known = rows.reduce((sum, row) => sum + row.known, 0);
  return [
    ...(known > 0 ? [plain(knownWords(total, known))] : []),
    ...(done.length > 0 ? [plain(NEXT_MAILING)] : []),
    ...(before > 0 ? [plain(listedWords(before))] : []),
    ...(left === null ? [] : [plain(left)]),
  ];
}

/** "4 more problems, 9 bounces" */
function hiddenWords(rows: readonly Row[]): string {
  const groups = rows.flatMap((row) => row.groups);
  const noun = nounOf(groups.map(({ diagnosis }) => diagnosis));
  return `${countOf(rows.length, 'more problem')}, ${countOf(toldIn(groups), noun)}`;
}

/**
 * Cases, lists, statistics and tickets count each attempt once, however often it is pasted.
 * @param total of the message
 * @param known how many of them were told before
 */
export const knownWords = (total: number, known: number): string =>
  known < total
    ? `${number(total - known)} new, ${number(known)} known`
    : total === 1
      ? 'Known: it doesn’t count again'
      : `All ${number(total)} known: none counts again`;

/** It is news: whoever sends doesn't heed the list. */
const listedWords = (count: number): string =>
  count === 1
    ? '1 address was suppressed before: your sender still mails it.'
    : `${number(count)} addresses were suppressed before: your sender still mails them.`;

/** Where they are suppressed is told with it: nowhere but here. */
function doneWords({ done }: Dead): Line | null {
  if (done.length === 0) return null;
  const words = done
    .slice(0, 2)
    .flatMap(
      ({ by, at, count }, i): Line => [
        ...plain(`${i > 0 ? '; ' : ''}${number(count)} suppressed by `),
        { kind: 'actor', actor: by },
        ...plain(', '),
        { kind: 'time', at },
      ],
    );
  return [...words, ...plain(' · here ✓')];
}

/** The problems of one row each have a card: with several of them, each is told by who refused. */
function chooseOf(
  target: string,
  rows: readonly Row[],
  { sure, done, before }: Dead,
  mark: (count: number, known: number) => string,
): Menu {
  const problems = rows.flatMap(({ problem, groups }) =>
    groups.map((group) => ({
      label: [number(group.told), `${problem}${mark(group.told, group.known)}`, refusedBy(group.refusers)]
        .filter((part) => part !== '')
        .join(' · '),
      value: group.id,
      group: 'Problems',
    })),
  );
  const dead = { label: 'Dead addresses (CSV)', value: ADDRESS_FILES.dead, group: 'Files' };
  const files: readonly Choice[] = [
    ...(sure + done.length + before > 0 ? [dead] : []),
    { label: 'All addresses (CSV)', value: ADDRESS_FILES.all, group: 'Files' },
  ];
  return { action: 'show', label: 'Show a problem…', target, choices: [...numbered(problems), ...files] };
}

/** Two that read alike get a number each. */
function numbered(choices: readonly Choice[]): readonly Choice[] {
  const seen = new Map<string, number>();
  return choices.map((choice) => {
    const times = (seen.get(choice.label) ?? 0) + 1;
    seen.set(choice.label, times);
    return times === 1 ? choice : { ...choice, label: `${choice.label} (${times})` };
  });
}

function actionsOf(target: string, dead: Dead): readonly Button[] {
  const undo = dead.done.length > 0 ? [buttonFor('undo', target)] : [];
  if (dead.sure === 0) return undo;
  // So short that it stands beside the select; what is asked says whom.
  const label = `Suppress ${number(dead.sure)}…`;
  return [buttonFor('suppress', target, { label, style: 'primary', confirm: question(dead) }), ...undo];
}

/** What is asked before so many are suppressed at one press. */
function question({ sure, likely, by }: Dead): Confirm {
  const named = by.slice(0, MOST_ASKED).map(({ name, count }) => `${name} ${number(count)}`);
  const others = by.length > MOST_ASKED ? `, +${by.length - MOST_ASKED}` : '';
  const who = named.length > 0 ? `${named.join(', ')}${others}. ` : '';
  const why =
    likely === 0
      ? `Refused as dead, and I’m sure of ${sure === 1 ? 'it' : 'all'}.`
      : `${number(sure)} ${sure === 1 ? 'is' : 'are'} sure, ${number(likely)} likely: I suppress the ${number(sure)}.`;
  return {
    title: `Suppress ${countOf(sure, 'address', 'addresses')}?`,
    text: `${who}${why} You can undo this.`,
    yes: `Suppress ${number(sure)}`,
    no: sure === 1 ? 'Keep it' : 'Keep them',
  };
}
