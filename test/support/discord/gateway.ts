/** The gateway: hello, identify, heartbeats, events, resume; and the close codes that Discord refuses with. */
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Form } from './api-error.ts';
import { guildPayload, userPayload } from './payloads.ts';
import type { World } from './world.ts';

/** Gateway close codes (documentation, "Opcodes and Status Codes"). */
const CLOSE = {
  unknownOpcode: 4001,
  decodeError: 4002,
  notAuthenticated: 4003,
  badToken: 4004,
  alreadyAuthenticated: 4005,
  invalidVersion: 4012,
  disallowedIntents: 4014,
};

export const INTENTS = {
  guilds: 1 << 0,
  guildMessages: 1 << 9,
  directMessages: 1 << 12,
  messageContent: 1 << 15,
};

/** Events that are kept for a resume. */
const KEPT = 5_000;

type Session = {
  count: number;
  readonly id: string;
  readonly intents: number;
  /** Which of how many: it gets the events of the servers whose ids fall to it. */
  readonly shard: readonly [number, number];
  /** The last ones, for a resume. */
  readonly sent: { s: number; t: string; d: Form }[];
  socket: WebSocket | null;
};

export type Gateway = {
  /** Sends an event to every session that has the intent; `make` is told its intents. */
  dispatch(event: string, needs: number, make: (intents: number) => Form): void;
  /** Whether a bot is connected and identified. */
  connected(): boolean;
  /** The shards that are connected, in order. */
  shards(): readonly string[];
  /** Intents of the last identify. */
  intents(): number;
  /** Breaks the line and forgets the sessions: who comes back must begin again (opcode 9). */
  forget(): void;
  /** Ends the connections: with a code as Discord would, or, without one, as a broken line does. */
  drop(code?: number): void;
  close(): Promise<void>;
};

export function createGateway(server: Server, world: World, address: () => string): Gateway {
  const sockets = new WebSocketServer({ server, path: '/gateway' });
  const sessions = new Map<string, Session>();
  let lastIntents = 0;

  const send = (
    socket: WebSocket | null,
    op: number,
    d: unknown,
    s: number | null = null,
    t: string | null = null,
  ) => socket?.send(JSON.stringify({ op, d, s, t }));

  const emit = (session: Session, t: string, d: Form): void => {
    session.count += 1;
    const s = session.count;
    session.sent.push({ s, t, d });
    if (session.sent.length > KEPT) session.sent.shift();
    send(session.socket, 0, d, s, t);
  };

  const identify = (socket: WebSocket, d: Form): Session | null => {
    const intents = Number(d.intents);
    lastIntents = intents;
    if (d.token !== world.token) return refuse(socket, CLOSE.badToken, 'Authentication failed.');
    if ((intents & INTENTS.messageContent) !== 0 && !world.messageContent) {
      return refuse(socket, CLOSE.disallowedIntents, 'Disallowed intent(s).');
    }
    if (d.compress === true) return refuse(socket, CLOSE.decodeError, 'The stand-in does not compress.');
    const shard = (d.shard as [number, number] | undefined) ?? [0, 1];
    const id = randomBytes(8).toString('hex');
    const session: Session = { id, intents, shard, count: 0, sent: [], socket };
    sessions.set(session.id, session);
    const servers = [guildPayload(world), ...world.servers].filter((server) => isFor(session, server.id));
    emit(session, 'READY', {
      v: 10,
      user: userPayload(world.bot),
      guilds: servers.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: address(),
      shard: d.shard,
      application: { id: world.applicationId, flags: 0 },
    });
    if ((intents & INTENTS.guilds) !== 0) {
      for (const server of servers) emit(session, 'GUILD_CREATE', server);
    }
    return session;
  };

  const resume = (socket: WebSocket, d: Form): Session | null => {
    const session = sessions.get(String(d.session_id));
    if (d.token !== world.token) return refuse(socket, CLOSE.badToken, 'Authentication failed.');
    if (session === undefined) {
      send(socket, 9, false);
      return null;
    }
    session.socket = socket;
    for (const { s, t, d: data } of session.sent.filter(({ s }) => s > Number(d.seq)))
      send(socket, 0, data, s, t);
    emit(session, 'RESUMED', {});
    return session;
  };

  sockets.on('connection', (socket, request) => {
    let session: Session | null = null;
    const query = new URL(request.url ?? '', 'ws://stand-in').searchParams;
    if (query.get('v') !== '10' || query.get('encoding') !== 'json') {
      socket.close(CLOSE.invalidVersion, 'Invalid API version or encoding.');
      return;
    }
    send(socket, 10, { heartbeat_interval: 41_250, _trace: [] });
    socket.on('message', (data) => {
      const { op, d } = JSON.parse(String(data)) as { op: number; d: Form };
      if (op === 1) send(socket, 11, null);
      else if (op === 2 && session) refuse(socket, CLOSE.alreadyAuthenticated, 'Already authenticated.');
      else if (op === 2) session = identify(socket, d);
      else if (op === 6) session = resume(socket, d);
      else if (!session) refuse(socket, CLOSE.notAuthenticated, 'Not authenticated.');
      else if (op !== 3) refuse(socket, CLOSE.unknownOpcode, 'Unknown opcode.');
    });
    socket.on('close', (code) => {
      if (!session || session.socket !== socket) return;
      session.socket = null;
      // Only a close by the bot with 1000 or 1001 ends the session; after any other it may be resumed.
      if (code === 1000 || code === 1001) sessions.delete(session.id);
    });
  });

  return {
    dispatch(event, needs, make) {
      for (const session of sessions.values()) {
        if ((session.intents & needs) !== needs) continue;
        const data = make(session.intents);
        if (isFor(session, data.guild_id)) emit(session, event, data);
      }
    },
    connected: () => [...sessions.values()].some(({ socket, sent }) => socket !== null && sent.length > 0),
    shards: () =>
      [...sessions.values()]
        .filter(({ socket }) => socket !== null)
        .map(({ shard }) => shard.join(' of '))
        .sort(),
    intents: () => lastIntents,
    forget() {
      sessions.clear();
      for (const socket of sockets.clients) socket.terminate();
    },
    drop(code) {
      for (const socket of sockets.clients) {
        if (code === undefined) socket.terminate();
        else socket.close(code);
      }
      if (code !== undefined) sessions.clear();
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      await new Promise((resolve) => sockets.close(resolve));
    },
  };
}

/** A server's events go to one shard (documentation, "Sharding"); what is in no server goes to the first. */
function isFor({ shard: [nth, count] }: Session, guildId: unknown): boolean {
  return guildId === undefined || guildId === null
    ? nth === 0
    : (BigInt(String(guildId)) >> 22n) % BigInt(count) === BigInt(nth);
}

function refuse(socket: WebSocket, code: number, reason: string): null {
  socket.close(code, reason);
  return null;
}
