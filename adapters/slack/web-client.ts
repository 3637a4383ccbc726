import { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { apiUrlOf, type SlackConfig } from './config.ts';
import { sdkLog } from './sdk-log.ts';

/**
 * The SDK would try for half an hour by default; a person who waits for an answer has gone by then, and what was
 * not posted is posted at the next start. A 429 is waited out as Slack says (Retry-After).
 */
const RETRIES = { retries: 3, factor: 3, minTimeout: 300, maxTimeout: 5_000, randomize: true } as const;
/** Milliseconds that one call may take. */
const TIMEOUT = 7_000;

/** @returns the client for Slack's Web API: at most 4 tries in under 30 seconds */
export const createWebClient = (config: SlackConfig, log: Logger): webApi.WebClient =>
  new webApi.WebClient(config.botToken, {
    slackApiUrl: apiUrlOf(config),
    logger: sdkLog(log),
    retryConfig: RETRIES,
    timeout: TIMEOUT,
  });

/** @returns Slack's code for a refusal ("channel_not_found"), or null where Slack wasn't reached or broke down */
export const refusalCode = (error: unknown): string | null =>
  error instanceof webApi.WebAPIPlatformError ? error.data.error : null;

/** Refusals that may be gone at the next try. */
const PASSING = new Set([
  'ratelimited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
]);

/** @returns whether no repetition will mend it: the channel is gone, archived, closed to us … */
export const isLasting = (error: unknown): boolean => {
  const code = refusalCode(error);
  return code !== null && !PASSING.has(code);
};

/** Refusals because the bot is no member of the place. */
const OUTSIDE = new Set(['not_in_channel', 'channel_not_found', 'is_archived', 'restricted_action']);

export const isOutside = (error: unknown): boolean => OUTSIDE.has(refusalCode(error) ?? '');

/** @returns what a log line may say about an error of the SDK or of ours: its code or its message, no payload */
export const inWords = (error: unknown): string =>
  refusalCode(error) ?? (error instanceof Error ? `${error.name}: ${error.message}` : String(error));
