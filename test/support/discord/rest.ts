/** Discord's REST API, version 10, as far as bots of this kind use it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  ApiError,
  type Form,
  invalidJson,
  isForm,
  missingPermissions,
  notFound,
  unauthorised,
} from './api-error.ts';
import { checkCommands } from './check-commands.ts';
import { readMultipart, type Uploaded } from './multipart.ts';
import { checkBody } from './openapi.ts';
import { channelPayload, guildPayload, memberPayload, messagePayload, userPayload } from './payloads.ts';
import {
  type Announce,
  changeThread,
  createMessage,
  deleteMessage,
  editMessage,
  listArchived,
  listJoinedArchived,
  listMessages,
  messageIn,
  seen,
  startPost,
  startThread,
} from './rest-channels.ts';
import { callback, deleteAnswer, editAnswer, followUp, readAnswer } from './rest-interactions.ts';
import { snowflake } from './snowflake.ts';
import { THREAD, type World } from './world.ts';

type Call = {
  readonly world: World;
  readonly body: unknown;
  /** Only what a follow-up brings is kept; other requests must bring none. */
  readonly files: readonly Uploaded[];
  readonly query: URLSearchParams;
  readonly announce: Announce;
  readonly gateway: string;
};
/** @returns the answer's JSON; undefined for 204 */
type Handler = (call: Call, ...parts: readonly string[]) => unknown;
type Route = readonly [method: string, pattern: RegExp, auth: boolean, handler: Handler];

const form = ({ body }: Call): Form => {
  if (!isForm(body)) throw invalidJson();
  return body;
};

const at = (path: string): RegExp => new RegExp(`^/api/v10${path.replaceAll(':id', '([^/]+)')}$`);

const ROUTES: readonly Route[] = [
  [
    'GET',
    at('/gateway/bot'),
    true,
    ({ gateway, world }) => ({
      url: gateway,
      shards: world.shards,
      session_start_limit: { total: 1000, remaining: 999, reset_after: 14_400_000, max_concurrency: 16 },
    }),
  ],
  [
    'GET',
    at('/users/@me/guilds'),
    true,
    ({ world }) =>
      world.member ? [{ id: world.guildId, name: 'Mail team', owner: false, permissions: '0' }] : [],
  ],
  ['GET', at('/guilds/:id/roles'), true, ({ world }) => guildPayload(world).roles],
  [
    'GET',
    at('/guilds/:id/channels'),
    true,
    ({ world }) =>
      [...world.channels.values()]
        .filter(({ type, guildId }) => type !== THREAD && guildId === world.guildId)
        .map((channel) => channelPayload(world, channel)),
  ],
  [
    'GET',
    at('/guilds/:id/members/:id'),
    true,
    ({ world }, _server, member) => {
      const user = [world.bot, ...world.otherBots].find(({ id }) => id === member);
      if (user === undefined) throw new ApiError(404, 10007, 'Unknown Member');
      return { ...memberPayload(), user: userPayload(user) };
    },
  ],
  ['GET', at('/users/@me'), true, ({ world }) => userPayload(world.bot)],
  [
    'GET',
    at('/applications/@me'),
    true,
    ({ world }) => ({
      id: world.applicationId,
      name: 'Bounce Triage',
      flags: world.messageContent ? 1 << 19 : 0,
      integration_types_config: { 0: {}, 1: {} },
      bot: userPayload(world.bot),
    }),
  ],
  [
    'GET',
    at('/oauth2/applications/@me'),
    true,
    ({ world }) => ({ id: world.applicationId, name: 'Bounce Triage' }),
  ],
  ['GET', at('/applications/:id/commands'), true, ({ world }) => world.commands],
  [
    'PUT',
    at('/applications/:id/commands'),
    true,
    ({ world, body }, id = '') => {
      if (id !== world.applicationId)
        throw new ApiError(403, 20012, 'You are not authorized to perform this action on this application');
      world.commands = checkCommands(body).map((command) => ({
        id: snowflake(),
        application_id: id,
        version: snowflake(),
        nsfw: false,
        ...command,
        default_member_permissions: command.default_member_permissions
          ? String(command.default_member_permissions)
          : null,
        // What Discord leaves out of its answer, and what it writes down although nobody said it.
        ...(command.type === 3 ? { description: '' } : {}),
        integration_types: [...((command.integration_types as number[] | undefined) ?? [0])].reverse(),
      }));
      return world.commands;
    },
  ],
  ['GET', at('/channels/:id'), true, ({ world }, id = '') => channelPayload(world, seen(world, id))],
  ['PATCH', at('/channels/:id'), true, (call, id = '') => changeThread(call.world, id, form(call))],
  ['GET', at('/channels/:id/messages'), true, ({ world, query }, id = '') => listMessages(world, id, query)],
  [
    'GET',
    at('/channels/:id/messages/:id'),
    true,
    ({ world }, id = '', message = '') => {
      // VIEW_CHANNEL and READ_MESSAGE_HISTORY (Message resource, "Get Channel Message").
      if (!seen(world, id).rights.history) throw missingPermissions();
      return messagePayload(world, messageIn(world, id, message));
    },
  ],
  [
    'POST',
    at('/channels/:id/messages'),
    true,
    (call, id = '') => createMessage(call.world, id, form(call), call.announce, call.files),
  ],
  [
    'PATCH',
    at('/channels/:id/messages/:id'),
    true,
    (call, id = '', message = '') => editMessage(call.world, id, message, form(call), call.announce),
  ],
  [
    'DELETE',
    at('/channels/:id/messages/:id'),
    true,
    ({ world }, id = '', message = '') => deleteMessage(world, id, message),
  ],
  [
    'POST',
    at('/channels/:id/messages/:id/threads'),
    true,
    (call, id = '', message = '') => startThread(call.world, id, message, form(call), call.announce),
  ],
  [
    'POST',
    at('/channels/:id/threads'),
    true,
    (call, id = '') => startPost(call.world, id, form(call), call.announce),
  ],
  [
    'GET',
    at('/channels/:id/threads/archived/public'),
    true,
    ({ world, query }, id = '') => listArchived(world, id, query),
  ],
  [
    'GET',
    at('/channels/:id/users/@me/threads/archived/private'),
    true,
    ({ world, query }, id = '') => listJoinedArchived(world, id, query),
  ],
  [
    'GET',
    at('/guilds/:id/threads/active'),
    true,
    ({ world }) => ({
      threads: [...world.channels.values()]
        .filter(({ type, archived, rights }) => type === THREAD && !archived && rights.view)
        .map((thread) => channelPayload(world, thread)),
      members: [],
      has_more: false,
    }),
  ],
  [
    'POST',
    at('/interactions/:id/:id/callback'),
    false,
    (call, id = '', token = '') => callback(call.world, id, token, form(call), call.announce),
  ],
  [
    'POST',
    at('/webhooks/:id/:id'),
    false,
    (call, _, token = '') => followUp(call.world, token, form(call), call.announce, call.files),
  ],
  [
    'GET',
    at('/webhooks/:id/:id/messages/:id'),
    false,
    ({ world }, _, token = '', id = '') => readAnswer(world, token, id),
  ],
  [
    'PATCH',
    at('/webhooks/:id/:id/messages/:id'),
    false,
    (call, _, token = '', id = '') =>
      editAnswer(call.world, token, id, form(call), call.announce, call.files),
  ],
  [
    'DELETE',
    at('/webhooks/:id/:id/messages/:id'),
    false,
    ({ world }, _, token = '', id = '') => deleteAnswer(world, token, id),
  ],
];

