/** `/bounces check DOMAIN [IP] [SELECTOR]`: what DNS says, for the one who asks. */
import { isIP } from 'node:net';
import type { CheckInput } from '../dns/index.ts';
import { checkRefusal, checkReply, type Reply } from '../replies/index.ts';
import type { Context } from './context.ts';
import type { Verb } from './verb.ts';

export const checkVerb: Verb = {
  needs: 'viewer',
  run: (context, _, rest) => answerCheck(context, rest, false),
};

/**
 * @param typed domain, IP address and selectors
 * @param shared whether it is for all to see
 */
export async function answerCheck(
  { escalation: { checks } }: Pick<Context, 'escalation'>,
  typed: string,
  shared: boolean,
): Promise<Reply> {
  if (checks === null) return checkRefusal(['I was started without a way to ask DNS.']);
  const words = wordsIn(typed);
  const read = inputIn(words);
  if (typeof read === 'string') return checkRefusal([read]);
  const outcome = await checks.check(read);
  return 'faults' in outcome
    ? checkRefusal(outcome.faults)
    : checkReply(outcome.report, words.join(' '), shared);
}

/** Slack writes a domain as `<http://example.com|example.com>`. */
export const wordsIn = (typed: string): readonly string[] =>
  typed
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(
      (word) => /^<[^|>]*\|([^>]+)>$/.exec(word)?.[1] ?? word.replace(/^<?(?:https?:\/\/)?([^/>]*).*$/, '$1'),
    );

/** @returns what to check, or what is wrong, in plain words */
function inputIn(words: readonly string[]): CheckInput | string {
  const ips = words.filter((word) => isIP(word) !== 0);
  const [domain = null, ...selectors] = words.filter((word) => isIP(word) === 0);
  if (words.length === 0) return 'Say what to check.';
  if (ips.length > 1) return 'Name one IP address at a time.';
  return { domain, ip: ips[0] ?? null, selectors };
}
