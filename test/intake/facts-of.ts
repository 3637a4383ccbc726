import { type Bounce, read } from '../../src/intake/index.ts';

/**
 * Reads a text as when asked, and leaves out of each bounce what is null or usual (their server spoke), the excerpt, and
 * what tells one attempt from another beside its Message-ID and its time (see `attempts.test.ts`).
 */
export async function factsOf(input: string | Uint8Array): Promise<Partial<Bounce>[]> {
  const { bounces } = await read(input, { asked: true });
  return bounces.map(({ excerpt, attempts, queueId, queueHost, platformId, eventId, timeFrom, ...facts }) =>
    Object.fromEntries(
      Object.entries(facts).filter(([, value]) => value !== null && value !== false && value !== 'theirs'),
    ),
  );
}
