/** Exit statuses: a bounce was found (or the question answered), none was, the command was used wrongly, it failed. */
export const EXIT = { found: 0, none: 1, usage: 2, failed: 3 } as const;
