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
} from './carrier.ts';
export { type Delivered, settle } from './inbox.ts';
export { createMailroom, type Mailroom } from './mailroom.ts';
export { type OutboxRow, type Owing, owe, oweUpdates } from './outbox.ts';
export { type Content, jobOf, type WebhookEvent } from './owed.ts';
