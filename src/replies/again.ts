import type { Dossier } from '../cases/index.ts';
import { ended, type Fact, type Line, type NoteReply, plain, type VerdictReply } from './reply.ts';
import { stateOf } from './state.ts';
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

/** How often it happened, and when; or that the mail arrived after all. */
function happened({ case: { count, firstAt, lastAt }, arrivedAt }: Dossier): Line {
  if (arrivedAt !== null) {
    return [...plain('It was put off, and delivered '), { kind: 'time', at: arrivedAt }];
  }
  return [
    ...plain(`${count.toLocaleString('en')} ${count === 1 ? 'bounce' : 'bounces'} since `),
    { kind: 'time', at: firstAt },
    ...(lastAt > firstAt ? ([...plain(', last '), { kind: 'time', at: lastAt }] as const) : []),
  ];
}

/** Whether it is news: a new try looks like the same line pasted twice. */
const countedWords = (fresh: number, count: number): string =>
  fresh === 0
    ? ' This was counted already.'
    : ` ${fresh === 1 ? 'A new try' : `${fresh.toLocaleString('en')} new tries`}: ${count.toLocaleString('en')} by now.`;

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
        facts: [elsewhereFact(first), ...verdict.facts],
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

/**
 * A bounce that was answered before.
 * @param title the case's verdict in a few words
 * @param first where it is explained
 * @param told.fresh how many of its attempts nobody knew before; null: not kept
 */
export function againReply(
  dossier: Dossier,
  title: string,
  first: PostOfOurs,
  { reopened, fresh }: { readonly reopened: boolean; readonly fresh: number | null },
): NoteReply {
  const state = stateOf(dossier);
  const way: Line = [{ kind: 'post', label: 'the first answer', ...first }];
  return {
    kind: 'note',
    tone: 'repeat',
    title: titleBehind(reopened ? 'Back again' : 'Known already', title),
    body: [
      [
        ...happened(dossier),
        ...plain('. What it means and what to do is in '),
        ...way,
        ...plain(`.${fresh === null ? '' : countedWords(fresh, dossier.case.count)}`),
      ],
      ...lastingWords(dossier),
      ...(state ? [ended(state)] : [plain('Nobody has claimed it yet.')]),
    ],
    examples: [],
  };
}
