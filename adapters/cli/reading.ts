/** How the command line reads and judges a text, from the configuration. */
import type { Patience } from '../../src/cases/index.ts';

export type ReadingConfig = {
  /** The zone of logs that name none. */
  readonly LOG_TIMEZONE: string;
  /** When an address that is put off counts as dead, see `Patience`. */
  readonly SOFT_BOUNCE_HOURS: number;
  readonly SOFT_BOUNCE_TIMES: number;
};

export const patienceOf = ({ SOFT_BOUNCE_HOURS, SOFT_BOUNCE_TIMES }: ReadingConfig): Patience => ({
  hours: SOFT_BOUNCE_HOURS,
  times: SOFT_BOUNCE_TIMES,
});
