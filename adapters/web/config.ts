import type { Catalog } from '../../src/catalog/index.ts';

export type WebConfig = {
  /** Address to listen on: "127.0.0.1", "::1", or "0.0.0.0" for every address of the machine. */
  readonly host: string;
  /** 0 to 65535; 0 takes any free port. */
  readonly port: number;
  /** What the catalog page lists and searches. */
  readonly catalog: Catalog;
};
