import type { AckFn, App, Receiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { createUnderWay } from '../under-way.ts';
import type { Envelope, Socket } from './socket.ts';
import { inWords } from './web-client.ts';

/** Envelopes that are remembered, to leave out those that Slack sends twice; a clean-up, not a promise. */
const REMEMBERED = 1000;

/**
 * Bolt acknowledges an event before its listeners run, and a crash in between loses it. This receiver lets `write`
 * write an event down first, and acknowledges then: what was not written down is not acknowledged, and Slack sends
 * it again. Commands, buttons and shortcuts have someone waiting and are acknowledged by their listeners at once.
 *
 * @param write what must be done before an event is acknowledged
 */
export function createSocketReceiver(
  socket: Socket,
  write: (body: unknown) => Promise<void>,
  log: Logger,
): Receiver {
  const underWay = createUnderWay();
  const seen = new Set<string>();
  let app: App | null = null;
  let closing = false;

  const remember = (id: string): boolean => {
    if (seen.has(id)) return false;
    seen.add(id);
    for (const oldest of seen) {
      if (seen.size <= REMEMBERED) break;
      seen.delete(oldest);
    }
    return true;
  };

  /** An acknowledgement that can't be sent is no reason to drop the work: Slack asks again, or the person does. */
  const acknowledge =
    (envelope: Envelope): AckFn<unknown> =>
    async (response) => {
      await envelope
        .ack(response)
        .catch((error: unknown) =>
          log.warn({ error: inWords(error) }, 'an acknowledgement could not be sent'),
        );
    };

  const event = async (envelope: Envelope): Promise<void> => {
    await write(envelope.body);
    await acknowledge(envelope)();
  };

  const interaction = async (envelope: Envelope): Promise<void> => {
    if (!remember(envelope.envelope_id)) return acknowledge(envelope)();
    await app?.processEvent({ body: envelope.body, ack: acknowledge(envelope) });
  };

  const turnAway = async (envelope: Envelope): Promise<void> => {
    // An event that is not acknowledged comes again, to another process or to the next one here.
    if (envelope.type === 'slash_commands') {
      await acknowledge(envelope)({
        response_type: 'ephemeral',
        text: 'I am being restarted. Please ask again in a minute.',
      });
    }
  };

  const handle = async (envelope: Envelope): Promise<void> => {
    try {
      if (closing) await turnAway(envelope);
      else if (envelope.type === 'events_api') await event(envelope);
      else await interaction(envelope);
    } catch (error) {
      log.error({ type: envelope.type, error: inWords(error) }, 'what Slack sent was not handled');
    }
  };

  return {
    init(bolt) {
      app = bolt;
    },
    start: () => socket.connect((envelope) => underWay.add(handle(envelope))),
    async stop() {
      closing = true;
      await underWay.settled();
      await socket.disconnect();
    },
  };
}
