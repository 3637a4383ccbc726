export {
  type Carrier,
  ComeAgain,
  type Delivery,
  type Incoming,
  inboxId,
  type Message,
  type Place,
  type Platform,
  Undeliverable,
} from './connector.ts';
export { type Delivered, settle } from './inbox.ts';
export { type Content, jobOf, type WebhookEvent } from './job.ts';
export { type OutboxRow, type Owing, owe, oweUpdates } from './outbox.ts';
export { createMailroom, type Mailroom } from './queue.ts';
