import type { Patience } from '../../src/cases/index.ts';

/** How texts are read and judged, by the configuration. */
export type Reading = {
  /** The zone of logs that name none; null: this machine's. */
  readonly zone: string | null;
  /** When an address that is put off counts as dead; null: where nobody has set it, the catalog's words. */
  readonly patience: Patience | null;
};
