/** Lists of cases. */
import type { Case, Which } from '../cases/index.ts';
import type { Certainty } from '../diagnosis/index.ts';
import { type Leaf, type Line, type NoteReply, plain } from './reply.ts';
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

/**
 * @param from how many cases stand before these
 * @returns a page of cases, one a line, each with the way to its answer
 */
export function caseListReply(
  which: Which,
  listed: readonly Listed[],
  total: number,
  from: number,
): NoteReply {
  if (total === 0)
    return {
      kind: 'note',
      tone: 'list',
      title: `No case ${TITLES[which]}`,
      body: [plain(NONE[which])],
      examples: [],
    };
  const older = total - from - listed.length;
  return {
    kind: 'note',
    tone: 'list',
    title: `${total.toLocaleString('en')} ${total === 1 ? 'case' : 'cases'} ${TITLES[which]}`,
    body: [
      ...listed.map(lineOfCase),
      ...(older > 0
        ? [plain(older === 1 ? '… and an older one.' : `… and ${older.toLocaleString('en')} older ones.`)]
        : []),
    ],
    examples: [],
  };
}

function lineOfCase({ case: handled, title, certainty, post }: Listed): Line {
  const { recipients, count, lastAt } = handled;
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
    ...plain(` · ${count.toLocaleString('en')} ${count === 1 ? 'bounce' : 'bounces'}, last `),
    { kind: 'time', at: lastAt },
    ...plain(` · ${CERTAIN[certainty].toLowerCase()} · `),
    ...standing(handled),
  ];
}

/** How it stands: "open", "snoozed until …, Ann has it". */
function standing({ status, owner }: Case): Line {
  const until: Line =
    status.kind === 'snoozed' ? [...plain(' until '), { kind: 'time', at: status.until }] : [];
  const state: Line = [...plain(status.kind), ...until];
  return owner ? [...state, ...plain(', '), { kind: 'actor', actor: owner }] : state;
}
