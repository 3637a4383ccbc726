/** The contract of a way in. `src/main.ts` builds the desk, starts every adapter and stops them. */
import type { Logger } from 'pino';
import type { Desk } from '../src/desk.ts';

export type AdapterContext = { readonly desk: Desk; readonly log: Logger };

export type Adapter = {
  readonly name: 'slack' | 'discord' | 'web';
  /**
   * Resolves when it is connected and listening, after posting what the desk says is still unposted.
   * @throws an error whose message says in plain words what to change (token, intent, port)
   */
  start(): Promise<void>;
  /** Takes nothing new, finishes what is under way, closes its connections. */
  stop(): Promise<void>;
};
