/** Slack calls us: every request is checked, written down, and answered within Slack's 3 seconds. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type App, type Receiver, verifySlackRequest } from '@slack/bolt';
import type { Logger } from 'pino';
import { createExchanges } from '../exchanges.ts';
import { createUnderWay } from '../under-way.ts';
import { INSTALL_PATH, type Installations, REDIRECT_PATH } from './installations.ts';
import { inWords } from './web-client.ts';

export const EVENTS_PATH = '/slack/events';

/** Bytes of one request: the largest messages of Slack come nowhere near. */
const LARGEST = 2 * 1024 * 1024;
/** Milliseconds that a listener has to acknowledge. */
const ACK_WITHIN = 2_900;
/** Milliseconds that a request may take to arrive. */
const ARRIVE_WITHIN = 10_000;

export type HttpOptions = {
  readonly signingSecret: string;
  readonly host: string;
  readonly port: number;
  /** Null: nobody can install it here. */
  readonly installations: Installations | null;
  readonly log: Logger;
};

class TooLarge extends Error {}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Events come as JSON; commands and interactions as a form, the latter with JSON in `payload`. */
function parseBody(body: string, contentType: string): Record<string, unknown> | null {
  try {
    if (contentType.startsWith('application/json')) return JSON.parse(body) as Record<string, unknown>;
    const form = Object.fromEntries(new URLSearchParams(body));
    return form.payload === undefined ? form : (JSON.parse(form.payload) as Record<string, unknown>);
  } catch {
    return null;
  }
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** @returns null where it is no path: "//", "http://" */
const pathOf = (url: string): string | null =>
  /^\/(?!\/)/.test(url) && URL.canParse(url, 'http://here') ? new URL(url, 'http://here').pathname : null;

/** Seconds that Slack's clock may be ahead of ours, as Bolt lets it be behind. */
const AHEAD = 5 * 60;

/**
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 * @param bytes the body as it came, before anything was read of it
 * @returns null where the request is Slack's; else why not, for the log
 */
function signatureTrouble(signingSecret: string, request: IncomingMessage, bytes: Buffer): string | null {
  const signature = header(request, 'x-slack-signature');
  const timestamp = header(request, 'x-slack-request-timestamp');
  if (signature === undefined || timestamp === undefined) return 'it carries no signature';
  const at = Number(timestamp);
  // Bolt refuses what is old, but neither what is no number nor what is ahead of our clock.
  if (!Number.isInteger(at)) return 'its timestamp is not a number';
  if (at - Date.now() / 1000 > AHEAD)
    return 'its timestamp is in the future, or this machine’s clock is wrong';
  const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': at };
  try {
    verifySlackRequest({ signingSecret, body: bytes.toString('utf8'), headers });
    return null;
  } catch (error) {
    return `${(error as Error).message}; is SLACK_SIGNING_SECRET this app’s?`;
  }
}

function answer(response: ServerResponse, status: number, body: unknown = ''): void {
  if (response.writableEnded) return;
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json' });
  response.end(isText ? body : JSON.stringify(body));
}

/** @param write what must be done before an event is acknowledged */
export function createHttpReceiver(
  { signingSecret, host, port, installations, log }: HttpOptions,
  write: (body: unknown) => Promise<void>,
): Receiver & { address(): AddressInfo } {
  const underWay = createUnderWay();
  const exchanges = createExchanges();
  let app: App | null = null;

  const interaction = async (body: Record<string, unknown>, response: ServerResponse): Promise<void> => {
    const late = setTimeout(() => answer(response, 503), ACK_WITHIN);
    try {
      await app?.processEvent({ body, ack: async (value) => answer(response, 200, value ?? '') });
    } finally {
      clearTimeout(late);
      answer(response, 404);
    }
  };

  const fromSlack = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const bytes = await readBody(request);
    const trouble = signatureTrouble(signingSecret, request, bytes);
    if (trouble !== null) {
      log.warn(`A request to ${EVENTS_PATH} was turned away: ${trouble}`);
      return answer(response, 401);
    }
    const body = parseBody(bytes.toString('utf8'), header(request, 'content-type') ?? '');
    if (body === null) return answer(response, 400);
    if (body.ssl_check !== undefined) return answer(response, 200);
    if (body.type === 'url_verification') return answer(response, 200, { challenge: body.challenge });
    if (body.type !== 'event_callback' && body.type !== 'app_rate_limited')
      return interaction(body, response);
    await write(body);
    answer(response, 200);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const pathname = pathOf(request.url ?? '/');
    if (pathname === null) return answer(response, 400);
    try {
      if (pathname === EVENTS_PATH && request.method === 'POST') return await fromSlack(request, response);
      if (installations && request.method === 'GET' && pathname === INSTALL_PATH) {
        return await installations.provider.handleInstallPath(request, response);
      }
      if (installations && request.method === 'GET' && pathname === REDIRECT_PATH) {
        return await installations.provider.handleCallback(request, response);
      }
      answer(response, 404);
    } catch (error) {
      if (error instanceof TooLarge) return answer(response, 413);
      // Whoever asked has gone, and nobody waits for an answer.
      if (request.destroyed && !request.complete) return;
      log.error({ error: inWords(error) }, 'a request of Slack was not handled');
      // Slack sends an event again that was not answered with 200.
      answer(response, 500);
    }
  };

  const server: Server = createServer({ requestTimeout: ARRIVE_WITHIN }, (request, response) => {
    underWay.add(exchanges.add({ incoming: request, outgoing: response }));
    underWay.add(handle(request, response));
  });

  return {
    init(bolt) {
      app = bolt;
    },
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) => reject(new Error(listenTrouble(error, port))));
        server.listen(port, host, () => resolve(undefined));
      }),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      exchanges.end();
      await underWay.settled();
      server.closeAllConnections();
      await closed;
    },
    address: () => server.address() as AddressInfo,
  };
}

const listenTrouble = ({ code, message }: NodeJS.ErrnoException, port: number): string =>
  code === 'EADDRINUSE'
    ? `Port ${port} is taken by another program. Set SLACK_PORT to another one.`
    : code === 'EACCES'
      ? `This user may not open port ${port}. Set SLACK_PORT to one above 1023.`
      : `Slack's requests can't be listened for on port ${port}: ${message}.`;
