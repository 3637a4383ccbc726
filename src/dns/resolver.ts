/** Asks DNS: several servers in turn, answers kept for their TTL, the same question asked once at a time. */
import type { Answer, DnsFailure, RecordType, Resolve } from './answer.ts';
import type { Unfollowed } from './message.ts';
import { dnsNameFault } from './name.ts';
import { type Server, systemServers } from './servers.ts';
import { believed, lookAround, type Sight } from './sight.ts';

/** Longest that an answer is kept, seconds, whatever its TTL: a *Re-check* is to see what was changed today. */
const LONGEST = 300;
const MAX_KEPT = 10_000;
/** Questions under way at once; each has a socket of its own. */
const AT_ONCE = 256;
/** How long it is remembered whether a server knows the Internet, milliseconds; and that it didn't answer that. */
const SIGHT_KEPT = 300_000;
const UNCLEAR_KEPT = 10_000;
/** Aliases that are followed from one name, where a server doesn't do it. */
const MOST_ALIASES = 8;

export type ResolverOptions = {
  /** Asked in their order; those of this machine where there are none. */
  readonly servers: readonly Server[];
  /** How long to wait for one server, milliseconds; then the next one is asked; who kept silent is asked twice. */
  readonly timeoutMs?: number;
  readonly now?: () => Date;
};

/** Asks DNS; `forget` makes the next questions be asked again. */
export type Resolver = {
  readonly resolve: Resolve;
  readonly forget: () => void;
  /** @returns each server that is asked, and whether it knows the Internet */
  readonly examine: () => Promise<readonly { readonly server: Server; readonly sight: Sight }[]>;
};

/** @returns asks the servers in their order; the first that has an answer, and knows the Internet, is believed */
export function createResolver({
  servers,
  timeoutMs = 1500,
  now = () => new Date(),
}: ResolverOptions): Resolver {
  const kept = new Map<string, { readonly answer: Answer; readonly until: number }>();
  const underWay = new Map<string, Promise<Answer>>();
  const slots = createSlots(AT_ONCE);
  const asked = servers.length > 0 ? servers : systemServers();
  const sights = new Map<Server, { readonly sight: Promise<Sight>; until: number }>();

  async function send<T extends RecordType>(
    server: Server,
    name: string,
    type: T,
    edns = true,
  ): Promise<Answer<T> | Unfollowed> {
    // With the reader of the wire format: loaded by the first question.
    const { exchange } = await import('./exchange.ts');
    return slots(() => exchange(server, name, type, timeoutMs, edns));
  }

  function sightOf(server: Server): Promise<Sight> {
    const known = sights.get(server);
    if (known && known.until > now().getTime()) return known.sight;
    const sight = lookAround((name, type) => send(server, name, type));
    const kept = { sight, until: now().getTime() + SIGHT_KEPT };
    sights.set(server, kept);
    void sight.then((seen) => {
      if (seen.kind === 'unclear') kept.until = now().getTime() + UNCLEAR_KEPT;
    });
    return sight;
  }

  /** Follows what the server doesn't. @param chain the name and the aliases that led here */
  async function follow(
    server: Server,
    type: RecordType,
    { ttl, authenticated, aliases }: Unfollowed,
    chain: readonly string[],
  ): Promise<Answer> {
    const names = [...chain, ...aliases];
    const target = aliases.at(-1) ?? '';
    if (new Set(names).size < names.length || names.length > MOST_ALIASES) {
      const why = `${chain[0]} is an alias that leads ${names.length > MOST_ALIASES ? 'too far' : 'in a circle'}`;
      return { status: 'failed', kind: 'not-followed', why };
    }
    const fault = dnsNameFault(target);
    if (fault !== null)
      return { status: 'failed', kind: 'bad-name', why: `${chain[0]} is an alias: ${fault}` };
    const next = await send(server, target, type);
    if (next.status === 'failed') return next;
    const whole = {
      ...next,
      ttl: Math.min(ttl, next.ttl),
      authenticated: authenticated && next.authenticated,
    };
    return whole.status === 'alias'
      ? follow(server, type, whole, names)
      : { ...whole, aliases: [...names.slice(1), ...whole.aliases] };
  }

  async function askOne(server: Server, name: string, type: RecordType, edns: boolean): Promise<Answer> {
    const first = await send(server, name, type, edns);
    const answer = first.status === 'alias' ? await follow(server, type, first, [name]) : first;
    const tells = answer.status === 'found' && type !== 'A' && type !== 'AAAA';
    return answer.status === 'failed' || tells ? answer : believed(answer, await sightOf(server), server);
  }

  async function ask(name: string, type: RecordType): Promise<Answer> {
    let failure: DnsFailure = { status: 'failed', kind: 'unreachable', why: 'no DNS server is configured' };
    // A packet may be lost, or thrown away for its EDNS: who didn't answer is asked once more, without it; who said no
    // is not.
    let silent = asked;
    for (const edns of [true, false]) {
      const again: Server[] = [];
      for (const server of silent) {
        const answer = await askOne(server, name, type, edns);
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
  return {
    resolve: resolve as Resolve,
    forget: () => kept.clear(),
    examine: () => Promise.all(asked.map(async (server) => ({ server, sight: await sightOf(server) }))),
  };
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
