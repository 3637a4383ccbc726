/**
 * A NUL in a value: PostgreSQL's texts can't hold one, and SQLite looks for no more than what stands before it. What is looked
 * for is written as what was stored, so that it is found.
 */
export const withoutNul = <T>(value: T): T | string =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value;
