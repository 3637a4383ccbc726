import type { Dossier } from '../cases/index.ts';
import { type Fact, type Line, plain } from './reply.ts';
import { spanLine } from './span.ts';

/** @returns that it arrived after all, or that it is long over: what makes most of the verdict a matter of the past */
export function pastFacts({ case: { count }, past, arrivedAt }: Dossier): readonly Fact[] {
  if (arrivedAt !== null) {
    return [
      {
        label: 'Delivered',
        value: [...plain('It arrived after all, '), { kind: 'time', at: arrivedAt }, ...plain('.')],
      },
    ];
  }
  if (past === null) return [];
  const these = count === 1 ? 'This is' : `${count.toLocaleString('en')} bounces: these are`;
  return [{ label: PAST, value: [...plain(`${these} from `), ...spanLine(past), ...plain('.')] }];
}

/** What a fact about the time of an old log is called. */
export const PAST = 'When';

/** @returns what the team's own history adds to a verdict */
export function memoryOf({ case: handled, past, suppressed, forgotten, lasting }: Dossier): readonly Fact[] {
  return [
    ...(past === null && handled.count > Math.max(1, handled.recipients.length) ? [seen(handled)] : []),
    ...lasting.slice(0, 1).map((first) => lastingFact(first, lasting.length, handled.recipients.length)),
    ...(suppressed && !suppressed.here ? [listed(suppressed, handled.recipients.length)] : []),
    ...(forgotten > 0 ? [erased(forgotten, handled.recipients.length)] : []),
  ];
}

const seen = ({ count, firstAt, lastAt }: Dossier['case']): Fact => ({
  label: 'Seen',
  value: [
    ...plain(`${count.toLocaleString('en')} times since `),
    { kind: 'time', at: firstAt },
    ...plain(', last '),
    { kind: 'time', at: lastAt },
  ],
});

function lastingFact(
  { address, since, times }: Dossier['lasting'][number],
  failing: number,
  all: number,
): Fact {
  const whom: Line =
    all > 1
      ? [...plain(`${failing} of ${all} addresses; `), { kind: 'code', text: address }, ...plain(' ')]
      : [];
  return {
    label: 'Lasts',
    value: [
      ...whom,
      ...plain(`${times} mailings put off since `),
      { kind: 'time', at: since },
      ...plain(': treat as hard now'),
    ],
  };
}

const listed = ({ count, by, at }: NonNullable<Dossier['suppressed']>, all: number): Fact => ({
  label: 'Suppression list',
  value: [
    ...plain(all > 1 ? `${count} of ${all} addresses on it, ` : 'On it, '),
    { kind: 'time', at },
    ...plain(' by '),
    { kind: 'actor', actor: by },
    ...plain('. Your sender still mails it.'),
  ],
});

/** Whom nobody may name any more stays suppressed: marking them again adds nothing. */
const erased = (count: number, all: number): Fact => ({
  label: 'Erased on request',
  value: plain(
    `${all > 1 ? `${count} of ${all} addresses: erased` : 'Erased'} before, and suppressed ever since. Your sender still mails ${count > 1 ? 'them' : 'it'}.`,
  ),
});
