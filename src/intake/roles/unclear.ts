/** What tells of an address only that the place beside it tells nothing. */
import type { Rule } from './role.ts';

export const unclear = {
  // `ann@example.com,lea@example.org,bounced,…`: in a row without a header, what is behind is about any of them.
  inRow: { role: 'unknown', sureness: 0, near: /@[^\s@,;<>]{1,38}[,;]["']?$/ },
} satisfies Record<string, Rule>;
