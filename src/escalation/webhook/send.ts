/**
 * Tells a tool of the team's over HTTPS, signed by the Standard Webhooks specification 1.0.0
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md): headers `webhook-id`,
 * `webhook-timestamp` and `webhook-signature`, HMAC-SHA256 over "id.timestamp.body".
 */
import { createHmac } from 'node:crypto';
import { lookup as lookUp } from 'node:dns';
import { request as http, type RequestOptions } from 'node:http';
import { request as https } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { hiddenKind, readIp } from '../../dns/index.ts';

export type WebhookConfig = {
  readonly url: URL;
  /** Bytes that both sides know. */
  readonly secret: Buffer;
  /** Whether it may be an address that only this network knows. */
  readonly allowPrivate: boolean;
  /** Milliseconds for one call; 15,000 where nothing else is said. */
  readonly timeoutMs?: number;
};

export type Sent =
  | { readonly kind: 'done' }
  /** @param wait milliseconds that it asks to wait; null: it doesn't say */
  | { readonly kind: 'later'; readonly why: string; readonly wait: number | null }
  /** It is gone: trying again can't help. */
  | { readonly kind: 'never'; readonly why: string };

/** Milliseconds; the specification recommends 15 to 30 seconds, and nobody is to wait longer than a lease. */
const TIMEOUT = 15_000;
/** The longest pause that `Retry-After` may ask for, milliseconds. */
const LONGEST_WAIT = 60 * 60 * 1000;

/**
 * Sends once; follows no redirect.
 * @param id the same at each attempt, so that the receiver knows a repetition
 * @param body JSON
 */
export async function sendWebhook(config: WebhookConfig, id: string, body: string, now: Date): Promise<Sent> {
  const { url, secret, allowPrivate, timeoutMs = TIMEOUT } = config;
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && isIP(literal) !== 0 && isPrivate(literal)) return later(PRIVATE);
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  const options: RequestOptions = {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'bounce-triage',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
    signal: AbortSignal.timeout(timeoutMs),
    lookup: allowPrivate ? lookUp : publicOnly,
    agent: false,
  };
  try {
    return await post(url, options, body);
  } catch (error) {
    const { name, code, message } = error as NodeJS.ErrnoException;
    return later(
      name === 'TimeoutError' || name === 'AbortError'
        ? `the webhook gave no answer within ${timeoutMs / 1000} s`
        : message === PRIVATE
          ? PRIVATE
          : `the webhook can't be reached (${code ?? name})`,
    );
  }
}

const PRIVATE =
  'the webhook is at an address of a private network: set ESCALATION_WEBHOOK_PRIVATE=allow where that is meant';
const later = (why: string, wait: number | null = null): Sent => ({ kind: 'later', why, wait });

function post(url: URL, options: RequestOptions, body: string): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http)(url, options, (response) => {
      // What it says is not read, its status counts.
      response.destroy();
      resolve(outcomeOf(response.statusCode ?? 0, response.headers['retry-after']));
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Specification, "Delivery": 2xx is success, 410 means gone, everything else, redirects too, is tried again. */
function outcomeOf(status: number, retryAfter: string | undefined): Sent {
  if (status >= 200 && status < 300) return { kind: 'done' };
  if (status === 410) return { kind: 'never', why: 'the webhook answers 410: it is gone' };
  const seconds = Number(retryAfter);
  const wait = retryAfter !== undefined && seconds > 0 ? Math.min(seconds * 1000, LONGEST_WAIT) : null;
  const redirect = status >= 300 && status < 400 ? ', a redirect, which is not followed' : '';
  return later(`the webhook answers ${status}${redirect}`, wait);
}

const isPrivate = (address: string): boolean => {
  const ip = readIp(address);
  return ip === null || hiddenKind(ip) !== null;
};

/** Judges the very address that is connected to, so that no name can point elsewhere a moment later. */
const publicOnly: LookupFunction = (hostname, options, done) => {
  lookUp(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, '', 4);
    const known = addresses.filter(({ address }) => !isPrivate(address));
    const [first] = known;
    if (!first) return done(new Error(PRIVATE), '', 4);
    if (options.all) return done(null, known);
    return done(null, first.address, first.family);
  });
};
