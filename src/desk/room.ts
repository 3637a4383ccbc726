import type { ChannelSettings, Fingerprint, Patience, Watch } from '../cases/index.ts';
import type { Catalog, Lookup } from '../catalog/index.ts';
import type { Diagnosis, Explain } from '../diagnosis/index.ts';
import type { Bounce } from '../intake/index.ts';
import type { Store } from '../store/index.ts';

/** What everybody at the desk works with. */
export type Room = {
  readonly catalog: Catalog;
  readonly store: Store;
  readonly explain: Explain;
  readonly diagnose: (bounce: Bounce) => Diagnosis;
  readonly lookup: Lookup;
  /** WATCH: what holds where nobody has set anything else. */
  readonly watch: Watch;
  /** What holds in a channel; known for some seconds, and while the store is down. */
  readonly channel: (team: string, channel: string) => Promise<ChannelSettings & { readonly watch: Watch }>;
  /** They were changed here. */
  readonly forgetChannels: () => void;
  readonly patience: Patience;
  readonly now: () => Date;
  /** Names this process among all that share the store. */
  readonly holder: string;
  /** Hides addresses that are forgotten. */
  readonly fingerprint: () => Promise<Fingerprint>;
};
