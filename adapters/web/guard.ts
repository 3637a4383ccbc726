/**
 * From where one may talk to the server. Where it listens on this machine alone that is its only lock, so other
 * websites open in the same browser must not get through it. Who else is let in: `access.ts`.
 */
import type { Context, MiddlewareHandler } from 'hono';
import type { Env, WebAccess } from './env.ts';

/** Nothing but the page's own files, no inline script or style, no frame around it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Headers for every response, refusals too. */
export const securityHeaders = (): MiddlewareHandler<Env> => async (c, next) => {
  await next();
  c.header('Content-Security-Policy', POLICY);
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('X-Frame-Options', 'DENY');
  c.header('Referrer-Policy', 'no-referrer');
  c.header('Cross-Origin-Opener-Policy', 'same-origin');
  c.header('Cross-Origin-Resource-Policy', 'same-origin');
};

/** @returns for whom a request is: a target with a host of its own counts before the header (RFC 9112, 3.2.2) */
function hostOf(c: Context<Env>): string {
  const target = c.env.incoming.url ?? '';
  return (!target.startsWith('/') && URL.parse(target)?.host) || (c.req.header('host') ?? '');
}

/**
 * Against DNS rebinding: a foreign name that suddenly points to 127.0.0.1 still sends its own name as Host.
 *
 * @param configured the address that the server was told to listen on
 * @param port the port that it has
 */
export const checkHost =
  (configured: string, port: () => number): MiddlewareHandler<Env> =>
  async (c, next) => {
    const names = ['127.0.0.1', 'localhost', '[::1]', configured, `[${configured}]`];
    const asked = hostOf(c).toLowerCase();
    const known = names.some((name) => asked === `${name}:${port()}` || (port() === 80 && asked === name));
    if (known) return next();
    return c.json(
      {
        error: `This server answers only at http://127.0.0.1:${port()} and at the address it was told in HOST.`,
      },
      421,
    );
  };

/**
 * Another website can't read our answers, but it could hold a stream of events open, and what was pushed there
 * would count as seen. A browser says where a request comes from ("none": typed into its address bar).
 */
export const checkSite = (): MiddlewareHandler<Env> => async (c, next) => {
  const site = c.req.header('sec-fetch-site') ?? 'none';
  if (site === 'same-origin' || site === 'none') return next();
  return c.json({ error: 'Refused: the request came from another website.' }, 403);
};

const READS = new Set(['GET', 'HEAD']);

/**
 * What changes something must come from our own page: a browser sets Origin on it, and no page can forge it. Behind a
 * proxy the page has the address that browsers know the proxy by, and may have come by TLS.
 */
export const checkOrigin =
  ({ token, proxies }: WebAccess): MiddlewareHandler<Env> =>
  async (c, next) => {
    if (READS.has(c.req.method)) return next();
    const hosts = [hostOf(c), ...(proxies ? [c.req.header('x-forwarded-host')] : [])];
    const schemes = token !== null || proxies !== null ? ['http', 'https'] : ['http'];
    const origin = c.req.header('origin');
    if (hosts.some((host) => host && schemes.some((scheme) => origin === `${scheme}://${host}`)))
      return next();
    return c.json(
      { error: 'Refused: the request did not come from the chat page itself (its Origin header says so).' },
      403,
    );
  };

/** A form on another website can send plain text, but not this type without asking first. */
export const checkType = (): MiddlewareHandler<Env> => async (c, next) => {
  if (READS.has(c.req.method)) return next();
  const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return next();
  return c.json({ error: 'Send the request with the content type application/json.' }, 415);
};
