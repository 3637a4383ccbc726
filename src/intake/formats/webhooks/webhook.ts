import type { Found } from '../../found.ts';

/** One sending platform's events. Adding a platform is adding a file with one of these. */
export type Webhook = {
  readonly name: string;
  /** A cheap look at an object's keys. */
  readonly recognises: (event: Readonly<Record<string, unknown>>) => boolean;
  /** @returns the bounces of one event; empty for opens, clicks and deliveries; null where the event is malformed */
  readonly read: (event: unknown) => readonly Found[] | null;
};
