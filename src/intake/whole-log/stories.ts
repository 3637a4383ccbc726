/**
 * What becomes of each message to each recipient, followed through a whole log: tries are counted, and told together once
 * the mail has bounced, has arrived, or the log goes on without it.
 */
import type { Attempt, Bounce } from '../bounce.ts';
import { keyIn } from '../formats/logs/by-host.ts';
import type { Logged } from '../formats/logs/log-line.ts';
import { toBounce } from '../found.ts';
import type { Clock } from '../time/clock.ts';
import { momentOf } from '../time/moment.ts';

/** What a log tells of one message to one recipient. */
export type LogStory = {
  /** The file in which it ends. */
  readonly file: string | null;
  /** The last that was said, with the attempts of all. */
  readonly bounce: Bounce;
  /** What servers said of the message as a whole, whoever it was for. */
  readonly answers: readonly Bounce[];
  /** Lines of the log that tell of a failure. */
  readonly count: number;
  /** When it was tried first and last, in milliseconds since 1970; null: the log doesn't tell. */
  readonly first: number | null;
  readonly last: number | null;
  /** When the mail arrived after all, in milliseconds since 1970, or 0 where the log tells no time; null: it didn't. */
  readonly arrived: number | null;
};

/** A file of the log. */
export type Source = {
  /** As it is called; null: it has no name. */
  readonly name: string | null;
  /** What its times are taken by. */
  readonly clock: Clock;
};

/** One line that tells of a failure. */
export type Failure = {
  readonly found: Logged;
  readonly line: string;
  readonly source: Source;
  /** How often it came, where syslog wrote the line once for all. */
  readonly times: number;
};

/** Moments that are kept of a message's tries; the others are counted. */
const MOST_MOMENTS = 100;
/** Answers that are kept of a message as a whole. */
const MOST_ANSWERS = 5;
/** How long a server keeps a message (Postfix's maximal_queue_lifetime): after that its id is another one's. */
const LIFETIME = 5 * 24 * 60 * 60_000;

/** The same, before its last line is made a bounce of. */
export type Ended = {
  readonly newest: Failure;
  readonly count: number;
  /** When it was tried, each time, or as often as is kept. */
  readonly moments: readonly (number | null)[];
  readonly answers: readonly Failure[];
  readonly arrived: number | null;
};

type Waiting = {
  newest: Failure;
  count: number;
  readonly moments: (number | null)[];
};

type Message = {
  /** Whose queue it is in; null: not told. */
  readonly host: string | null;
  /** By recipient and host. */
  readonly stories: Map<string, Waiting>;
  /** What was said of it as a whole. */
  readonly answers: Failure[];
  answered: number;
  /** Whether an answer was told with a recipient's story. */
  isTold: boolean;
};

export class Stories {
  readonly #most: number;
  readonly #tell: (story: Ended) => void;
  /** By id; what was touched last is at the end. */
  readonly #messages = new Map<string, Message>();
  #givenUp = 0;
  #twice = 0;

  /**
   * @param most messages that are followed at once
   * @param tell is given each story, once
   */
  constructor(most: number, tell: (story: Ended) => void) {
    this.#most = most;
    this.#tell = tell;
  }

  /** Stories that were told before their end, since too many waited. */
  get givenUp(): number {
    return this.#givenUp;
  }

  /** Lines that stood in the log once more, equal to the one before of their message and recipient: they aren't counted. */
  get twice(): number {
    return this.#twice;
  }

  fail(failure: Failure): void {
    const { found } = failure;
    const at = failedAt(failure);
    const id = this.#idOf(found);
    if (id === null) {
      this.#tell({ newest: failure, count: failure.times, moments: [at], answers: [], arrived: null });
      return;
    }
    const message = this.#messageOf(id, found.queueHost ?? null);
    if (found.recipient == null) this.#answer(message, failure);
    else this.#try(message, failure, at);
    this.#forget(id, message);
    if (this.#messages.size > this.#most) this.#giveUp();
  }

  #try(message: Message, failure: Failure, at: number | null): void {
    const { found, line, times } = failure;
    const key = keyOf(found);
    let story = message.stories.get(key);
    const before = story?.moments.at(-1) ?? null;
    if (story && at !== null && before !== null && at - before > LIFETIME) {
      this.#end(message, key, story, null);
      story = undefined;
    }
    if (story?.newest.line === line && times === 1) {
      this.#twice += 1;
      return;
    }
    if (story === undefined) {
      story = { newest: failure, count: 0, moments: [] };
      message.stories.set(key, story);
    }
    const isNews = !found.isUntried || story.count === 0;
    story.newest = isNews ? failure : withAction(story.newest, found.action);
    story.count += times;
    if (story.moments.length < MOST_MOMENTS) story.moments.push(at);
    else story.moments[MOST_MOMENTS - 1] = at;
    if (found.action !== 'delayed') this.#end(message, key, story, null);
  }

