/** Several bounces as the problems that they are: what is one problem, what to do about it, and whom it befell. */
import type { Catalog } from '../../src/catalog/index.ts';
import type { Diagnosis } from '../../src/diagnosis/index.ts';
import {
  cardOf,
  type Look,
  problemName,
  refuserOf,
  type VerdictReply,
  verdictReply,
} from '../../src/replies/index.ts';
import type { Reading } from './reading.ts';

export const DEEDS = ['suppress', 'fix', 'wait', 'decide', 'ignore'] as const;
export type Deed = (typeof DEEDS)[number];

/** What one does about a problem, by the sign that its card bears. */
const DEED_OF: Readonly<Record<Look, Deed>> = {
  hard: 'suppress',
  soft: 'wait',
  throttle: 'fix',
  policy: 'fix',
  authentication: 'fix',
  content: 'fix',
  configuration: 'fix',
  info: 'ignore',
  unsure: 'decide',
  incident: 'wait',
  known: 'ignore',
  settled: 'ignore',
};

export type Problem = {
  readonly deed: Deed;
  readonly look: Look;
  /** "Address does not exist"; where another of the same name was refused by the same, its card's title. */
  readonly name: string;
  /** Who refused, by the names that people know, the most bounces first. */
  readonly refusers: readonly { readonly name: string; readonly count: number }[];
  /** The verdict on the first of its bounces, which stands for all. */
  readonly reply: VerdictReply;
  /** In the order of the text. */
  readonly diagnoses: readonly Diagnosis[];
};

/** @returns the problems, that with the most bounces first */
export function problemsOf(
  diagnoses: readonly Diagnosis[],
  catalog: Catalog,
  patience: Reading['patience'],
): readonly Problem[] {
  const problems = [...Map.groupBy(diagnoses, keyOf).values()].map((some): Problem => {
    const [first] = some as [Diagnosis, ...Diagnosis[]];
    const reply = verdictReply(first, catalog, null, patience);
    const { look } = cardOf(reply);
    return {
      deed: DEED_OF[look],
      look,
      name: problemName(first, catalog),
      refusers: refusersOf(some, catalog),
      reply,
      diagnoses: some,
    };
  });
  const alike = Map.groupBy(problems, ({ name, refusers }) => JSON.stringify([name, refusers[0]?.name]));
  return [...alike.values()]
    .flatMap((some) =>
      some.length < 2 ? some : some.map((one) => ({ ...one, name: cardOf(one.reply).title })),
    )
    .toSorted((a, b) => b.diagnoses.length - a.diagnoses.length);
}

/** Dead addresses are one problem, whoever refuses them: what is to be done is the same. */
function keyOf({
  entry,
  reason,
  category,
  suppress,
  certainty,
  provider,
  blocklist,
  bounce,
}: Diagnosis): string {
  if (category === 'hard' && suppress) return JSON.stringify([reason, certainty === 'sure']);
  const code = bounce.enhancedCode ?? bounce.replyCode;
  const ours = category === 'soft' ? null : bounce.senderDomain;
  return JSON.stringify([
    entry?.id ?? code,
    reason,
    category,
    certainty === 'unsure',
    provider,
    blocklist,
    ours,
  ]);
}

function refusersOf(diagnoses: readonly Diagnosis[], catalog: Catalog): Problem['refusers'] {
  const names = diagnoses.map(({ provider, bounce }) => refuserOf(provider, bounce, catalog) ?? '');
  return [
    ...Map.groupBy(
      names.filter((name) => name !== ''),
      (name) => name,
    ),
  ]
    .map(([name, some]) => ({ name, count: some.length }))
    .toSorted((a, b) => b.count - a.count);
}

/** @returns whom the bounces name, each once, in their order */
export const addressesOf = (diagnoses: readonly Diagnosis[]): readonly string[] => [
  ...new Set(diagnoses.flatMap(({ bounce }) => bounce.recipient ?? [])),
];

/**
 * @param diagnoses in the order of the text
 * @param delivered whom the same texts say that mail reached
 * @returns the addresses that are dead beyond doubt: the last that is told of each says so, and nothing reached it
 */
export function deadAmong(
  diagnoses: readonly Diagnosis[],
  delivered: readonly { readonly recipient: string }[],
): readonly string[] {
  const last = new Map(diagnoses.map((one) => [one.bounce.recipient?.toLowerCase() ?? '', one]));
  const reached = new Set(delivered.map(({ recipient }) => recipient.toLowerCase()));
  return [...last].flatMap(([address, { category, suppress, certainty, bounce }]) =>
    address !== '' && category === 'hard' && suppress && certainty === 'sure' && !reached.has(address)
      ? [bounce.recipient as string]
      : [],
  );
}
