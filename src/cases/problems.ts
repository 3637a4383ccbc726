/**
 * Sorts what a message tells into problems, and says what makes two problems the same: on the recipient's side the
 * address, or the domain where its whole mail host fails; on our side the reason, the provider that refused, and the
 * sender's domain or IP address.
 */
import { isIP } from 'node:net';
import type { ReasonId } from '../catalog/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import { domainOf } from './address.ts';
import type { Story } from './attempts/stories.ts';
import { provesDead } from './may-suppress.ts';
import { newestOf } from './newest.ts';
import { wordsOf } from './words.ts';

/** One problem of a message: a judgement that stands for it, and everybody it happened to. */
export type Problem = {
  readonly side: 'recipient' | 'sender';
  /** The first of its bounces, which stands for all. */
  readonly diagnosis: Diagnosis;
  /** Every address once. */
  readonly recipients: readonly string[];
  /** In the order of the text. */
  readonly stories: readonly Story[];
};

/** Most problems of one message that become cases. */
const MOST = 50;

/** What is the matter with the recipient's domain or host, not with one mailbox of it. */
const OF_THE_DOMAIN: Partial<Record<ReasonId, 'dead' | 'down' | 'deferring'>> = {
  'host-unknown': 'dead',
  'not-accept': 'dead',
  'network-error': 'down',
  'system-error': 'down',
  'system-full': 'down',
  expired: 'down',
  greylisted: 'deferring',
  'on-hold': 'deferring',
};

/** Refused for this recipient alone, although it is not a dead address. */
const OF_THE_RECIPIENT: ReadonlySet<ReasonId> = new Set([
  'filtered',
  'suppressed',
  'feedback',
  'vacation',
  'delivered',
]);

/**
 * @param stories in the order of the text
 * @returns those with the most attempts first, each with its recipients
 */
export function problemsOf(stories: readonly Story[]): readonly Problem[] {
  return [
    ...Map.groupBy(
      refusedAtLast(stories),
      ({ shared, last, address }) =>
        shared ?? (address === null ? null : deathOf(last.diagnosis)) ?? judgementOf(last.diagnosis),
    ).values(),
  ]
    .map((some) => problemOf(some, (some[0] as Story).last.diagnosis))
    .sort(bySize);
}

function problemOf(stories: readonly Story[], diagnosis: Diagnosis): Problem {
  return {
    side: isOfRecipient(diagnosis) ? 'recipient' : 'sender',
    diagnosis,
    recipients: [...new Set(stories.flatMap(({ address }) => address ?? []))],
    stories,
  };
}

const bySize = (a: Problem, b: Problem): number =>
  toldOf(b) - toldOf(a) || b.recipients.length - a.recipients.length;

/** @returns those that become cases, and in plain words how many are left out */
export const theLargest = (
  problems: readonly Problem[],
): { readonly problems: readonly Problem[]; readonly left: string | null } => ({
  problems: problems.slice(0, MOST),
  left: leftOut(problems.slice(MOST)),
});

/** @returns the same problems as they would stand once they were filed: of what is one case, the newest stands for it */
export function asFiled(problems: readonly Problem[]): readonly Problem[] {
  const all = problems.flatMap((problem, i) =>
    problem.stories.map((story) => ({
      key: problem.side === 'recipient' ? `${i}` : senderKey(story.last.diagnosis),
      problem,
      story,
    })),
  );
  return [...Map.groupBy(all, ({ key }) => key).values()]
    .map((some) => {
      const [{ problem, story }] = some as [(typeof all)[number]];
      if (problem.side === 'recipient') return problem;
      const stories = some.map((one) => one.story);
      return problemOf(stories, (newestOf(stories) ?? story.last).diagnosis);
    })
    .sort(bySize);
}

/**
 * The same, of one story at a time.
 * @param address whose mail it was; null: not told
 * @returns what stands for the problem that `asFiled` makes of it
 */
export function problemKeyAlone(diagnosis: Diagnosis, address: string | null): string {
  if (!isOfRecipient(diagnosis)) return senderKey(diagnosis);
  return (address === null ? null : deathOf(diagnosis)) ?? judgementOf(diagnosis);
}

const toldOf = ({ stories }: Problem): number => stories.reduce((sum, { told }) => sum + told, 0);

/** What was put off and then refused for good is refused, also where no id says that it was one message. */
function refusedAtLast(stories: readonly Story[]): readonly Story[] {
  const refusal = new Map<string, Story>();
  for (const story of stories) {
    const { permanence, named } = story.last;
    if (permanence === 'permanent' && !named && story.address !== null) refusal.set(story.address, story);
  }
  return stories.map((story) => {
    const { permanence, named } = story.last;
    const final = permanence === 'temporary' && !named ? refusal.get(story.address ?? '') : undefined;
    return final ? { ...story, last: final.last } : story;
  });
}

