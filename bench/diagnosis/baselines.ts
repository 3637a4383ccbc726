/** What simpler judges say, so that each figure can be read against something. They see the same facts as we do. */
import type { Catalog } from '../../src/catalog/index.ts';
import type { Bounce } from '../../src/intake/bounce.ts';

export type Verdict = { readonly reason: string; readonly suppress: boolean };
export type Baseline = { readonly name: string; readonly judge: (bounce: Bounce) => Verdict };

/** Words in the order in which they are tried: the usual handful that people write for themselves. */
const FEW_WORDS: readonly (readonly [RegExp, string])[] = [
  [/spamhaus|blacklist|block ?list|dnsbl|\brbl\b/i, 'blocked'],
  [/gr[ea]y-?list/i, 'greylisted'],
  [/dmarc|dkim|\bspf\b/i, 'auth-failure'],
  [/quota|mailbox (?:is )?full|over limit/i, 'mailbox-full'],
  [/rate limit|too many|throttl/i, 'rate-limited'],
  [/spam|junk|unsolicited/i, 'spam-detected'],
  [
    /user unknown|unknown user|no such user|does not exist|doesn't exist|invalid recipient|not found/i,
    'user-unknown',
  ],
  [/relay/i, 'no-relaying'],
  [/size|too large/i, 'email-too-large'],
];
const DEAD = new Set(['user-unknown', 'host-unknown', 'has-moved']);

const isPermanent = ({ replyCode, enhancedCode }: Bounce): boolean =>
  (replyCode ?? enhancedCode)?.startsWith('5') === true;

/** @param catalog for the meaning of the registered codes */
export function baselines(catalog: Catalog): readonly Baseline[] {
  const reasonOf = (kind: string) =>
    new Map(catalog.entries.filter((entry) => entry.kind === kind).map(({ id, reason }) => [id, reason]));
  const replies = reasonOf('reply-code');
  const enhanced = reasonOf('enhanced-code');
  const byReason = (bounce: Bounce, reason: string): Verdict => ({
    reason,
    suppress: isPermanent(bounce) && DEAD.has(reason),
  });
  const byEnhanced = ({ enhancedCode }: Bounce): string => enhanced.get(enhancedCode ?? '') ?? 'undefined';
  return [
    {
      name: 'any 5xx is a dead address',
      judge: (bounce) =>
        isPermanent(bounce)
          ? { reason: 'user-unknown', suppress: true }
          : { reason: 'on-hold', suppress: false },
    },
    {
      name: 'the reply code only',
      judge: (bounce) => byReason(bounce, replies.get(bounce.replyCode ?? '') ?? 'undefined'),
    },
    { name: 'the enhanced code only', judge: (bounce) => byReason(bounce, byEnhanced(bounce)) },
    {
      name: 'a few words, then the enhanced code',
      judge: (bounce) => {
        const text = bounce.diagnosticCode ?? bounce.excerpt;
        return byReason(bounce, FEW_WORDS.find(([words]) => words.test(text))?.[1] ?? byEnhanced(bounce));
      },
    },
  ];
}
