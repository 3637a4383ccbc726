/**
 * After an outage what waits is due at once: where a platform failed and takes something again, or is connected
 * again, nobody waits for the end of 300 or 900 seconds. What always fails must not be tried with every success of
 * the others: each time it takes longer until a success counts again, up to what the retry policy waits at most.
 */
import type { Platform } from './connector.ts';
import { LONGEST_WAIT } from './retries.ts';

/** Milliseconds until a success counts again, the first time. */
const FIRST_GAP = 1000;

type State = { failing: boolean; last: number; gap: number };

export type Recovery = {
  /** Something could not be delivered, for no reason of its own. */
  failed(platform: Platform): void;
  /** Something was delivered. */
  succeeded(platform: Platform): Promise<void>;
  /** It is connected anew. */
  connected(platform: Platform): Promise<void>;
};

/** @param release makes everything due that waits for a platform */
export function createRecovery(release: (platform: Platform) => Promise<void>, now: () => number): Recovery {
  const states = new Map<Platform, State>();

  const stateOf = (platform: Platform): State => {
    const known = states.get(platform);
    if (known) return known;
    const state = { failing: false, last: 0, gap: FIRST_GAP };
    states.set(platform, state);
    return state;
  };

  return {
    failed(platform) {
      stateOf(platform).failing = true;
    },

    async succeeded(platform) {
      const state = stateOf(platform);
      const since = now() - state.last;
      if (!state.failing || since < state.gap) return;
      state.gap = since > LONGEST_WAIT ? FIRST_GAP : Math.min(2 * state.gap, LONGEST_WAIT);
      state.failing = false;
      state.last = now();
      await release(platform);
    },

    async connected(platform) {
      stateOf(platform).failing = false;
      await release(platform);
    },
  };
}
