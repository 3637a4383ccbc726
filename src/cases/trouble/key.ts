/** The key of a case about a provider's own trouble. It needs no store: whoever only judges can ask. */

/** The key of the case that a provider's trouble has. */
export const troubleKey = (trouble: string): string => `provider|${trouble}`;

/** @returns whose trouble a case is about: a provider's id, or a domain; null for other cases */
export const troubleIn = (key: string): string | null => (key.startsWith('provider|') ? key.slice(9) : null);
