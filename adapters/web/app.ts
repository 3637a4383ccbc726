/** The whole server as one Hono app. A new page or a new part of the API is one more `route` here. */
import { randomBytes } from 'node:crypto';
import { RequestError } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { checkProxy, checkToken } from './access.ts';
import { createApi } from './api.ts';
import { createCatalogApi } from './catalog-api.ts';
import { createCatalogShelf } from './catalog-shelf.ts';
import type { AppContext, Env } from './env.ts';
import { checkHost, checkOrigin, checkSite, checkType, securityHeaders } from './guard.ts';
import { createPageFiles } from './page-files.ts';

/** The largest request, in bytes. A file travels as base64, so it may be about 19 MB. */
const MAX_BODY_BYTES = 26 * 1024 * 1024;

/** @returns the app: guards first, then the APIs under /api, then the pages and their files */
export function createApp(context: AppContext): Hono<Env> {
  const { log, host, port, access, catalog, exchanges, underWay } = context;
  const app = new Hono<Env>();

  // Until the response has left, so that stopping waits for it.
  app.use(async (c, next) => {
    underWay.add(exchanges.add(c.env));
    await next();
  });
  app.use(securityHeaders());
  app.use(checkProxy(access));
  // Elsewhere the secret or the proxy is the lock, and nobody knows under which names this machine is reached.
  if (access.token === null && access.proxies === null) app.use(checkHost(host, port));
  app.use('/api/*', checkSite());
  app.use(checkOrigin(access));
  app.use(checkType());
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: (c) => {
        // What was not read is still in the connection: it can't carry another request.
        c.header('Connection', 'close');
        return c.json({ error: 'That is too large: a message with its files may have 26 MB.' }, 413);
      },
    }),
  );

  app.use(checkToken(access, Date.now));
  app.route('/api', createApi(context));
  const shelf = createCatalogShelf(catalog);
  app.route('/api/catalog', createCatalogApi(shelf));
  app.route('/', createPageFiles({ hasEntry: (key) => shelf.open(key) !== null }));

  app.notFound((c) =>
    c.json({ error: `There is nothing at ${c.req.path}. The chat is at /, the catalog at /catalog.` }, 404),
  );
  app.onError((error, c) => {
    if (error instanceof HTTPException) return c.json({ error: error.message }, error.status);
    if (error instanceof RequestError) return c.json({ error: error.message }, 400);
    const { incoming } = c.env;
    if (incoming.destroyed && !incoming.complete) {
      log.debug({ path: c.req.routePath }, 'a web request was cut off');
      return c.json({ error: 'The request did not arrive whole.' }, 400);
    }
    const reference = randomBytes(3).toString('hex');
    log.error({ err: error, reference, path: c.req.routePath }, 'a web request failed');
    return c.json(
      { error: `Something went wrong inside the bot. Look for ${reference} in its log, then try again.` },
      500,
    );
  });
  return app;
}
