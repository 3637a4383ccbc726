import { LogLevel, type Logger as SdkLogger } from '@slack/bolt';
import type { Logger } from 'pino';

/** Slack's tokens, and the secret parts of response and socket addresses. */
const SECRETS = /xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=ticket=)[\w-]+|https:\/\/hooks\.slack\.com\/\S+/gi;

/** @returns the text with every token in it blacked out */
export const redact = (text: string): string => text.replace(SECRETS, '[hidden]');

const words = (parts: readonly unknown[]): string =>
  redact(parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' '));

/**
 * Lets the SDK's log lines into ours. Its debug lines hold whole payloads, with what people wrote, so they are
 * dropped whatever our own level is.
 */
export const sdkLog = (log: Logger): SdkLogger => ({
  debug: () => undefined,
  info: (...parts) => log.debug(words(parts)),
  warn: (...parts) => log.warn(words(parts)),
  error: (...parts) => log.error(words(parts)),
  getLevel: () => LogLevel.INFO,
  setLevel: () => undefined,
  setName: () => undefined,
});
