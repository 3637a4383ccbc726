/**
 * How fast Slack may be called, and in what order: one lane for each channel that is posted to, one for each other
 * method. In a lane one call follows the other, so what waits keeps its order; a 429 holds up its own lane alone.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { RetryLater } from '../../src/queue/index.ts';
import { waitOf } from './web-client.ts';

/** "1 message per second per channel", short bursts allowed: https://docs.slack.dev/apis/web-api/rate-limits */
const EVERY = 1000;
const BURST = 4;
/** Milliseconds that are waited out in the lane; what takes longer goes back to the queue for so long. */
const PATIENCE = 5_000;
/** Lanes that are remembered at most; one that is idle is forgotten first. */
const MOST_LANES = 2_000;

type Lane = {
  /** When the next call may begin if none had come in a burst. Milliseconds since 1970. */
  due: number;
  /** Slack wants no call before. */
  restUntil: number;
  last: Promise<unknown>;
  waiting: number;
  /** How many calls went back to the queue: they come again one after the other. */
  sentBack: number;
};

export type Pace = {
  /**
   * Makes a call in its turn, and again where Slack says to wait a little.
   * @param every milliseconds between two calls of the lane
   * @throws ComeAgain where Slack, or the lane, wants a longer wait; the call was not made then
   */
  inTurn<Result>(lane: string, every: number, call: () => Promise<Result>): Promise<Result>;
};

export const POSTS = EVERY;

export function createPace(): Pace {
  const lanes = new Map<string, Lane>();

  const laneOf = (name: string): Lane => {
    const known = lanes.get(name);
    if (known) return known;
    if (lanes.size >= MOST_LANES) {
      const now = Date.now();
      for (const [other, { due, waiting }] of lanes) if (waiting === 0 && due < now) lanes.delete(other);
    }
    const lane = { due: 0, restUntil: 0, last: Promise.resolve(), waiting: 0, sentBack: 0 };
    lanes.set(name, lane);
    return lane;
  };

  const turn = async (lane: Lane, every: number): Promise<void> => {
    const now = Date.now();
    lane.due = Math.max(lane.due, now);
    const wait = Math.max(lane.due - (BURST - 1) * every, lane.restUntil) - now;
    if (wait > PATIENCE) {
      lane.sentBack += 1;
      throw new RetryLater(wait + (lane.sentBack - 1) * every);
    }
    lane.sentBack = Math.max(0, lane.sentBack - 1);
    lane.due += every;
    if (wait > 0) await sleep(wait);
  };

  const attempt = async <Result>(lane: Lane, every: number, call: () => Promise<Result>): Promise<Result> => {
    for (;;) {
      await turn(lane, every);
      try {
        return await call();
      } catch (error) {
        const wait = waitOf(error);
        if (wait === null) throw error;
        lane.restUntil = Date.now() + wait;
      }
    }
  };

  return {
    inTurn(name, every, call) {
      const lane = laneOf(name);
      lane.waiting += 1;
      const mine = lane.last
        .then(() => attempt(lane, every, call))
        .finally(() => {
          lane.waiting -= 1;
        });
      lane.last = mine.catch(() => undefined);
      return mine;
    },
  };
}
