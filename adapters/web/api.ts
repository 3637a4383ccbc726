/**
 * The API of the chat page. JSON in, JSON out; what went wrong comes as `{ "error": "plain words" }`.
 *
 *     GET  /api/health                                 → { status: "ok" }
 *     POST /api/question  { query }                    → { reply }              a `/smtp` look-up
 *     POST /api/command   { text }                     → { reply }              `/bounces …`
 *     POST /api/message   { id, text, heard, files }   → { posts, aside }       both []: silence
 *     POST /api/action    { action, target, choice, ref }  → `OutcomeHere` of shown.ts: each part may be null
 *     POST /api/form      { form, target }             → `FormAnswerHere` of form-here.ts
 *     POST /api/submit    { form, target, values, ref }  → `Submitted` of src/desk/forms/form-contract.ts; values are lists of texts
 *     GET  /api/case/:id                               → { reply }              404: no such case
 *     GET  /api/post/:ref                              → { reply }              404: it shows no case that is there
 *     GET  /api/suggest?q=                             → { suggestions }        what `/smtp` may go on with
 *     GET  /api/events                                 → Server-Sent Events: `PageEvent` in open-pages.ts
 *
 * Every reply comes as `ReplyHere` of shown.ts.
 *
 * `id` is a UUID that the page makes: sent again with the same one, a message is not taken for a second one.
 * `files` are `{ name, base64 }`. `heard` is "watching", "mentioned" or "asked", as in `src/queue/connector.ts`.
 * `posts` are `{ key, reply }`: messages that are kept, known by their keys. `aside` are replies that are not.
 * `choice` is a value from a menu, or null; `ref` the key of the card that was pressed, or null where it has none.
 */
import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import type { Outcome } from '../../src/desk.ts';
import { HEARD } from '../../src/queue/index.ts';
import { ACTION_NAMES, FORMS, MENU_NAMES, type Reply } from '../../src/replies/index.ts';
import type { AppContext, Env } from './env.ts';
import { formHere } from './form-here.ts';
import { PLACE, TEAM, YOU } from './local.ts';
import { createMessageHandler } from './message.ts';
import { caseOfRef } from './ref.ts';
import { type OutcomeHere, outcomeHere, replyHere } from './shown.ts';

const questionBody = z.strictObject({ query: z.string().max(20_000) });
const commandBody = z.strictObject({ text: z.string().max(20_000) });

const messageBody = z.strictObject({
  id: z.uuid(),
  text: z.string(),
  heard: z.enum(HEARD),
  files: z.array(z.strictObject({ name: z.string().min(1).max(255), base64: z.base64() })).max(10),
});

/** A person writes here, and what was sent can't be edited. */
const TYPED = { bot: null, edit: null } as const;

const actionBody = z.strictObject({
  action: z.enum([...ACTION_NAMES, ...MENU_NAMES]),
  target: z.string().min(1).max(80),
  choice: z.string().max(80).nullable(),
  ref: z.string().max(80).nullable(),
});

/** The target of settings is empty where they are for all channels. */
const formBody = z.strictObject({ form: z.enum(FORMS), target: z.string().max(80) });

const submitBody = z.strictObject({
  ...formBody.shape,
  values: z.record(z.string().max(40), z.array(z.string().max(20_000)).max(25)),
  ref: z.string().max(80).nullable(),
});

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  array: 'a list',
  object: 'an object with its fields',
  record: 'an object of lists',
};

