import type { Dossier } from '../cases/index.ts';
import { type Fact, type Line, plain } from './reply.ts';

/** @returns what the team's own history adds to a verdict */
export function memoryOf({ case: handled, suppressed, lasting }: Dossier): readonly Fact[] {
  return [
    ...(handled.count > Math.max(1, handled.recipients.length) ? [seen(handled)] : []),
    ...lasting.slice(0, 1).map((first) => lastingFact(first, lasting.length, handled.recipients.length)),
    ...(suppressed && !suppressed.here ? [listed(suppressed, handled.recipients.length)] : []),
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
