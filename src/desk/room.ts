import type { Fingerprint, Patience } from '../cases/index.ts';
import type { Catalog, Lookup } from '../catalog/index.ts';
import type { Diagnosis, Explain } from '../diagnosis/index.ts';
import type { Bounce } from '../intake/index.ts';
import type { Store } from '../store/index.ts';

/**
 * How much the bot reads along: every message in its channels, only what is addressed to it (mentions and direct
 * messages), or nothing but commands, menus and buttons.
 */
export type Watch = 'always' | 'asked' | 'off';

/** What everybody at the desk works with. */
export type Room = {
  readonly catalog: Catalog;
  readonly store: Store;
  readonly explain: Explain;
  readonly diagnose: (bounce: Bounce) => Diagnosis;
  readonly lookup: Lookup;
  readonly watch: Watch;
  readonly patience: Patience;
  readonly now: () => Date;
  /** Names this process among all that share the store. */
  readonly holder: string;
  /** Hides addresses that are forgotten. */
  readonly fingerprint: () => Promise<Fingerprint>;
};
