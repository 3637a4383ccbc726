/** What events tell of a message to one recipient, one after the other, joined until its fate is known. */
import type { Bounce, Delivery } from '../intake/index.ts';
import type { Ending } from './whole-log.ts';

/** Messages that are followed at once. */
const MOST = 10_000;
/** Attempts that are kept of one; the others are counted. */
const MOST_ATTEMPTS = 100;

export class EventEndings {
  /** By message and recipient, the one that was told first in front. */
  readonly #waiting = new Map<string, Ending>();
  #givenUp = 0;

  /** Messages that were told before their end, since too many waited. */
  get givenUp(): number {
    return this.#givenUp;
  }

  /** @returns what is over: the message, where this was its last attempt, or another one that waited for too long */
  add(ending: Ending): readonly Ending[] {
    const { bounce } = ending.diagnosis;
    const key = keyOf(bounce);
    if (key === null) return [ending];
    const known = this.#waiting.get(key);
    const whole = known === undefined ? ending : joined(known, ending);
    if (bounce.action !== 'delayed') {
      this.#waiting.delete(key);
      return [whole];
    }
    this.#waiting.set(key, whole);
    if (this.#waiting.size <= MOST) return [];
    for (const [oldest, given] of this.#waiting) {
      this.#waiting.delete(oldest);
      this.#givenUp += 1;
      return [given];
    }
    return [];
  }

  /** @returns the message that arrived, where it was put off before */
  arrive(delivery: Delivery): readonly Ending[] {
    const key = keyOf(delivery);
    const known = key === null ? undefined : this.#waiting.get(key);
    if (key === null || known === undefined) return [];
    this.#waiting.delete(key);
    const arrived = delivery.time === null ? 0 : Date.parse(delivery.time);
    return [{ ...known, arrived, diagnosis: { ...known.diagnosis, suppress: false } }];
  }

  /** @returns what still waits, as it stands */
  end(): readonly Ending[] {
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    return all;
  }
}

type Named = Pick<Bounce, 'recipient' | 'queueId' | 'queueHost' | 'messageId' | 'platformId'>;

function keyOf({ recipient, queueId, queueHost, messageId, platformId }: Named): string | null {
  const id = queueId === null ? (messageId ?? platformId) : `${queueId} ${queueHost}`;
  return id === null || recipient === null ? null : `${id} ${recipient.toLowerCase()}`;
}

function joined(before: Ending, last: Ending): Ending {
  const attempts = [...before.diagnosis.bounce.attempts, ...last.diagnosis.bounce.attempts];
  const bounce = { ...last.diagnosis.bounce, attempts: attempts.slice(-MOST_ATTEMPTS) };
  return {
    ...last,
    diagnosis: { ...last.diagnosis, bounce },
    count: before.count + last.count,
    first: before.first ?? last.first,
    last: last.last ?? before.last,
  };
}
