/** Asks DNS: several servers in turn, answers kept for their TTL, the same question asked once at a time. */
import type { Answer, DnsFailure, RecordType, Resolve } from './answer.ts';
import { dnsNameFault } from './name.ts';
import { type Server, systemServers } from './servers.ts';

/** Longest that an answer is kept, seconds, whatever its TTL: a *Re-check* is to see what was changed today. */
const LONGEST = 300;
const MAX_KEPT = 10_000;
/** Questions under way at once; each has a socket of its own. */
const AT_ONCE = 256;

export type ResolverOptions = {
  /** Asked in their order; those of this machine where there are none. */
  readonly servers: readonly Server[];
  /** How long to wait for one server, milliseconds; then the next one is asked; who kept silent is asked twice. */
  readonly timeoutMs?: number;
  readonly now?: () => Date;
};

/** Asks DNS; `forget` makes the next questions be asked again. */
export type Resolver = { readonly resolve: Resolve; readonly forget: () => void };

/** @returns asks the servers in their order; the first that has an answer is believed */
export function createResolver({
  servers,
  timeoutMs = 1500,
  now = () => new Date(),
}: ResolverOptions): Resolver {
  const kept = new Map<string, { readonly answer: Answer; readonly until: number }>();
  const underWay = new Map<string, Promise<Answer>>();
  const slots = createSlots(AT_ONCE);
  const asked = servers.length > 0 ? servers : systemServers();

  async function ask(name: string, type: RecordType): Promise<Answer> {
    // With the reader of the wire format: loaded by the first question.
    const { exchange } = await import('./exchange.ts');
    let failure: DnsFailure = { status: 'failed', kind: 'unreachable', why: 'no DNS server is configured' };
    // A packet may be lost, so who didn't answer is asked once more; who said no is not.
    let silent = asked;
    for (let round = 1; round <= 2; round += 1) {
      const again: Server[] = [];
      for (const server of silent) {
        const answer = await slots(() => exchange(server, name, type, timeoutMs));
        if (answer.status !== 'failed') return answer;
        failure = answer;
        if (answer.kind === 'timeout') again.push(server);
      }
      silent = again;
    }
    return failure;
  }

  function keep(key: string, answer: Answer): void {
    if (answer.status === 'failed') return;
    const [oldest] = kept.keys();
    if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(key, { answer, until: now().getTime() + 1000 * Math.min(answer.ttl, LONGEST) });
  }

  const resolve = async (name: string, type: RecordType): Promise<Answer> => {
    const tidy = name.toLowerCase().replace(/\.$/, '');
    const fault = dnsNameFault(tidy);
    if (fault !== null) return { status: 'failed', kind: 'bad-name', why: fault };
    const key = `${type} ${tidy}`;
    const known = kept.get(key);
    if (known && known.until > now().getTime()) return known.answer;
    const answer =
      underWay.get(key) ??
      ask(tidy, type)
        .then((answer) => {
          keep(key, answer);
          return answer;
        })
        .finally(() => underWay.delete(key));
    underWay.set(key, answer);
    return answer;
  };
  return { resolve: resolve as Resolve, forget: () => kept.clear() };
}

/** @returns runs what it is given, at most so many at once, the others in their order */
function createSlots(most: number): <T>(run: () => Promise<T>) => Promise<T> {
  let free = most;
  const waiting: (() => void)[] = [];
  return async (run) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
