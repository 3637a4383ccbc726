import type { Reply } from '../replies/index.ts';
import type { Delivery, Incoming, Message } from './connector.ts';
import type { OutboxRow } from './outbox.ts';

/** The desk, as the queue needs it. */
export type Handler = {
  isForUs(message: Incoming): Promise<boolean>;
  message(message: Message): Promise<{ readonly deliveries: readonly Delivery[] }>;
  unsaved(message: Message): Promise<readonly Reply[]>;
  dismiss(message: Pick<Message, 'id' | 'place'>, apology: boolean): Promise<void>;
  deliveryOf(row: OutboxRow): Promise<Delivery | null>;
  /** @throws where it could not be done; it is tried again */
  chore(row: OutboxRow): Promise<void>;
};
