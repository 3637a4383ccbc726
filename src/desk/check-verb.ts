/** `/bounces check DOMAIN [IP] [SELECTOR]`: what DNS says, for the one who asks. */
import { isIP } from 'node:net';
import type { CheckInput } from '../dns/index.ts';
import { checkRefusal, checkReply } from '../replies/index.ts';
import type { Verb } from './verb.ts';

export const checkVerb: Verb = {
  needs: 'viewer',
  async run({ escalation: { checks } }, _, rest) {
    if (checks === null) return checkRefusal(['I was started without a way to ask DNS.']);
    const read = inputIn(rest);
    if (typeof read === 'string') return checkRefusal([read]);
    const outcome = await checks.check(read);
    return 'faults' in outcome ? checkRefusal(outcome.faults) : checkReply(outcome.report);
  },
};

/** @returns what to check, or what is wrong, in plain words. Slack writes a domain as `<http://example.com|example.com>` */
function inputIn(rest: string): CheckInput | string {
  const words = rest
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(
      (word) => /^<[^|>]*\|([^>]+)>$/.exec(word)?.[1] ?? word.replace(/^<?(?:https?:\/\/)?([^/>]*).*$/, '$1'),
    );
  const ips = words.filter((word) => isIP(word) !== 0);
  const [domain = null, ...selectors] = words.filter((word) => isIP(word) === 0);
  if (words.length === 0) return 'Say what to check.';
  if (ips.length > 1) return 'Name one IP address at a time.';
  return { domain, ip: ips[0] ?? null, selectors };
}
