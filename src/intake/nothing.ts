import type { Reading } from './bounce.ts';

/** What a text came to that tells of no mail. */
export const NOTHING: Reading = {
  noticed: false,
  bounces: [],
  deliveries: [],
  messages: [],
  others: [],
  left: null,
};
