export { isOutage, outageWords } from '../store/index.ts';
export {
  type About,
  type Connector,
  type Delivery,
  HEARD,
  type Incoming,
  inboxId,
  type Message,
  MOST_OF_MESSAGE,
  type Place,
  type Platform,
  type Presses,
  RetryLater,
  Unanswered,
  Undeliverable,
  Unreached,
} from './connector.ts';
export type { Connection } from './heard.ts';
export { type Delivered, isSettled, settle } from './inbox.ts';
export { type CheckBody, type Content, jobOf, type WebhookEvent } from './job.ts';
export { enqueueLooks, enqueueStandings, enqueueUpdates } from './looks.ts';
export { enqueue, type NewJob, type OutboxRow } from './outbox.ts';
export { keepWords, type NewPress, type PressKey, settlePress } from './presses.ts';
export type { Dealing } from './pressing.ts';
export { createQueue, type Queue, type Unfinished } from './queue.ts';
