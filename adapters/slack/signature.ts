/** Whether a request is Slack's. https://docs.slack.dev/authentication/verifying-requests-from-slack */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds that a request may be old, or ahead of our clock: an older one may be a copy that somebody plays back. */
const WINDOW = 5 * 60;

export type Signed = { readonly timestamp: string | undefined; readonly signature: string | undefined };

/**
 * @param now milliseconds since 1970
 * @returns null where it is Slack's; else why not, for the log
 */
export const signatureTrouble = (
  secret: string,
  body: Buffer,
  { timestamp, signature }: Signed,
  now: number,
): string | null => {
  if (timestamp === undefined || signature === undefined) return 'it carries no signature';
  const at = Number(timestamp);
  if (!Number.isInteger(at)) return 'its timestamp is none';
  if (Math.abs(now / 1000 - at) > WINDOW) return 'its timestamp is too old, or this machine’s clock is wrong';
  const expected = Buffer.from(
    `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`,
  );
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected)
    ? null
    : 'its signature is wrong: SLACK_SIGNING_SECRET is not this app’s, or somebody else sent it';
};
