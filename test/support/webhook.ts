/** A team's own tool that is told of escalations; nock answers for it. */
import { createHmac } from 'node:crypto';
import nock from 'nock';

export const HOOK = new URL('https://ops.example.com/hook');

export type Received = { readonly headers: Readonly<Record<string, string>>; readonly body: string };

/**
 * @param statuses what it answers, call by call; the last one from then on
 * @returns what it got so far
 */
export function receiveWebhooks(...statuses: readonly number[]): readonly Received[] {
  const got: Received[] = [];
  nock(HOOK.origin)
    .persist()
    .post(HOOK.pathname)
    .reply(async (request: Request) => {
      got.push({ headers: Object.fromEntries(request.headers), body: await request.text() });
      return [statuses[Math.min(got.length, statuses.length) - 1] ?? 204];
    });
  return got;
}

/** @returns the signature that a receiver with the secret expects, computed from what came in */
export const expectedSignature = ({ headers, body }: Received, secret: Buffer): string =>
  `v1,${createHmac('sha256', secret)
    .update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)
    .digest('base64')}`;
