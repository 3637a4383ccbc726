import { LogLevel, webApi } from '@slack/bolt';
import type { Finding } from '../../adapter.ts';
import { apiUrlOf, type SlackConfig } from '../config.ts';
import { redact } from '../sdk-log.ts';

export type { Finding };

export const good = (text: string): Finding => ({ tone: 'good', text });
export const note = (text: string): Finding => ({ tone: 'note', text });
/** @param text what is wrong, and what to do; tokens in it are blacked out */
export const bad = (text: string): Finding => ({ tone: 'bad', text: redact(text) });

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Milliseconds for one question to Slack, and for the socket's greeting. */
export const TIMEOUT = 7_000;

/** For one question: somebody looks on. */
export const ask = (config: SlackConfig, token: string): webApi.WebClient =>
  new webApi.WebClient(token, {
    slackApiUrl: apiUrlOf(config),
    retryConfig: { retries: 0 },
    timeout: TIMEOUT,
    logLevel: LogLevel.ERROR,
  });
