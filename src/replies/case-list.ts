/** Lists of cases. */
import type { Case, Which } from '../cases/index.ts';
import type { Certainty } from '../diagnosis/index.ts';
import { has } from './has.ts';
import { buttonFor } from './labels.ts';
import { type Button, type Leaf, type Line, type Menu, type NoteReply, plain } from './reply.ts';
import { lengthOf } from './span.ts';
import { CERTAIN } from './unsure.ts';

const NONE: Readonly<Record<Which, string>> = {
  open: 'Nothing is open. Paste a bounce into a channel that I am in, and I open a case for it.',
  mine: 'You look after no case. Press Claim on one, and it is listed here.',
  escalated: 'Nothing is escalated.',
  snoozed: 'Nothing is snoozed.',
};
const TITLES: Readonly<Record<Which, string>> = {
  open: 'open',
  mine: 'of yours',
  escalated: 'escalated',
  snoozed: 'snoozed',
};

export type Listed = {
  readonly case: Case;
  readonly title: string;
  readonly certainty: Certainty;
  /** A message of ours that shows it, or null. */
  readonly post: { readonly channel: string; readonly ref: string } | null;
};

/** A page of a list, counted from 0. */
export type ListPage = { readonly which: Which; readonly page: number };

/** @returns what its select and its buttons are about */
const targetOf = ({ which, page }: ListPage): string => `cases:${which}:${page}`;

/** @returns the page that a select or a button is about; null where it is about something else */
export function listPageIn(target: string): ListPage | null {
  const [, which, page] = /^cases:([a-z]{1,20}):(\d{1,6})$/.exec(target) ?? [];
  return which !== undefined && isWhich(which) ? { which, page: Number(page) } : null;
}

const isWhich = (word: string): word is Which => Object.hasOwn(TITLES, word);

/**
 * @param listed the cases of this page
 * @param total of all pages
 * @param size cases of a full page
 * @param now milliseconds since 1970: how old they are
 * @returns a page of cases, one a line, each with the way to its answer; its select opens one
 */
export function caseListReply(
  { which, page }: ListPage,
  listed: readonly Listed[],
  total: number,
  size: number,
  now: number,
): NoteReply {
  if (total === 0)
    return {
      kind: 'note',
      tone: 'list',
      title: `No case ${TITLES[which]}`,
      body: [plain(NONE[which])],
      examples: [],
    };
  const older = total - page * size - listed.length;
  const choose: Menu = {
    action: 'show',
    label: 'Open a case…',
    target: targetOf({ which, page }),
    choices: listed.map((one) => ({ label: choiceOf(one), value: one.case.id })),
  };
  return {
    kind: 'note',
    tone: 'list',
    title: `${total.toLocaleString('en')} ${total === 1 ? 'case' : 'cases'} ${TITLES[which]}`,
    body: [
      ...listed.map((one) => lineOfCase(one, now)),
      ...(older > 0
        ? [plain(older === 1 ? '… and an older one.' : `… and ${older.toLocaleString('en')} older ones.`)]
        : []),
    ],
    examples: [],
    choose,
    actions: turning({ which, page }, older, size),
  };
}

function turning({ which, page }: ListPage, older: number, size: number): readonly Button[] {
  const next = Math.min(older, size);
  return [
    ...(page > 0 ? [buttonFor('page', targetOf({ which, page: page - 1 }), { label: `Newer ${size}` })] : []),
    ...(next > 0 ? [buttonFor('page', targetOf({ which, page: page + 1 }), { label: `Older ${next}` })] : []),
  ];
}

const many = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'bounce' : 'bounces'}`;

/** What tells it from the others comes first: a select cuts what is long. */
function choiceOf({ case: { recipients, count, bounce }, title }: Listed): string {
  const [address = bounce.senderDomain ?? bounce.remoteHost] = recipients;
  const whom = recipients.length > 1 ? `${recipients.length.toLocaleString('en')} addresses` : address;
  return [whom, title, many(count)].filter((part) => part !== null).join(' · ');
}

/** "Gmail: neither SPF nor DKIM · 14 bounces · Ann has it · 3 days old" */
function lineOfCase({ case: handled, title, certainty, post }: Listed, now: number): Line {
  const { recipients, count, firstAt } = handled;
  const name: Leaf = post ? { kind: 'post', label: title, ...post } : { kind: 'strong', text: title };
  const [address] = recipients;
  const whom: Line =
    address === undefined
      ? []
      : [
          ...plain(' · '),
          { kind: 'code', text: address },
          ...plain(recipients.length > 1 ? ` and ${(recipients.length - 1).toLocaleString('en')} more` : ''),
        ];
  return [
    name,
    ...whom,
    ...plain(` · ${many(count)} · `),
    ...(certainty === 'sure' ? [] : plain(`${CERTAIN[certainty].toLowerCase()} · `)),
    ...standing(handled),
    ...plain(` · ${lengthOf({ from: Math.min(firstAt, now), to: now })} old`),
  ];
}

/** How it stands, and who looks after it: "nobody has it", "Ann has it", "snoozed until …, Ann has it". */
function standing({ status, owner }: Case): Line {
  const whose: Line = owner
    ? [{ kind: 'actor', actor: owner }, ...plain(` ${has(owner)} it`)]
    : plain('nobody has it');
  switch (status.kind) {
    case 'open':
    case 'claimed':
      return whose;
    case 'snoozed':
      return [...plain('snoozed until '), { kind: 'time', at: status.until }, ...plain(', '), ...whose];
    case 'escalated':
      return [
        ...plain('escalated by '),
        { kind: 'actor', actor: status.by },
        ...(owner ? [...plain(', '), ...whose] : []),
      ];
    case 'resolved':
    case 'dismissed':
      return plain(status.kind);
  }
}
