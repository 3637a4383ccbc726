import type { Category } from '../catalog/index.ts';
import type { Certainty } from '../diagnosis/index.ts';

/** Replies as they were before cards, for renderers that draw no cards yet: it goes with the last of them. */
const CATEGORY_NAMES: Readonly<Record<Category, string>> = {
  hard: 'Hard bounce',
  soft: 'Soft bounce',
  throttle: 'Sending too fast',
  policy: 'Sender reputation or policy',
  authentication: 'Authentication failure',
  content: 'Message content',
  configuration: 'Our own configuration',
  info: 'No bounce',
};

/** What a verdict that isn't sure most often comes to. */
const OFTEN: Readonly<Record<Category, string>> = {
  hard: 'often a dead address',
  soft: 'often something that passes',
  throttle: 'often sending too fast',
  policy: 'often your reputation, or a policy',
  authentication: 'often your authentication',
  content: 'often the message',
  configuration: 'often your own configuration',
  info: 'perhaps no bounce',
};

/** "Likely a hard bounce" */
const LIKELY: Readonly<Record<Category, string>> = {
  hard: 'a hard bounce',
  soft: 'a soft bounce',
  throttle: 'sending too fast',
  policy: 'sender reputation or policy',
  authentication: 'an authentication failure',
  content: 'message content',
  configuration: 'our own configuration',
  info: 'no bounce',
};

type Verdict = {
  readonly category: Category;
  readonly suppress: boolean;
  readonly retry: boolean;
  /** Null where it is no verdict on a bounce, but what a code means. */
  readonly certainty: Certainty | null;
};

/**
 * @param lasts soft bounces of this address have lasted so long that it counts as dead
 * @returns the verdict in a few words: "Hard bounce, sure · suppress the address · do not retry unchanged"
 */
export function oldBadgeOf({ category, suppress, retry, certainty }: Verdict, lasts: boolean): string {
  const name = CATEGORY_NAMES[category];
  if (lasts) return `${name} that lasts · treat as hard now · suppress the address`;
  if (category === 'info' && !suppress) return name;
  const again = retry ? 'a retry can work' : 'do not retry unchanged';
  if (certainty === 'unsure') {
    const rest = category === 'hard' ? ['keep it for now'] : ['keep the address', again];
    return ['Not sure', OFTEN[category], ...rest].join(' · ');
  }
  const said = { sure: `${name}, sure`, likely: `Likely ${LIKELY[category]}`, none: name };
  return [said[certainty ?? 'none'], suppress ? 'suppress the address' : 'keep the address', again].join(
    ' · ',
  );
}