  /** A mail that arrived; nothing, unless it was put off before. */
  arrive(found: Logged, clock: Clock): void {
    const id = this.#idOf(found);
    const message = id === null ? undefined : this.#messages.get(id);
    const story = message?.stories.get(keyOf(found));
    if (id === null || message === undefined || story === undefined) return;
    this.#end(message, keyOf(found), story, toldAt(found, clock) ?? 0);
    this.#forget(id, message);
  }

  /**
   * A message that left the queue: no more is heard of it.
   * @param host whose queue; null: there is only one
   * @param isGivenUp whether the server sent it back: whom it had not reached by then, it has failed to reach
   */
  close(queueId: string, host: string | null, isGivenUp: boolean): void {
    const id = keyIn(this.#messages, queueId, host);
    const message = this.#messages.get(id);
    if (message === undefined) return;
    if (isGivenUp)
      for (const story of message.stories.values()) story.newest = withAction(story.newest, 'failed');
    this.#closeMessage(id, message);
  }

  /** The log is over: what still waits is told as it stands. @param most messages, the oldest first */
  end(most: number): void {
    let count = 0;
    for (const [id, message] of this.#messages) {
      this.#closeMessage(id, message);
      count += 1;
      if (count === most) return;
    }
  }

  /** By what a message is known again: its queue's id, the one that it was given before, or what the log has for one. */
  #idOf({ queueId, queueHost, messageId, platformId, knownBy }: Logged): string | null {
    if (knownBy) return knownBy;
    return queueId ? keyIn(this.#messages, queueId, queueHost ?? null) : messageId || platformId || null;
  }

  #messageOf(id: string, host: string | null): Message {
    const known = this.#messages.get(id);
    const message = known ?? { host, stories: new Map(), answers: [], answered: 0, isTold: false };
    if (known) this.#messages.delete(id);
    this.#messages.set(id, message);
    return message;
  }

  #answer(message: Message, failure: Failure): void {
    message.answered += failure.times;
    if (message.answers.length < MOST_ANSWERS) message.answers.push(failure);
  }

  #end(message: Message, key: string, story: Waiting, arrived: number | null): void {
    message.stories.delete(key);
    message.isTold = true;
    const { newest, count, moments } = story;
    this.#tell({ newest, count, moments, answers: message.answers, arrived });
  }

  #forget(id: string, message: Message): void {
    if (message.stories.size === 0 && message.answers.length === 0) this.#messages.delete(id);
  }

  #closeMessage(id: string, message: Message): void {
    for (const [key, story] of message.stories) this.#end(message, key, story, null);
    const newest = message.answers.at(-1);
    if (newest && !message.isTold) {
      const moments = message.answers.map(failedAt);
      this.#tell({ newest, count: message.answered, moments, answers: [], arrived: null });
    }
    this.#messages.delete(id);
  }

  #giveUp(): void {
    for (const [id, message] of this.#messages) {
      this.#givenUp += message.stories.size;
      this.#closeMessage(id, message);
      return;
    }
  }
}

const withAction = (failure: Failure, action: Logged['action']): Failure => ({
  ...failure,
  found: { ...failure.found, action: action ?? null },
});

const keyOf = ({ recipient, queueHost, knownBy }: Logged): string =>
  `${recipient?.toLowerCase()} ${knownBy ? '' : (queueHost ?? '')}`;

const failedAt = ({ found, source }: Failure): number | null => toldAt(found, source.clock);

/** When it was, by what the line tells; null: it doesn't. */
function toldAt(found: Logged, clock: Clock): number | null {
  const time = momentOf(found.time, clock) ?? momentOf(found.arrival, clock);
  return time === null ? null : Date.parse(time);
}

const bounceOf = ({ found, line, source }: Failure): Bounce => toBounce(found, line, source.clock);

/** @returns what a log told of one message to one recipient, as any bounce is told */
export function storyOf({ newest, count, moments, answers, arrived }: Ended): LogStory {
  const bounce = bounceOf(newest);
  const times = moments.filter((moment) => moment !== null);
  const attempts = moments.length < 2 ? bounce.attempts : attemptsAt(bounce, moments);
  return {
    file: newest.source.name,
    bounce: { ...bounce, attempts },
    answers: answers.map(bounceOf),
    count,
    first: times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b)),
    last: times.length === 0 ? null : times.reduce((a, b) => Math.max(a, b)),
    arrived,
  };
}

/** The same message, tried at these moments. */
function attemptsAt(bounce: Bounce, moments: readonly (number | null)[]): readonly Attempt[] {
  const [attempt] = bounce.attempts as readonly [Attempt];
  return moments.map((moment) =>
    moment === null
      ? { ...attempt, time: null, timeFrom: null }
      : { ...attempt, time: new Date(moment).toISOString(), timeFrom: attempt.timeFrom ?? 'log' },
  );
}
