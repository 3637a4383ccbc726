import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { createAdaptorServer } from '@hono/node-server';
import type { Adapter, AdapterContext } from '../adapter.ts';
import { createExchanges } from '../exchanges.ts';
import { createUnderWay } from '../under-way.ts';
import { createApp } from './app.ts';
import { createConnector } from './connector.ts';
import type { WebConfig } from './env.ts';
import { explainListenError } from './listen-error.ts';
import { createOpenPages } from './open-pages.ts';
import { isLoopback } from './reach.ts';

/** "127.0.0.1" → "127.0.0.1", "::1" → "[::1]", and an address that only means "all" → one that can be opened. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/** @returns where others than this machine reach the server */
function addressesOf(host: string, port: number): readonly string[] {
  const isAll = host === '0.0.0.0' || host === '::';
  if (!isAll) return [`http://${hostInUrl(host)}:${port}`];
  return Object.values(networkInterfaces())
    .flatMap((all = []) => all)
    .filter(
      ({ internal, scopeid = 0, family }) =>
        !internal && scopeid === 0 && (host === '::' || family === 'IPv4'),
    )
    .map(({ address }) => `http://${hostInUrl(address)}:${port}`);
}

/** Whom else than this machine, in the words of a log. */
function whomOf({ access }: WebConfig): string {
  const who = [
    ...(access?.token ? ['whoever knows WEB_TOKEN'] : []),
    ...(access?.proxies ? ['the proxy that WEB_TRUST_PROXY names'] : []),
  ];
  return who.length === 0 ? 'everybody' : who.join(', through ');
}

/**
 * Makes the web adapter; nothing listens before `start()`.
 *
 * @returns the adapter, and `url()`: the address of the page, without a slash at its end.
 *   `url()` throws before `start()` has resolved, because a free port is not known earlier.
 */
export function createWebAdapter(config: WebConfig, context: AdapterContext): Adapter & { url(): string } {
  const underWay = createUnderWay();
  const exchanges = createExchanges();
  const pages = createOpenPages();
  let port = 0;
  const app = createApp({
    ...context,
    host: config.host,
    access: config.access ?? { token: null, proxies: null },
    port: () => port,
    catalog: config.catalog,
    underWay,
    exchanges,
    pages,
  });
  // Without a certificate in its options it is a plain HTTP server.
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;

  return {
    name: 'web',

    async start() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(config.port, config.host, () => {
          server.off('error', reject);
          resolve();
        });
      }).catch((error: unknown) => {
        throw explainListenError(error, config);
      });
      port = (server.address() as AddressInfo).port;
      context.queue.connect(createConnector(pages));
      const others = isLoopback(config.host) ? [] : addressesOf(config.host, port);
      if (others.length === 0) context.log.info({ url: this.url() }, 'web chat is listening');
      else
        context.log.info({ url: this.url(), others }, `web chat is listening, and lets in ${whomOf(config)}`);
    },

    async stop() {
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      pages.close();
      exchanges.end();
      await underWay.settled();
      await context.queue.disconnect('web');
      // What is under way has been answered; what is left are connections that a browser keeps for later.
      server.closeAllConnections();
      await closed;
    },

    unanswered: () => exchanges.count(),

    url() {
      if (port === 0) throw new Error('The web chat has no address before it was started.');
      return `http://${hostInUrl(config.host)}:${port}`;
    },
  };
}
