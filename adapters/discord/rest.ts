/** The connection for what we send by ourselves, beside the answers to interactions. */
import { type RateLimitData, REST } from 'discord.js';

/** Requests a second; Discord's own ceiling is 50 (Reference, "Rate Limits"). */
const PER_SECOND = 40;
/** Longest wait in discord.js' own queue, ms. The queue knows what else to do in the meantime. */
const LONGEST_WAIT = 5_000;
const TIMEOUT = 15_000;

/**
 * @param apiUrl without the version
 * @param retries of a request that took too long, or that Discord broke down over; at once
 */
export const createRest = (token: string, apiUrl: string, retries = 3): REST =>
  new REST({
    version: '10',
    api: apiUrl,
    globalRequestsPerSecond: PER_SECOND,
    rejectOnRateLimit: (limit) => waitOf(limit) > LONGEST_WAIT,
    timeout: TIMEOUT,
    retries,
  }).setToken(token);

/** Milliseconds. Not every refusal tells of its bucket; then only Retry-After says how long. */
export const waitOf = ({
  timeToReset,
  retryAfter,
}: Pick<RateLimitData, 'timeToReset' | 'retryAfter'>): number => Math.max(timeToReset, retryAfter);
