/** Slack calling an app over HTTP, signed. https://docs.slack.dev/apis/events-api/using-http-request-urls */
import { createHmac } from 'node:crypto';
import type { Ack, Transport } from './socket-mode.ts';

export type HttpMode = Transport & {
  /** Sends a request as it is. @returns HTTP status and body */
  raw(body: string, headers: Readonly<Record<string, string>>): Promise<{ status: number; body: string }>;
  /** The headers of a signed request. @param at seconds since 1970 */
  sign(body: string, at?: number): Readonly<Record<string, string>>;
};

/** An event that is answered otherwise than with 200 comes again. */
const RETRIES = 3;

/** @param address "http://127.0.0.1:4000" */
export const createHttpMode = (address: string, secret: string, changed: () => void): HttpMode => {
  const sign: HttpMode['sign'] = (body, at = Math.floor(Date.now() / 1000)) => ({
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`,
  });
  const raw: HttpMode['raw'] = async (body, headers) => {
    const response = await fetch(`${address}/slack/events`, { method: 'POST', body, headers });
    return { status: response.status, body: await response.text() };
  };
  const encode = (type: string, payload: object): { body: string; contentType: string } => {
    if (type === 'events_api') return { body: JSON.stringify(payload), contentType: 'application/json' };
    const form = type === 'slash_commands' ? { ...payload } : { payload: JSON.stringify(payload) };
    return {
      body: new URLSearchParams(form as Record<string, string>).toString(),
      contentType: 'application/x-www-form-urlencoded',
    };
  };
  return {
    sign,
    raw,
    async send(type, payload): Promise<Ack> {
      const { body, contentType } = encode(type, payload);
      const sentAt = Date.now();
      for (let attempt = 0; ; attempt += 1) {
        const retry: Record<string, string> = attempt > 0 ? { 'x-slack-retry-num': String(attempt) } : {};
        const answer = await raw(body, { ...sign(body), ...retry, 'content-type': contentType });
        if (answer.status === 200) {
          changed();
          const text = answer.body.startsWith('{') ? JSON.parse(answer.body) : {};
          return { afterMs: Date.now() - sentAt, payload: text as Record<string, unknown> };
        }
        if (type !== 'events_api' || attempt === RETRIES) {
          throw new Error(`${type} was answered with HTTP ${answer.status}`);
        }
      }
    },
  };
};
