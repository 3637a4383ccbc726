/**
 * Who may use the web chat where others than this machine reach it: who knows the secret, which is asked for once and
 * kept in a cookie, and whoever a proxy that is named lets through.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Env, WebAccess } from './env.ts';
import { pageFile } from './page-files.ts';
import { isWithin } from './reach.ts';

const COOKIE = 'bounce_triage';
const MONTH = 30 * 24 * 60 * 60;
/** Wrong answers of one address that are free; each further one doubles the wait, in milliseconds. */
const FREE = 5;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15 * 60 * 1000;
/** Addresses whose wrong answers are kept: the oldest makes room. */
const MOST_ADDRESSES = 10_000;

/** Nobody reaches the server but through the proxy that was named. */
export const checkProxy =
  ({ proxies }: WebAccess): MiddlewareHandler<Env> =>
  async (c, next) => {
    const from = c.env.incoming.socket.remoteAddress ?? '';
    if (proxies === null || isWithin(proxies, from)) return next();
    return c.json({ error: 'Refused: this server answers only the proxy that WEB_TRUST_PROXY names.' }, 403);
  };

/** What a browser is given for the secret: it doesn't tell the secret, and a new secret makes it worthless. */
const passOf = (token: string): string =>
  createHmac('sha256', token).update('web chat of Bounce Triage').digest('base64url');

/** Takes as long whatever the difference is, and wherever. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHmac('sha256', 'compared').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/** Files of the page that tell nothing: who is to sign in needs them. */
const OPEN = /^\/page\/[\w-]+\.(?:css|js|svg)$/;

/**
 * Lets through who has the cookie, and gives it to who knows the secret: `POST /api/sign-in` with `{"token": …}`. All
 * others get the page that asks for it, or from the API a 401.
 * @param now milliseconds since 1970
 */
export function checkToken({ token, proxies }: WebAccess, now: () => number): MiddlewareHandler<Env> {
  if (token === null) return (_, next) => next();
  const pass = passOf(token);
  const tries = createTries(now);

  return async (c, next) => {
    const path = c.req.path;
    if (path === '/api/sign-in' && c.req.method === 'POST') {
      // A proxy that is named tells whom it speaks for, behind what others made of that field.
      const forwarded = proxies === null ? null : c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
      const from = forwarded || (c.env.incoming.socket.remoteAddress ?? '');
      const wait = tries.wait(from);
      if (wait > 0) {
        const seconds = Math.ceil(wait / 1000);
        c.header('Retry-After', String(seconds));
        return c.json({ error: `Too many wrong tokens. Try again in ${inWords(seconds)}.` }, 429);
      }
      const body: unknown = await c.req.json().catch(() => null);
      const given = typeof body === 'object' && body !== null && 'token' in body ? body.token : null;
      if (typeof given !== 'string' || !isSame(given.trim(), token)) {
        tries.failed(from);
        return c.json({ error: 'That is not the token. It is in WEB_TOKEN of whoever runs the bot.' }, 401);
      }
      tries.succeeded(from);
      setCookie(c, COOKIE, pass, {
        httpOnly: true,
        sameSite: 'Strict',
        secure: c.req.header('origin')?.startsWith('https:') ?? false,
        path: '/',
        maxAge: MONTH,
      });
      return c.json({ signedIn: true });
    }
    const cookie = getCookie(c, COOKIE);
    if (cookie !== undefined && isSame(cookie, pass))
      return path === '/api/sign-in' ? c.json({ signedIn: true }) : next();
    if (OPEN.test(path)) return next();
    if (cookie !== undefined) deleteCookie(c, COOKIE, { path: '/' });
    if (path.startsWith('/api/')) return c.json({ error: 'Sign in first: open the chat page.' }, 401);
    return c.body(pageFile('sign-in.html'), 401, {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
    });
  };
}

const inWords = (seconds: number): string =>
  seconds === 1 ? 'a second' : seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;

type Tries = {
  /** @returns milliseconds that this address has to wait */
  wait(from: string): number;
  failed(from: string): void;
  succeeded(from: string): void;
};

function createTries(now: () => number): Tries {
  const all = new Map<string, { wrong: number; until: number }>();
  return {
    wait: (from) => Math.max(0, (all.get(from)?.until ?? 0) - now()),
    failed(from) {
      const wrong = (all.get(from)?.wrong ?? 0) + 1;
      const wait = wrong < FREE ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (wrong - FREE));
      all.delete(from);
      all.set(from, { wrong, until: now() + wait });
      const [oldest] = all.keys();
      if (all.size > MOST_ADDRESSES && oldest !== undefined) all.delete(oldest);
    },
    succeeded: (from) => void all.delete(from),
  };
}
