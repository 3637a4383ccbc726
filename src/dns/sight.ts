/** Whether a DNS server knows the Internet, or says "no such name", or an address of its own, to whatever is asked. */
import { randomBytes } from 'node:crypto';
import { type Answer, type DnsFailure, isAbsent, type RecordType, recordsOf } from './answer.ts';
import type { Unfollowed } from './message.ts';
import { nameOf, type Server } from './servers.ts';

/** Why a server isn't to be believed, in plain words to follow its name, and the addresses that it makes up. */
export type Blindness = { readonly why: string; readonly madeUp: readonly string[] };
/** It knows the Internet; it didn't answer what would tell, so nothing speaks against it; or it doesn't. */
export type Sight =
  | { readonly kind: 'clear' }
  | { readonly kind: 'unclear'; readonly why: string }
  | (Blindness & { readonly kind: 'blind' });

/** Asks this server; nothing of the answer is judged. */
type Ask = <T extends RecordType>(name: string, type: T) => Promise<Answer<T> | Unfollowed>;

/**
 * Asks for a top-level domain that there is, and for a name that there can't be: nobody has registered 16 random
 * bytes under .com, and every server must say so (NXDOMAIN).
 */
export async function lookAround(ask: Ask): Promise<Sight> {
  const nobody = `${randomBytes(16).toString('hex')}.com`;
  const [known, address, address6] = await Promise.all([
    ask('com', 'NS'),
    ask(nobody, 'A'),
    ask(nobody, 'AAAA'),
  ]);
  const madeUp = [addressesIn(address), addressesIn(address6)].flat();
  const [first] = madeUp;
  if (first !== undefined) {
    return { kind: 'blind', why: `answers ${first} for names that don't exist`, madeUp };
  }
  if (known.status === 'no-name') return { kind: 'blind', why: 'says that there is no .com', madeUp };
  if (address.status === 'no-data') {
    return { kind: 'blind', why: "says of a name that can't exist that it does", madeUp };
  }
  const failed = [known, address].find(({ status }) => status === 'failed');
  return failed?.status === 'failed' ? { kind: 'unclear', why: failed.why } : { kind: 'clear' };
}

const addressesIn = (answer: Answer<'A' | 'AAAA'> | Unfollowed): readonly string[] =>
  answer.status === 'alias' ? [] : recordsOf<'A' | 'AAAA'>(answer);

/**
 * A server that doesn't know the Internet may still know a name; that there is none, or an address that it makes up,
 * is not to be believed.
 * @returns the answer, or the failure that it is
 */
export function believed<T extends RecordType>(
  answer: Answer<T>,
  sight: Sight,
  server: Server,
): Answer<T> | DnsFailure {
  if (sight.kind !== 'blind' || answer.status === 'failed') return answer;
  const isMadeUp = recordsOf(answer).some((data) => sight.madeUp.includes(data as string));
  return isAbsent(answer) || isMadeUp
    ? {
        status: 'failed',
        kind: 'blind',
        why: `${blindWords(sight, server)}. Set DNS_SERVERS to one that does`,
      }
    : answer;
}

/** @returns "the DNS server 192.0.2.53 doesn't know the Internet: it says that there is no .com" */
export const blindWords = ({ why }: Blindness, server: Server): string =>
  `the DNS server ${nameOf(server)} doesn't know the Internet: it ${why}`;
