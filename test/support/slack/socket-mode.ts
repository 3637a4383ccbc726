/** Slack's side of Socket Mode. https://docs.slack.dev/apis/events-api/using-socket-mode */
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';

/** What the app answered to an envelope. */
export type Ack = { readonly afterMs: number; readonly payload: Readonly<Record<string, unknown>> };

type Pending = {
  readonly envelope: Record<string, unknown>;
  readonly sentAt: number;
  attempt: number;
  timer: NodeJS.Timeout | null;
  readonly resolve: (ack: Ack) => void;
  readonly reject: (error: Error) => void;
};

const AckMessage = z.object({
  envelope_id: z.string(),
  payload: z.record(z.string(), z.unknown()).optional(),
});

/** How Slack reaches the app. */
export type Transport = {
  /**
   * Sends an envelope to the app, once it is connected. An event that is not acknowledged in time is sent again,
   * three times at most; anything else that is not fails, as the person would see.
   */
  send(type: 'events_api' | 'slash_commands' | 'interactive', payload: object): Promise<Ack>;
};

type SocketMode = Transport & {
  /** Sends the last envelope once more, as Slack now and then does. */
  sendLastAgain(): void;
  /** Sends every event that was not acknowledged again at once, as after the 3 seconds. */
  sendUnacknowledgedAgain(): void;
  /** Cuts every connection, without a goodbye. */
  drop(): void;
  /** Asks the app to connect again, as Slack does every few hours; nothing more is sent over what is open now. */
  refresh(): void;
  /** @returns the fewest connections that there were at a time since the last refresh */
  fewest(): number;
  /** Keeps back what is sent from now on, until it is released. */
  withhold(): void;
  release(): void;
  connections(): number;
  close(): void;
};

const RETRIES = 3;

/** @param ackWithin milliseconds that the app has for an acknowledgement: 3,000 at Slack */
export const createSocketMode = (server: Server, ackWithin: number, changed: () => void): SocketMode => {
  const sockets = new Set<WebSocket>();
  const leaving = new Set<WebSocket>();
  let fewest = 0;
  const pending = new Map<string, Pending>();
  const held: Pending[] = [];
  let holding = false;
  let last: Pending | null = null;

  const open = (): WebSocket | undefined => [...sockets].findLast((one) => !leaving.has(one));

  const transmit = (one: Pending): void => {
    const socket = open();
    if (holding || socket === undefined) {
      held.push(one);
      return;
    }
    last = one;
    const retry = one.attempt > 0 ? { retry_attempt: one.attempt, retry_reason: 'timeout' } : {};
    socket.send(JSON.stringify({ ...one.envelope, ...retry }));
    one.timer = setTimeout(() => overdue(one), ackWithin);
  };

  const overdue = (one: Pending): void => {
    if (one.envelope.type === 'events_api' && one.attempt < RETRIES) {
      one.attempt += 1;
      transmit(one);
      return;
    }
    pending.delete(String(one.envelope.envelope_id));
    one.reject(new Error(`${String(one.envelope.type)} was not acknowledged within ${ackWithin} ms`));
  };

  const flush = (): void => {
    if (holding || open() === undefined) return;
    for (const one of held.splice(0)) transmit(one);
  };

  const acknowledged = (data: string): void => {
    const { envelope_id, payload } = AckMessage.parse(JSON.parse(data));
    const one = pending.get(envelope_id);
    if (one === undefined) return;
    pending.delete(envelope_id);
    if (one.timer !== null) clearTimeout(one.timer);
    one.resolve({ afterMs: Date.now() - one.sentAt, payload: payload ?? {} });
    changed();
  };

  const sockets_ = new WebSocketServer({ server, path: '/socket' });
  sockets_.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('message', (data) => acknowledged(String(data)));
    socket.on('close', () => {
      sockets.delete(socket);
      leaving.delete(socket);
      fewest = Math.min(fewest, sockets.size);
      changed();
    });
    socket.send(
      JSON.stringify({ type: 'hello', num_connections: sockets.size, connection_info: { app_id: 'A0APP' } }),
    );
    flush();
    changed();
  });

  return {
    send: (type, payload) =>
      new Promise((resolve, reject) => {
        const envelope = {
          envelope_id: randomUUID(),
          type,
          payload,
          accepts_response_payload: type === 'slash_commands',
        };
        const one: Pending = { envelope, sentAt: Date.now(), attempt: 0, timer: null, resolve, reject };
        pending.set(envelope.envelope_id, one);
        transmit(one);
      }),
    sendLastAgain() {
      if (last !== null) open()?.send(JSON.stringify(last.envelope));
    },
    sendUnacknowledgedAgain() {
      for (const one of pending.values()) {
        if (one.timer !== null) clearTimeout(one.timer);
        one.attempt += 1;
        transmit(one);
      }
    },
    drop() {
      for (const socket of sockets) socket.terminate();
    },
    fewest: () => fewest,
    refresh() {
      fewest = sockets.size;
      for (const socket of sockets) leaving.add(socket);
      for (const socket of sockets)
        socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
    },
    withhold() {
      holding = true;
    },
    release() {
      holding = false;
      flush();
    },
    connections: () => sockets.size,
    close() {
      for (const { timer } of pending.values()) if (timer !== null) clearTimeout(timer);
      for (const socket of sockets) socket.terminate();
      sockets_.close();
    },
  };
};