/** Refuses the next requests that match, as Discord might, for tests of what the bot makes of it. */
export type Trouble = {
  readonly path: RegExp;
  /** What it answers; a promise: it answers nothing, and does what was asked when that resolves. */
  readonly error: ApiError | Promise<void>;
  times: number;
};

export function createRest(
  world: World,
  announce: Announce,
  gateway: () => string,
  troubles: Trouble[],
  changed: () => void,
): Server {
  return createServer(async (request, response) => {
    const { pathname, searchParams: query } = new URL(request.url ?? '', 'http://stand-in');
    const path = decodeURIComponent(pathname);
    if (path.startsWith('/attachments/')) return serveFile(world, request, response);
    const at = performance.now();
    let body: unknown = null;
    let status = 200;
    let answer: unknown;
    try {
      const read = await readBody(request);
      body = read.body;
      const trouble = troubles.find(
        ({ path: pattern, times }) => times > 0 && pattern.test(`${request.method} ${path}`),
      );
      if (trouble) {
        trouble.times -= 1;
        if (trouble.error instanceof ApiError) throw trouble.error;
        response.destroy();
        await trouble.error;
      }
      answer = route(request, path, { world, ...read, query, announce, gateway: gateway() });
      const wrong = world.strict ? checkBody(request.method ?? '', path.replace('/api/v10', ''), body) : null;
      if (wrong !== null) {
        world.violations.push(wrong);
        throw new ApiError(400, 50035, wrong);
      }
      status = answer === undefined ? 204 : 200;
    } catch (error) {
      status = error instanceof ApiError ? error.status : 500;
      answer = error instanceof ApiError ? error.body : { message: String(error), code: 0 };
    }
    world.asked.push({ method: request.method ?? '', path, body, status, at });
    // A 204 must carry no content type: discord.js would try to read JSON.
    changed();
    if (response.destroyed) return;
    if (answer === undefined) response.writeHead(204).end();
    else response.writeHead(status, headersFor(answer)).end(JSON.stringify(answer));
  });
}

function headersFor(answer: unknown): Record<string, string> {
  const wait = isForm(answer) ? answer.retry_after : undefined;
  const json = { 'content-type': 'application/json' };
  return wait === undefined ? json : { ...json, 'retry-after': String(wait), 'x-ratelimit-scope': 'shared' };
}

function route(request: IncomingMessage, path: string, call: Call): unknown {
  for (const [method, pattern, auth, handler] of ROUTES) {
    const parts = method === request.method ? pattern.exec(path) : null;
    if (parts === null) continue;
    if (auth && request.headers.authorization !== `Bot ${call.world.token}`) throw unauthorised();
    return handler(call, ...parts.slice(1));
  }
  throw notFound();
}

async function readBody(request: IncomingMessage): Promise<Pick<Call, 'body' | 'files'>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (chunks.length === 0) return { body: null, files: [] };
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  try {
    return type.startsWith('multipart/form-data')
      ? await readMultipart(bytes, type)
      : { body: JSON.parse(bytes.toString('utf8')), files: [] };
  } catch {
    throw invalidJson();
  }
}

/** Attachments: their addresses are signed, and without the signature there is nothing. */
function serveFile(world: World, request: IncomingMessage, response: ServerResponse): void {
  const file = world.files.get(request.url ?? '');
  if (file === undefined) response.writeHead(404).end();
  else if (file.redirect) response.writeHead(302, { location: file.redirect }).end();
  else response.writeHead(200, { 'content-type': file.type }).end(file.bytes);
}
