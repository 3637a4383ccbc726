/** What the parts of the server share. */
import type { BlockList } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { Catalog } from '../../src/catalog/index.ts';
import type { AdapterContext } from '../adapter.ts';
import type { Exchanges } from '../exchanges.ts';
import type { UnderWay } from '../under-way.ts';
import type { OpenPages } from './open-pages.ts';

/** What Node's server hands to every handler. */
export type Env = { Bindings: HttpBindings };

/** Who is let in beside this machine; null and null: nobody. */
export type WebAccess = {
  /** The secret that is asked for. */
  readonly token: string | null;
  /** Addresses of proxies that have asked already who it is. */
  readonly proxies: BlockList | null;
};

export type AppContext = AdapterContext & {
  readonly host: string;
  readonly access: WebAccess;
  /** The port that the server really has. */
  readonly port: () => number;
  readonly catalog: Catalog;
  readonly underWay: UnderWay;
  readonly exchanges: Exchanges;
  readonly pages: OpenPages;
};

export type WebConfig = {
  /** Address to listen on: "127.0.0.1", "::1", or "0.0.0.0" for every address of the machine. */
  readonly host: string;
  /** Left out: nobody but this machine. */
  readonly access?: WebAccess;
  /** 0 to 65535; 0 takes any free port. */
  readonly port: number;
  /** What the catalog page lists and searches. */
  readonly catalog: Catalog;
};
