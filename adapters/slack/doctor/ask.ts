import { LogLevel, webApi } from '@slack/bolt';
import { apiUrlOf, type SlackConfig } from '../config.ts';
import { TIMEOUT } from './finding.ts';

/** For one question: somebody looks on. */
export const ask = (config: SlackConfig, token: string): webApi.WebClient =>
  new webApi.WebClient(token, {
    slackApiUrl: apiUrlOf(config),
    retryConfig: { retries: 0 },
    timeout: TIMEOUT,
    logLevel: LogLevel.ERROR,
  });
