import type { Category } from '../catalog/index.ts';

/** What a category is called, and whose problem it says this is. */
export const CATEGORY_NAMES: Readonly<Record<Category, string>> = {
  hard: 'Hard bounce',
  soft: 'Soft bounce',
  throttle: 'Sending too fast',
  policy: 'Sender reputation or policy',
  authentication: 'Authentication failure',
  content: 'Message content',
  configuration: 'Our own configuration',
  info: 'No bounce',
};

/**
 * @param lasts soft bounces of this address have lasted so long that it counts as dead
 * @returns the verdict in a few words: "Hard bounce · suppress the address · do not retry"
 */
export function badgeOf(
  verdict: { category: Category; suppress: boolean; retry: boolean },
  lasts: boolean,
): string {
  if (lasts)
    return `${CATEGORY_NAMES[verdict.category]} that lasts · treat as hard now · suppress the address`;
  if (verdict.category === 'info' && !verdict.suppress) return CATEGORY_NAMES.info;
  return [
    CATEGORY_NAMES[verdict.category],
    verdict.suppress ? 'suppress the address' : 'keep the address',
    verdict.retry ? 'a retry can work' : 'do not retry unchanged',
  ].join(' · ');
}

/** @returns whether a text repeats an answer of ours: its badge is in it, as nobody else writes it */
export const quotesOurAnswer = (text: string): boolean =>
  /· (?:suppress|keep) the address · (?:a retry can work|do not retry unchanged)|that lasts · treat as hard now ·/.test(
    text,
  );