function leftOut(problems: readonly Problem[]): string | null {
  if (problems.length === 0) return null;
  const bounces = problems.reduce((sum, { stories }) => sum + stories.length, 0);
  const count = (number: number, one: string): string =>
    `${number.toLocaleString('en')} ${one}${number === 1 ? '' : 's'}`;
  return `Only the ${MOST} largest problems became cases: ${count(problems.length, 'smaller one')} (${count(bounces, 'bounce')}) did not. Paste the rest in parts.`;
}

/** What to do with dead addresses is the same, whichever provider says so. */
const deathOf = (diagnosis: Diagnosis): string | null =>
  provesDead(diagnosis) ? JSON.stringify(['dead', diagnosis.reason]) : null;

/** The same judgement on the same grounds, for which the same thing is to be done. */
function judgementOf(diagnosis: Diagnosis): string {
  const { entry, reason, category, suppress, provider, blocklist, bounce } = diagnosis;
  return JSON.stringify([
    entry?.id ?? bounce.enhancedCode ?? bounce.replyCode,
    reason,
    category,
    suppress,
    provider,
    blocklist,
    isOfRecipient(diagnosis) ? null : bounce.senderDomain,
  ]);
}

const isOfRecipient = ({ category, reason }: Diagnosis): boolean =>
  category === 'hard' || category === 'soft' || OF_THE_RECIPIENT.has(reason);

/**
 * What the provider that refused has to be asked for, or gives its own reason for: each is a problem of its own. All else
 * is mended on our side, once for all that refuse.
 */
export const THEIRS: ReadonlySet<string> = new Set<ReasonId>([
  'blocked',
  'bad-reputation',
  'policy-violation',
  'rejected',
  'rate-limited',
  'filtered',
]);

/** Reasons that bring together what is mended in different places, by different people: there the entry tells which. */
const OF_MANY_CAUSES: ReadonlySet<ReasonId> = new Set([
  'rejected',
  'policy-violation',
  'security-error',
  'not-compliant-rfc',
]);

/**
 * @returns the key of a problem of ours: who refuses what of whose, what is to be mended, and which blocklist it has to
 * be taken off
 */
export function senderKey(diagnosis: Diagnosis): string {
  const { bounce, reason, provider, blocklist, entry } = diagnosis;
  const ours = bounce.senderDomain ?? bounce.sourceIp;
  const known = ours !== null || provider !== null;
  return keyOf(
    'sender',
    reason,
    provider,
    ours,
    known ? null : wordsOf(bounce),
    ...(blocklist ? [blocklist] : []),
    ...(entry !== null && OF_MANY_CAUSES.has(reason) ? [entry.id] : []),
  );
}

/**
 * @returns what stands for the task of mending a problem of ours: our domain or address, what is the matter, and whom to
 *   ask where each who refuses has reasons of its own; null where the text doesn't say whose it is
 */
export function taskOf({ bounce, reason, provider, blocklist, entry }: Diagnosis): string | null {
  const ours = bounce.senderDomain ?? bounce.sourceIp;
  if (ours === null && provider === null) return null;
  return JSON.stringify([
    reason,
    ours,
    blocklist,
    THEIRS.has(reason) && blocklist === null ? provider : null,
    OF_MANY_CAUSES.has(reason) ? (entry?.id ?? null) : null,
  ]);
}

/** @returns the key of the same problem of ours, once its sender is known; null for what is none of ours */
export function senderKeyWith(key: string, senderDomain: string): string | null {
  const [side, reason = '', provider = '', ours = '', , ...list] = key.split('|');
  if (side !== 'sender') return null;
  return ours === '' || isIP(ours) > 0 ? keyOf('sender', reason, provider, senderDomain, null, ...list) : key;
}

/** @returns the key of a problem that nobody is named for */
export const namelessKey = ({ bounce, reason }: Diagnosis): string => keyOf('words', reason, wordsOf(bounce));

/** @returns the key of the case that this recipient's problem has, where it shares none with others */
export function recipientKey({ reason }: Pick<Diagnosis, 'reason'>, address: string): string {
  const trouble = OF_THE_DOMAIN[reason];
  return trouble === undefined ? addressKey(address) : keyOf('domain', domainOf(address), trouble);
}

/** @returns the key of the case that one address alone has */
export const addressKey = (address: string): string => keyOf('address', address);

const keyOf = (...parts: readonly (string | null)[]): string => parts.map((part) => part ?? '').join('|');
