/** A provider's own trouble: whom it hits since when, and that there is nothing to do but wait. */
import type { Course } from '../cases/index.ts';
import type { Catalog } from '../catalog/index.ts';
import { type Fact, plain, type VerdictReply } from './reply.ts';

/** @returns the verdict of a provider's case, with the trouble as a whole in the place of its newest bounce */
export function withCourse(verdict: VerdictReply, course: Course | null, catalog: Catalog): VerdictReply {
  if (course === null) return verdict;
  const { domains, since, last, over } = course;
  const name = nameOf(course, catalog);
  const whom =
    domains === 1
      ? "one of your recipients' domains"
      : `${domains.toLocaleString('en')} of your recipients' domains`;
  return {
    ...verdict,
    title: over ? `${name} was failing for a while` : `${name} is failing at the moment`,
    meaning: over
      ? [
          ...plain(`${name} failed for ${whom} from `),
          { kind: 'time', at: since },
          ...plain(' to '),
          { kind: 'time', at: last },
          ...plain('. Nothing of it was told since, so it looks over.'),
        ]
      : [
          ...plain(`${name} is failing for ${whom} since `),
          { kind: 'time', at: since },
          ...plain('. Nothing to do but wait.'),
        ],
    whose: plain(`${name}'s: it fails for all of its customers alike. Nothing is wrong on your side.`),
    steps: [plain('Leave the mail in the queue: your server tries again by itself.')],
    facts: [...beforeFact(course), ...verdict.facts],
  };
}

const nameOf = ({ whose }: Course, { providers }: Catalog): string =>
  providers.get(whose)?.name.replace(/ \([^)]*\)$/, '') ?? whose;

function beforeFact({ before }: Course): readonly Fact[] {
  const shortest = before[0];
  const longest = before.at(-1);
  if (shortest === undefined || longest === undefined) return [];
  const span =
    wordsOf(shortest) === wordsOf(longest) ? wordsOf(longest) : `${wordsOf(shortest)} to ${wordsOf(longest)}`;
  const times = before.length === 1 ? 'once before' : `${before.length} times before`;
  return [{ label: 'How long it takes', value: plain(`It lasted ${span}, ${times}.`) }];
}

const MINUTE = 60_000;

/** "40 minutes", "3 hours" */
function wordsOf(duration: number): string {
  const minutes = Math.max(1, Math.round(duration / MINUTE));
  if (minutes < 90) return minutes === 1 ? 'a minute' : `${minutes} minutes`;
  return `${Math.round(minutes / 60)} hours`;
}
