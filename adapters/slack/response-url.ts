/**
 * A message that one person alone sees can be changed only through the address that came with their click.
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
import type { RespondFn } from '@slack/bolt';
import { z } from 'zod';
import { isSlackAddress } from './files.ts';

/** Milliseconds for one call. */
const TIMEOUT = 7_000;
/** Characters of what an address answers that are looked at: a word or a small object. */
const MOST_READ = 1_000;

/** Says something by such an address. Bolt's own `respond` takes every 200 for a success. */
export type Respond = (message: Parameters<RespondFn>[0]) => Promise<unknown>;

type Source = {
  /** Host of the Web API; the address must be Slack's. */
  readonly apiHost: string;
  readonly timeoutMs?: number;
};

/** Slack answered that it did not take the message. */
export class RefusedResponse extends Error {
  override readonly name = 'RefusedResponse';
  readonly status: number;
  /** Slack's code: "invalid_blocks", "used_url"; '' where it gives none. */
  readonly code: string;
  constructor(status: number, code: string) {
    super(`the response_url was answered with HTTP ${status}${code === '' ? '' : ` and ${code}`}`);
    this.status = status;
    this.code = code;
  }
}

/** Refusals of the address, which another form of the message does not mend. */
const OF_ADDRESS = new Set(['used_url', 'expired_url', 'no_service', 'no_original']);

/** @returns whether another form of the message may be taken */
export const isOfItsMessage = (error: unknown): boolean =>
  error instanceof RefusedResponse && error.status < 429 && !OF_ADDRESS.has(error.code);

const Answer = z.object({ ok: z.boolean(), error: z.string().optional() });

/** A refusal comes with a status of its own and its code as text, or as a 200 with `ok: false`. */
function refusalIn(status: number, text: string): string | null {
  const body = text.slice(0, MOST_READ);
  if (body.startsWith('{')) {
    const answer = Answer.safeParse(parsed(body));
    if (answer.success && !answer.data.ok) return answer.data.error ?? '';
  }
  if (status >= 200 && status < 300) return null;
  return /^\w{1,60}$/.test(body) ? body : '';
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/** @throws RefusedResponse where Slack does not take it */
async function post(responseUrl: string, message: object, timeoutMs: number): Promise<void> {
  const response = await fetch(responseUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  const code = refusalIn(response.status, await response.text());
  if (code !== null) throw new RefusedResponse(response.status, code);
}

/**
 * @param responseUrl null: it always rejects
 * @returns what says something by it; it rejects where Slack does not take it
 */
export const respondBy =
  (responseUrl: string | null, { apiHost, timeoutMs = TIMEOUT }: Source): Respond =>
  async (message) => {
    if (responseUrl === null || !isSlackAddress(responseUrl, apiHost)) {
      throw new Error('there is no address of Slack to answer to');
    }
    await post(responseUrl, typeof message === 'string' ? { text: message } : message, timeoutMs);
  };
