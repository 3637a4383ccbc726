/** Marks that stand on one letter, of which a text may heap up thousands over the lines around it. */

/** No language writes more on one letter; Unicode's own limit for streams is 30 (UAX #15, "Stream-Safe Text Format"). */
const MOST = 8;
const TOWERS = new RegExp(`(\\p{M}{${MOST}})\\p{M}+`, 'gu');

/** @returns the text with the first marks of each letter alone */
export const withoutTowers = (text: string): string => text.replace(TOWERS, '$1');
