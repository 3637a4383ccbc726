import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { exchange } from './oauth.ts';
import { respondTo } from './response-url.ts';
import { bytesIn, takeBytes } from './upload.ts';
import { callMethod } from './web-api.ts';
import type { State } from './workspace-state.ts';

/** What the next call of a method meets instead of its answer. */
export type Failure =
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'rate-limited'; readonly retryAfter: number }
  | { readonly kind: 'broken'; readonly status: number }
  | { readonly kind: 'cut' }
  /** It is done all the same, but the answer never arrives. */
  | { readonly kind: 'done-but-cut' }
  /** The same, and it is done only then. */
  | { readonly kind: 'done-later'; readonly when: Promise<void> };

const readBody = async (request: IncomingMessage): Promise<Buffer<ArrayBuffer>> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const readArgs = (request: IncomingMessage, body: string): Record<string, unknown> =>
  request.headers['content-type']?.startsWith('application/json')
    ? (JSON.parse(body || '{}') as Record<string, unknown>)
    : Object.fromEntries(new URLSearchParams(body));

const json = (response: ServerResponse, status: number, body: unknown, headers = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
};

/** @returns true when the failure has answered the request */
const fail = (failure: Failure | undefined, response: ServerResponse): boolean => {
  switch (failure?.kind) {
    case undefined:
      return false;
    case 'refused':
      json(response, 200, { ok: false, error: failure.error });
      return true;
    case 'rate-limited':
      json(response, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(failure.retryAfter) });
      return true;
    case 'broken':
      response.writeHead(failure.status).end('upstream trouble');
      return true;
    case 'cut':
      response.destroy();
      return true;
    case 'done-later':
      response.destroy();
      return false;
    case 'done-but-cut':
      return false;
  }
};

const sendFile = (state: State, request: IncomingMessage, response: ServerResponse, id: string): void => {
  const file = state.files.get(id);
  const allowed =
    request.headers.authorization === `Bearer ${state.botToken}` && state.scopes.has('files:read');
  if (!allowed) {
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end('<!DOCTYPE html><title>Sign in</title>');
    return;
  }
  if (file === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': file.mimetype }).end(file.bytes);
};

/** Slack over HTTP: /api/METHOD, /respond/ID, /files/ID/NAME and /upload/v1/ID. */
export const createHttp = (
  [state, peers]: readonly [State, readonly State[]],
  failures: Map<string, Failure[]>,
  socketUrl: () => string,
  now: () => number,
): Server =>
  createServer((request, response) => {
    const handle = async () => {
      const bytes = await readBody(request);
      const body = bytes.toString('utf8');
      const [, kind, id = '', more = ''] = new URL(request.url ?? '/', 'http://stand-in').pathname.split('/');
      if (kind === 'files') return sendFile(state, request, response, id);
      if (kind === 'upload') {
        if (fail(failures.get('upload')?.shift(), response)) return;
        const answer = takeBytes(state, more, await bytesIn(bytes, request.headers['content-type']));
        response.writeHead(answer.status).end(answer.body);
        return;
      }
      if (kind === 'respond') {
        if (fail(failures.get('response_url')?.shift(), response)) return;
        const args = readArgs(request, body);
        state.calls.push({ method: 'response_url', args });
        const answer = respondTo(state, id, args, now());
        response.writeHead(answer.status).end(answer.body);
        return;
      }
      if (kind !== 'api') return void response.writeHead(404).end();
      const args = readArgs(request, body);
      state.calls.push({ method: id, args });
      state.changed.emit('change');
      const failure = failures.get(id)?.shift();
      if (fail(failure, response)) return;
      if (failure?.kind === 'done-later') await failure.when;
      const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
      const all = [state, ...peers];
      const ours = all.find(({ botToken }) => botToken === token) ?? state;
      const answer =
        id === 'oauth.v2.access' ? exchange(all, args) : callMethod(ours, id, token, args, socketUrl);
      if (!answer.ok) {
        ours.refusals.push({ method: id, error: String(answer.error), messages: [JSON.stringify(answer)] });
        ours.changed.emit('change');
      }
      if (failure !== undefined) return void response.destroy();
      json(response, 200, answer, { 'x-oauth-scopes': [...ours.scopes].join(',') });
    };
    handle().catch((error: unknown) => json(response, 500, { ok: false, error: String(error) }));
  });
