/**
 * A message that one person alone sees can be changed only through the address that came with their click.
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
import type { RespondFn } from '@slack/bolt';
import type { Logger } from 'pino';
import { isSlackAddress } from './files.ts';
import { inWords } from './web-client.ts';

/** Milliseconds for one call. */
const TIMEOUT = 7_000;

/** Says something by such an address, as Bolt's own `respond` does. */
export type Respond = (message: Parameters<RespondFn>[0]) => Promise<unknown>;

type Source = {
  /** Host of the Web API; the address must be Slack's. */
  readonly apiHost: string;
  readonly log: Logger;
  readonly timeoutMs?: number;
};

async function post(responseUrl: string, message: object, timeoutMs: number): Promise<Response> {
  const response = await fetch(responseUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  await response.body?.cancel();
  return response;
}

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
    const response = await post(responseUrl, { replace_original: true, ...message }, timeoutMs);
    if (!response.ok) log.warn({ status: response.status }, failed);
  } catch (error) {
    log.warn({ error: inWords(error) }, failed);
  }
}

/**
 * Bolt's `respond` for what brings no such address of its own.
 * @param responseUrl null: it always rejects
 */
export const respondBy =
  (responseUrl: string | null, { apiHost }: Pick<Source, 'apiHost'>): Respond =>
  async (message) => {
    if (responseUrl === null || !isSlackAddress(responseUrl, apiHost)) {
      throw new Error('there is no address of Slack to answer to');
    }
    const body = typeof message === 'string' ? { text: message } : message;
    const response = await post(responseUrl, body, TIMEOUT);
    if (!response.ok) throw new Error(`the response_url was answered with HTTP ${response.status}`);
  };
