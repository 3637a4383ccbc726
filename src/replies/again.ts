import { type Dossier, isAllListed } from '../cases/index.ts';
import { type Fact, type Line, type NoteReply, plain, type VerdictReply } from './reply.ts';
import { titleBehind } from './unsure.ts';

/** What was told may be what makes it last: that changes what is to be done. */
function lastingWords({ lasting }: Dossier): readonly Line[] {
  const [first] = lasting;
  if (first === undefined) return [];
  return [
    [
      ...plain(`Treat as hard now: ${first.times} mailings to `),
      { kind: 'code', text: first.address },
      ...plain(' were put off since '),
      { kind: 'time', at: first.since },
      ...plain(lasting.length > 1 ? `; ${lasting.length} addresses last like that.` : '.'),
    ],
  ];
}

/** How often it happened, and since when; or that the mail arrived after all. */
function happened({ case: { count, firstAt }, arrivedAt }: Dossier): Line {
  if (arrivedAt !== null) return [...plain('Put off, and delivered '), { kind: 'time', at: arrivedAt }];
  return [...plain(`${count.toLocaleString('en')} since `), { kind: 'time', at: firstAt }];
}

/** Whether it is news: a new try looks like the same line pasted twice. */
const countedWords = (fresh: number): string =>
  fresh === 0
    ? 'this was counted already'
    : fresh === 1
      ? 'this is a new try'
      : `${fresh.toLocaleString('en')} new tries here`;

export type PostOfOurs = { readonly channel: string; readonly ref: string };

/** The first answer about a bounce, in another channel, and when it was given. */
export type ToldElsewhere = PostOfOurs & { readonly at: number };

/** @returns the whole verdict, as not everybody can open the first one, with the word that it was counted there */
export const withElsewhere = (verdict: VerdictReply, first: ToldElsewhere | null): VerdictReply =>
  first === null
    ? verdict
    : {
        ...verdict,
        details: { ...verdict.details, facts: [elsewhereFact(first), ...verdict.details.facts] },
      };

const elsewhereFact = (first: ToldElsewhere): Fact => ({
  label: 'Known already',
  value: [
    ...plain('This was counted in '),
    { kind: 'post', label: 'another channel', channel: first.channel, ref: first.ref },
    ...plain(', '),
    { kind: 'time', at: first.at },
    ...plain(', and doesn’t count again.'),
  ],
});

/** It is news: whoever sends doesn't heed the list. */
function listedWords({ suppressed, case: { recipients } }: Dossier): readonly Line[] {
  if (suppressed === null) return [];
  const many = suppressed.count > 1;
  return [
    [
      ...plain(recipients.length > 1 ? `${suppressed.count} of its addresses: on` : 'On'),
      ...plain(' the suppression list since '),
      { kind: 'time', at: suppressed.at },
      ...plain(', by '),
      { kind: 'actor', actor: suppressed.by },
      ...plain(`, and your sender still mails ${many ? 'them' : 'it'}.`),
    ],
  ];
}

/** Who has it, and how far it is. */
const standing = ({ card: { state } }: VerdictReply): Line =>
  state.length === 0
    ? plain('nobody has it yet')
    : state.flatMap((half, i) => [...(i > 0 ? plain(' · ') : []), ...half]);

/**
 * A bounce that was answered before: what it is, who is on it since when, and the button that its case has first.
 * @param verdict on its case, as it is now
 * @param first where it is explained
 * @param told.contradiction what it says surely, against what a person said of the case; null: nothing
 * @param told.fresh how many of its attempts nobody knew before; null: not kept
 * @param told.left what was left unread of the message, in plain words; null: nothing
 */
export function againReply(
  dossier: Dossier,
  verdict: VerdictReply,
  first: PostOfOurs,
  {
    reopened,
    fresh,
    contradiction,
    left,
  }: {
    readonly reopened: boolean;
    readonly fresh: number | null;
    readonly contradiction: Line | null;
    readonly left: string | null;
  },
): NoteReply {
  const { card, title } = verdict;
  const isNews = (fresh ?? 0) > 0 && dossier.suppressed !== null;
  const front = isNews
    ? 'Suppressed, and bouncing again'
    : isAllListed(dossier)
      ? 'Suppressed already'
      : reopened
        ? 'Back again'
        : 'Known';
  const isSettled = card.look === 'settled';
  const [kind, ...rest] = [card.badge.kind, card.badge.whose, card.badge.address];
  const action = card.actions.find(({ action: name }) => name !== 'details');
  return {
    kind: 'note',
    tone: 'repeat',
    title: titleBehind(front, isSettled ? title : card.title),
    body: [
      ...(isSettled
        ? []
        : [
            [
              { kind: 'strong', text: kind } as const,
              ...rest.flatMap((part) => plain(part === null ? '' : ` · ${part}`)),
            ],
          ]),
      [
        ...happened(dossier),
        ...plain(' · '),
        ...standing(verdict),
        ...plain(fresh === null ? '' : ` · ${countedWords(fresh)}`),
      ],
      ...(contradiction === null ? [] : [contradiction]),
      ...lastingWords(dossier),
      // The button may be the answer to it.
      ...(action !== undefined && card.question !== null ? [card.question] : []),
      ...(isNews ? listedWords(dossier) : []),
      ...(left === null ? [] : [plain(left)]),
      [{ kind: 'post', label: 'Open the case ↗', ...first }],
    ],
    examples: [],
    ...(action === undefined ? {} : { actions: [action] }),
  };
}
