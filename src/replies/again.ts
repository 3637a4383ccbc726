import type { Dossier } from '../cases/index.ts';
import { ended, type Line, type NoteReply, plain } from './reply.ts';
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

export type PostOfOurs = { readonly channel: string; readonly ref: string };

/**
 * A bounce that was answered before.
 * @param title the case's verdict in a few words
 * @param first where it is explained
 */
export function againReply(dossier: Dossier, title: string, first: PostOfOurs, reopened: boolean): NoteReply {
  const state = stateOf(dossier);
  const way: Line = [{ kind: 'post', label: 'the first answer', ...first }];
  return {
    kind: 'note',
    tone: 'repeat',
    title: titleBehind(reopened ? 'Back again' : 'Known already', title),
    body: [
      [...happened(dossier), ...plain('. What it means and what to do is in '), ...way, ...plain('.')],
      ...lastingWords(dossier),
      ...(state ? [ended(state)] : [plain('Nobody has claimed it yet.')]),
    ],
    examples: [],
  };
}
