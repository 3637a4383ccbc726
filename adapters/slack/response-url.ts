/**
 * A message that one person alone sees can be changed only through the address that came with their click.
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
import type { Logger } from 'pino';
import { isSlackAddress } from './files.ts';
import { inWords } from './web-client.ts';

/** Milliseconds for one call. */
const TIMEOUT = 7_000;

type Source = {
  /** Host of the Web API; the address must be Slack's. */
  readonly apiHost: string;
  readonly log: Logger;
  readonly timeoutMs?: number;
};

/**
 * Replaces the message. Never rejects: what was done is saved, and an old look is only logged.
 * @param message as for `chat.update`
 */
export async function replaceMessage(
  responseUrl: string,
  message: object,
  { apiHost, log, timeoutMs = TIMEOUT }: Source,
): Promise<void> {
  if (!isSlackAddress(responseUrl, apiHost)) return;
  const failed = 'a private message was not brought up to date';
  try {
    const response = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ replace_original: true, ...message }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    if (!response.ok) log.warn({ status: response.status }, failed);
  } catch (error) {
    log.warn({ error: inWords(error) }, failed);
  }
}
