/** Tells a test when the bot is done with what it was told. */
import type { Desk, Message, Outcome, Submitted } from '../../../src/desk.ts';
import type { Queue } from '../../../src/queue/index.ts';
import type { TestDesk } from '../desk.ts';

export type Core = Pick<TestDesk, 'desk' | 'queue'>;

export type Listening = Core & {
  /** What was offered to the queue, whether or not it was for us, in order, once it has been taken. */
  readonly taken: Omit<Message, 'files'>[];
  /** Messages with their files, as the desk got them. */
  readonly heard: Message[];
  /** One for each press, in order. */
  readonly outcomes: Outcome[];
  /** One for each form that was sent off, in order. */
  readonly submitted: Submitted[];
  /** Ids of messages that were deleted, in order. */
  readonly deleted: string[];
};

/** @returns the same core, which remembers what it was told */
export function listenIn(core: Core): Listening {
  const taken: Omit<Message, 'files'>[] = [];
  const heard: Message[] = [];
  const outcomes: Outcome[] = [];
  const submitted: Submitted[] = [];
  const deleted: string[] = [];
  const desk: Desk = {
    ...core.desk,
    async answer(message) {
      heard.push(message);
      return core.desk.answer(message);
    },
    async action(action, key) {
      const outcome = await core.desk.action(action, key);
      outcomes.push(outcome);
      return outcome;
    },
    async submit(submission, key) {
      const done = await core.desk.submit(submission, key);
      submitted.push(done);
      return done;
    },
    async deleted(message) {
      await core.desk.deleted(message);
      deleted.push(message.id);
    },
  };
  const queue: Queue = {
    ...core.queue,
    connect: (connector) =>
      core.queue.connect({
        ...connector,
        async open(payload) {
          const message = await connector.open(payload);
          if (message) heard.push(message);
          return message;
        },
      }),
    press: (press, dealing) =>
      core.queue.press(press, {
        ...dealing,
        async refuse(words) {
          await dealing.refuse(words);
          const outcome = {
            ...{ update: null, post: null, aside: null, details: null, file: null },
            notice: words,
          };
          outcomes.push(outcome);
          submitted.push({ kind: 'done', outcome });
        },
      }),
    async take(incoming) {
      await core.queue.take(incoming);
      taken.push(incoming);
    },
  };
  return { desk, queue, taken, heard, outcomes, submitted, deleted };
}
