/**
 * The API of the chat page. JSON in, JSON out; what went wrong comes as `{ "error": "plain words" }`.
 *
 *     GET  /api/health                                → { status: "ok" }
 *     POST /api/question  { query }                   → { reply }                    a `/smtp` look-up
 *     POST /api/message   { id, text, heard, files }  → { replies, repeat }          replies []: silence
 *     POST /api/action    { action, target }          → { update, post, notice, file }  each may be null
 *     GET  /api/case/:id                              → { reply }                    404: no such case
 *
 * `id` is a UUID that the page makes: sent again with the same one, a message is not taken for a second one.
 * `files` are `{ name, base64 }`. `heard` is "watching", "mentioned" or "asked", as in `src/desk.ts`.
 */
import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import type { Answer, Place } from '../../src/desk.ts';
import type { ActionName, Actor } from '../../src/replies/reply.ts';
import type { AppContext, Env } from './env.ts';

/** Whoever sits at this machine is one person, in a team and a channel of its own. */
const TEAM = 'web:local';
const ACTOR: Actor = { id: 'local', name: 'You', team: TEAM };
const PLACE: Place = { platform: 'web', team: TEAM, channel: 'local' };

const questionBody = z.strictObject({ query: z.string().max(20_000) });

const messageBody = z.strictObject({
  id: z.uuid(),
  text: z.string(),
  heard: z.enum(['watching', 'mentioned', 'asked']),
  files: z.array(z.strictObject({ name: z.string().min(1).max(255), base64: z.base64() })).max(10),
});

const actionBody = z.strictObject({
  action: z.enum([
    'suppress',
    'not-a-bounce',
    'resolve',
    'undo',
    'share',
    'addresses',
  ] satisfies ActionName[]),
  target: z.string().min(1).max(80),
});

/** @throws HTTPException 400 that names the field */
const read = async <T>(c: Context<Env>, schema: z.ZodType<T>): Promise<T> => {
  const body: unknown = await c.req.json().catch(() => {
    throw new HTTPException(400, { message: 'The request is no valid JSON.' });
  });
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') || 'The request';
  throw new HTTPException(400, { message: `${field} is not as it should be: ${issue?.message}.` });
};

/** @returns the routes under /api */
export const createApi = ({ desk, log, underWay }: Pick<AppContext, 'desk' | 'log' | 'underWay'>) => {
  const api = new Hono<Env>();

  /** A page that sends a message again may never have got the first answer: it was written down, so it has it now. */
  const withLostReplies = async (id: string, answer: Answer): Promise<Answer> => {
    if (answer.replies.length > 0) return answer;
    const lost = (await desk.unposted('web')).find(({ messageId }) => messageId === id);
    return lost === undefined ? answer : { repeat: true, replies: lost.replies };
  };

  api.get('/health', (c) => c.json({ status: 'ok' }));

  api.post('/question', async (c) => {
    const { query } = await read(c, questionBody);
    return c.json({ reply: await desk.question({ query, actor: ACTOR, place: PLACE }) });
  });

  api.post('/message', async (c) => {
    const { id, text, heard, files } = await read(c, messageBody);
    const answer = await desk.message({
      id,
      text,
      heard,
      files: files.map(({ name, base64 }) => ({ name, bytes: Buffer.from(base64, 'base64') })),
      actor: ACTOR,
      place: PLACE,
    });
    const { replies, repeat } = await withLostReplies(id, answer);
    c.env.outgoing.once('finish', () => {
      const noted = desk.posted(id, TEAM).catch((error: unknown) => {
        log.error({ err: error, messageId: id }, 'could not note that a web reply was sent');
      });
      underWay.add(noted);
    });
    return c.json({ replies, repeat });
  });

  api.post('/action', async (c) => {
    const { action, target } = await read(c, actionBody);
    return c.json(await desk.action({ action, target, actor: ACTOR, place: PLACE }));
  });

  api.get('/case/:id', async (c) => {
    const reply = await desk.show(c.req.param('id'), TEAM);
    return reply === null ? c.json({ error: 'There is no such case.' }, 404) : c.json({ reply });
  });

  return api;
};
