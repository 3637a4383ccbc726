/**
 * Sorts the bounces of one message into problems, and says what makes two problems the same: on the recipient's
 * side the address, or the domain where its whole mail host fails; on our side the reason, the provider that
 * refused, and the sender's domain or IP address.
 */
import { createHash } from 'node:crypto';
import type { ReasonId } from '../catalog/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import { normalAddress } from '../suppressions/index.ts';

/** One problem of a message: a judgement that stands for it, and everybody it happened to. */
export type Problem = {
  readonly key: string;
  readonly side: 'recipient' | 'sender';
  /** The first of its bounces, which stands for all. */
  readonly diagnosis: Diagnosis;
  /** Every address once. */
  readonly recipients: readonly string[];
  /** All of its bounces, in the order of the text. */
  readonly members: readonly Diagnosis[];
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
 * @param diagnoses in the order of the text
 * @returns the largest first, each with its recipients, and in plain words how many are left out. What was put off
 * and then refused for good is refused
 */
export function problemsOf(diagnoses: readonly Diagnosis[]): {
  readonly problems: readonly Problem[];
  readonly left: string | null;
} {
  const refused = new Set(
    diagnoses.flatMap(({ permanence, bounce }) => (permanence === 'permanent' && bounce.recipient) || []),
  );
  const last = diagnoses.filter(
    ({ permanence, bounce }) =>
      permanence !== 'temporary' || bounce.recipient === null || !refused.has(bounce.recipient),
  );
  const all = [...Map.groupBy(last, judgementOf).values()]
    .map((members) => {
      const diagnosis = members[0] as Diagnosis;
      const recipients = [...new Set(members.flatMap(({ bounce }) => addressOf(bounce.recipient) ?? []))];
      return { ...placeOf(diagnosis, recipients), diagnosis, recipients, members };
    })
    .sort((a, b) => b.recipients.length - a.recipients.length);
  return { problems: all.slice(0, MOST), left: leftOut(all.slice(MOST)) };
}

function leftOut(problems: readonly Problem[]): string | null {
  if (problems.length === 0) return null;
  const bounces = problems.reduce((sum, { members }) => sum + members.length, 0);
  const count = (number: number, one: string): string =>
    `${number.toLocaleString('en')} ${one}${number === 1 ? '' : 's'}`;
  return `Only the ${MOST} largest problems became cases: ${count(problems.length, 'smaller one')} (${count(bounces, 'bounce')}) did not. Paste the rest in parts.`;
}

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

function placeOf(
  diagnosis: Diagnosis,
  recipients: readonly string[],
): { readonly side: Problem['side']; readonly key: string } {
  const { bounce, reason, provider } = diagnosis;
  if (!isOfRecipient(diagnosis)) {
    const ours = bounce.senderDomain ?? bounce.sourceIp;
    const known = ours !== null || provider !== null;
    return {
      side: 'sender',
      key: keyOf('sender', reason, provider, ours, known ? null : wordsOf(diagnosis)),
    };
  }
  const domains = [...new Set(recipients.map(domainOf))];
  const trouble = OF_THE_DOMAIN[reason];
  if (trouble !== undefined && domains.length === 1) {
    return { side: 'recipient', key: keyOf('domain', domains[0] as string, trouble) };
  }
  if (recipients.length === 0) return { side: 'recipient', key: keyOf('words', reason, wordsOf(diagnosis)) };
  if (recipients.length === 1) return { side: 'recipient', key: addressKey(recipients[0] as string) };
  return { side: 'recipient', key: keyOf('addresses', digest(recipients.toSorted().join('\n'))) };
}

const isOfRecipient = ({ category, reason }: Diagnosis): boolean =>
  category === 'hard' || category === 'soft' || OF_THE_RECIPIENT.has(reason);

const keyOf = (...parts: readonly (string | null)[]): string => parts.map((part) => part ?? '').join('|');

/** @returns the key of the case that one address alone has */
export const addressKey = (address: string): string => keyOf('address', address);

/** What was said, without what differs from one time to the next: digits, addresses, ids. */
const wordsOf = ({ bounce }: Diagnosis): string =>
  digest(
    (bounce.diagnosticCode ?? bounce.excerpt)
      .toLowerCase()
      .replace(/\S*[@\d]\S*/g, ' ')
      .replace(/[^\p{L}]+/gu, ' ')
      .trim(),
  );

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 20);
const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** An address as a key; what is not an address by the rules but stood in a bounce as one is kept as it is. */
export const addressOf = (address: string | null): string | null =>
  address && (normalAddress(address).address ?? address.toLowerCase());
