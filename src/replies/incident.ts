/** Many bounces of one problem at once, as a fact: how many, since when, and whether it goes on. */
import type { PostOfOurs } from './again.ts';
import { type Fact, type Leaf, type Line, plain } from './reply.ts';
import { lengthOf, minutesWords, type Span, spanLine } from './span.ts';

/** A case by its number, with where it is answered; null: nowhere any more. */
export type NamedCase = { readonly id: string; readonly post: PostOfOurs | null };

/** @returns "case c-0123…", with the way to its answer where there is one */
export const caseLeaf = ({ id, post }: NamedCase): Leaf =>
  post === null ? { kind: 'text', text: `case ${id}` } : { kind: 'post', label: `case ${id}`, ...post };

/** The mailings that bounced, from the first to the last. */
export type IncidentProgress = Span & {
  readonly mailings: number;
  readonly state: /** The newest is fresh. */
    | 'on'
    /** None was told of since. */
    | 'over'
    /** It is over, and others bounced since. */
    | 'before'
    /** It was over long before it was told, and made no alarm; `within` is the time that was looked at, in minutes. */
    | { readonly within: number };
  /** Cases of the problem. */
  readonly cases: number;
  /** The case that stands for it; null: it is this one. */
  readonly main: NamedCase | null;
};

/** @returns the fact, for any of the problem's cases */
export function incidentFact(incident: IncidentProgress): Fact {
  const { mailings, state, from, to } = incident;
  const many = mailings.toLocaleString('en');
  if (typeof state === 'object') {
    const within = minutesWords(state.within);
    return {
      label: 'Incident',
      value: [
        ...plain(`${bounces(mailings)} of this within ${within}, but these are from `),
        ...spanLine(incident),
        ...plain(': no alarm.'),
      ],
    };
  }
  const told: Line =
    state === 'on'
      ? [
          ...plain('Many bounces since '),
          { kind: 'time', at: from },
          ...plain(`: ${many}, the last `),
          { kind: 'time', at: to },
        ]
      : [
          ...plain(`${many} in ${lengthOf(incident)}, `),
          ...spanLine(incident),
          ...plain(state === 'over' ? '; none since' : ''),
        ];
  return { label: 'Incident', value: [...told, ...placeOf(incident)] };
}

const bounces = (count: number): string =>
  count === 1 ? '1 bounce' : `${count.toLocaleString('en')} bounces`;

function placeOf({ cases, main }: IncidentProgress): Line {
  if (main === null) return plain(cases > 1 ? `, ${cases} cases of one problem` : '');
  return [...plain(', told with '), caseLeaf(main)];
}
