/**
 * Terms of SPF that rest on reverse DNS. Where its look-up fails they just don't match (RFC 7208 §5.5): for receivers,
 * who may have had an answer, they may.
 */
import { type Answer, type Resolve, recordsOf } from '../answer.ts';
import { readIp, reverseName } from '../ip.ts';
import type { Walked } from './walk.ts';

/** RFC 7208 §4.6.4. */
const MOST_NAMES = 10;

/** @returns why DNS did not tell what such a term of the record rests on; null where it did, or there is none */
export async function reverseFailure(walked: Walked, ip: string, ask: Resolve): Promise<string | null> {
  const address = readIp(ip);
  if (address === null || !restsOnReverse(walked)) return null;
  const answer = await ask(reverseName(address), 'PTR');
  if (answer.status === 'failed') return answer.why;
  const type = address.version === 4 ? 'A' : 'AAAA';
  const names = recordsOf<'PTR'>(answer).slice(0, MOST_NAMES);
  const forward: readonly Answer[] = await Promise.all(names.map((name) => ask(name, type)));
  const failed = forward.find(({ status }) => status === 'failed');
  return failed?.status === 'failed' ? failed.why : null;
}

const restsOnReverse = ({ terms }: Walked): boolean =>
  terms.some(
    ({ term, included }) =>
      term.name === 'ptr' || /%\{p/i.test(term.text) || (included !== null && restsOnReverse(included)),
  );