/** @returns what is wrong with a field, for people who write to the API; nothing of what was sent but names of fields */
function wrong(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `it must be there, and be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'too_big':
      return `it is too long, ${issue.maximum.toLocaleString('en')} is the most`;
    case 'too_small':
      return 'it is empty';
    case 'unrecognized_keys':
      return `there is no field ${issue.keys.map((key) => JSON.stringify(key.slice(0, 40))).join(', ')}`;
    case 'invalid_value':
      return `it must be one of ${issue.values.join(', ')}`;
    case 'invalid_format':
      return `it must be ${issue.format === 'uuid' ? 'a UUID' : issue.format}`;
    default:
      return issue.message;
  }
}

/** @throws HTTPException 400 that names the field */
async function read<T>(c: Context<Env>, schema: z.ZodType<T>): Promise<T> {
  const body: unknown = await c.req.json().catch(() => {
    throw new HTTPException(400, { message: 'The request is not valid JSON.' });
  });
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') || 'The request';
  throw new HTTPException(400, { message: `${field} is not as it should be: ${issue && wrong(issue)}.` });
}

type ApiContext = Pick<AppContext, 'desk' | 'queue' | 'log' | 'underWay' | 'pages'>;

/** @returns the routes under /api */
export function createApi(context: ApiContext) {
  const { desk, queue, pages } = context;
  const api = new Hono<Env>();
  const answerMessage = createMessageHandler(context);

  const shown = (reply: Reply) => ({ reply: replyHere(reply) });

  const show = async (c: Context<Env>, caseId: string | null, ref: string | null) => {
    const reply = caseId === null ? null : await desk.show(caseId, TEAM, ref);
    return reply === null ? c.json({ error: 'There is no such case.' }, 404) : c.json(shown(reply));
  };

  /** The page that pressed needn't wait for its stream to see what it did. */
  const withNewLook = async (
    outcome: Outcome,
    { target, ref }: { readonly target: string; readonly ref: string | null },
  ): Promise<OutcomeHere> => {
    const { update, notice, aside, file } = outcome;
    if (update !== null || notice !== null || aside !== null || file !== null) return outcomeHere(outcome);
    return outcomeHere({ ...outcome, update: await desk.show(target, TEAM, ref).catch(() => null) });
  };

  api.get('/health', (c) => c.json({ status: 'ok' }));

  api.post('/question', async (c) => {
    const { query } = await read(c, questionBody);
    return c.json(shown(await desk.question({ query, actor: YOU, place: PLACE })));
  });

  api.post('/command', async (c) => {
    const { text } = await read(c, commandBody);
    return c.json(shown(await desk.command({ text, actor: YOU, place: PLACE })));
  });

  api.post('/message', async (c) => {
    const { files, ...said } = await read(c, messageBody);
    const bytes = files.map(({ name, base64 }) => ({ name, bytes: Buffer.from(base64, 'base64') }));
    return c.json(await answerMessage({ ...said, ...TYPED, files: bytes, place: PLACE }, c.env.outgoing));
  });

  api.post('/action', async (c) => {
    const pressed = await read(c, actionBody);
    const outcome = await desk.action({ ...pressed, person: null, actor: YOU, place: PLACE });
    queue.nudge();
    return c.json(await withNewLook(outcome, pressed));
  });

  api.post('/form', async (c) => {
    const asked = await read(c, formBody);
    return c.json(formHere(await desk.form({ ...asked, actor: YOU, place: PLACE })));
  });

  api.post('/submit', async (c) => {
    const { values, ...filledIn } = await read(c, submitBody);
    // What is chosen here goes by no other name.
    const chosen = Object.entries(values).map(([name, ids]) => [name, ids.map((id) => ({ id, name: id }))]);
    const submitted = await desk.submit({
      ...filledIn,
      values: Object.fromEntries(chosen),
      actor: YOU,
      place: PLACE,
    });
    queue.nudge();
    if (submitted.kind === 'wrong') return c.json(submitted);
    return c.json({ ...submitted, outcome: await withNewLook(submitted.outcome, filledIn) });
  });

  api.get('/case/:id', (c) => show(c, c.req.param('id'), null));
  api.get('/post/:ref', (c) => show(c, caseOfRef(c.req.param('ref')), c.req.param('ref')));

  api.get('/suggest', (c) => c.json({ suggestions: desk.suggest((c.req.query('q') ?? '').slice(0, 200)) }));

  api.get('/events', (c) => streamSSE(c, (stream) => pages.hold(stream)));

  return api;
}
