/** A provider's own trouble, on the card: whom it hits since when, and that there is nothing to do but wait. */
import type { Course } from '../../cases/index.ts';
import type { Draft } from '../card.ts';
import { type Line, plain } from '../leaf.ts';
import { hoursWords } from '../span.ts';
import { nameOf } from '../trouble.ts';
import type { Matter } from './matter.ts';

type Change = Pick<
  Draft,
  'look' | 'title' | 'badge' | 'facts' | 'sentences' | 'question' | 'steps' | 'hint' | 'check' | 'state'
>;

/** @returns what takes the place of the card of its newest bounce; null where it is about no trouble of a provider's */
export function courseWords(matter: Matter): Change | null {
  const { course, catalog, dossier, diagnosis } = matter;
  if (course === null) return null;
  const name = nameOf(course, catalog);
  const { replyCode, enhancedCode } = diagnosis.bounce;
  const codes = [replyCode, enhancedCode].filter((code) => code !== null).join(' ');
  const { over } = course;
  return {
    look: over ? 'settled' : 'incident',
    title: over ? `${name} was failing` : `${name} is failing, not you`,
    badge: { kind: 'Incident', whose: 'their side', address: 'keep all addresses' },
    facts: [
      ...(codes === '' ? [] : [[{ kind: 'code', text: codes } as const]]),
      sinceLine(dossier?.case.count ?? null, course),
      plain(domainsOf(course)),
    ],
    sentences: over
      ? [overLine(course)]
      : [plain(`${name} takes no mail for ${domainsOf(course)}. Your set-up is fine.`)],
    question: null,
    steps: waitSteps(course),
    hint: null,
    check: null,
    state: stateOf(matter, course),
  };
}

/** @returns what there is to do about it */
export const waitSteps = ({ over }: Course): readonly Line[] =>
  over
    ? [plain('Nothing to do: what is still queued goes out by itself.')]
    : [plain('Nothing to do but wait: your server retries.'), plain('Don’t resend by hand, don’t suppress.')];

const sinceLine = (count: number | null, { since }: Course): Line => [
  ...plain(count === null ? 'since ' : `${count.toLocaleString('en')} since `),
  { kind: 'time', at: since },
];

const overLine = ({ last, over, quietHours }: Course): Line => [
  ...plain('Over at '),
  { kind: 'time', at: last },
  ...plain(over === 'quiet' ? `: none pasted for ${hoursWords(quietHours)}.` : ', before it was told.'),
];

function stateOf({ dossier }: Matter, { over }: Course): readonly Line[] {
  const status = dossier?.case.status;
  return status?.kind === 'open' && over === null ? [plain('I’ll say when it’s over.')] : [];
}

const domainsOf = ({ domains }: Course): string =>
  domains === 1 ? '1 customer domain' : `${domains.toLocaleString('en')} customer domains`;
