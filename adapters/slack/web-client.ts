import { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { apiUrlOf, type SlackConfig } from './config.ts';
import { sdkLog } from './sdk-log.ts';

/** For what somebody waits for: the SDK would try for half an hour by default. */
const RETRIES = { retries: 3, factor: 3, minTimeout: 300, maxTimeout: 5_000, randomize: true } as const;
/** Milliseconds that one call may take. */
const TIMEOUT = 7_000;
/** The same where nobody waits for it, and a call that is given up may yet be done. */
const LONG_TIMEOUT = 15_000;

export type WebClients = {
  /** For what somebody waits for: at most 4 tries in under 30 seconds; a 429 is waited out as Slack says. */
  readonly client: webApi.WebClient;
  /**
   * For what the queue delivers: one try. The queue tries again, and looks first whether it arrived; a
   * second try of the SDK could post twice.
   */
  readonly once: webApi.WebClient;
};

/** @param token of the bot, "xoxb-…" */
export function createWebClients(
  config: Pick<SlackConfig, 'apiUrl'>,
  token: string,
  log: Logger,
): WebClients {
  const options = { slackApiUrl: apiUrlOf(config), logger: sdkLog(log), timeout: TIMEOUT };
  return {
    client: new webApi.WebClient(token, { ...options, retryConfig: RETRIES }),
    once: new webApi.WebClient(token, {
      ...options,
      timeout: LONG_TIMEOUT,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    }),
  };
}

/** @returns Slack's code for a refusal ("channel_not_found"), or null where Slack wasn't reached or broke down */
export const refusalCode = (error: unknown): string | null =>
  error instanceof webApi.WebAPIPlatformError ? error.data.error : null;

/** @returns the scope that a refused call needs, or null where Slack names none */
export const neededScope = (error: unknown): string | null =>
  refusalCode(error) === 'missing_scope' && error instanceof webApi.WebAPIPlatformError
    ? String((error.data as { needed?: unknown }).needed ?? '') || null
    : null;

/** @returns whether nobody knows what became of a call: it was cut off, or took too long, here or at Slack's gateway */
export const hadNoAnswer = (error: unknown): boolean =>
  error instanceof webApi.WebAPIRequestError ||
  (error instanceof webApi.WebAPIHTTPError && error.statusCode === 504);

/** Milliseconds that Slack asks to wait where it does not say how many. */
const SOME_TIME = 30_000;

/** @returns milliseconds after which Slack lets us call again, or null where that is not why it refused */
export function waitOf(error: unknown): number | null {
  if (error instanceof webApi.WebAPIRateLimitedError) return error.retryAfter * 1000;
  const code = refusalCode(error);
  return code === 'ratelimited' || code === 'rate_limited' ? SOME_TIME : null;
}

/** Refusals because the bot is not a member of the place, or nobody may write there. */
const OUTSIDE = new Set(['not_in_channel', 'channel_not_found', 'is_archived', 'restricted_action']);

export const isOutside = (error: unknown): boolean => OUTSIDE.has(refusalCode(error) ?? '');

/** Refusals because the press is older than 3 seconds, or has opened something already. */
const TOO_LATE = new Set(['expired_trigger_id', 'exchanged_trigger_id', 'trigger_expired']);

export const isTooLateToOpen = (error: unknown): boolean => TOO_LATE.has(refusalCode(error) ?? '');

/** Refusals of the blocks themselves, see `render/`. */
const OF_BLOCKS = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long']);

export const isOfBlocks = (error: unknown): boolean => OF_BLOCKS.has(refusalCode(error) ?? '');

/** @returns what a log line may say about an error of the SDK or of ours: its code or its message, no payload */
export const inWords = (error: unknown): string =>
  refusalCode(error) ?? (error instanceof Error ? `${error.name}: ${error.message}` : String(error));
