/**
 * One process of the bot for the crash test: a real desk, queue and store; its platform is the test, over HTTP.
 * Its clock runs ten times as fast as ours, so that leases of 25 seconds run out in good time; nothing renews them, so
 * that on a machine too busy to post within 2.5 s two replicas may post the same.
 *
 *     node replica.ts DATABASE_URL PLATFORM_URL BEGIN    (when all clocks were right, milliseconds since 1970)
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { openCatalog } from '../../src/catalog/index.ts';
import { type Action, createDesk, type Submission } from '../../src/desk.ts';
import { NO_PLAN } from '../../src/escalation/index.ts';
import { createQueue, type Message, type PressKey } from '../../src/queue/index.ts';
import { openStore } from '../../src/store/index.ts';

const SPEED = 10;
const [database = '', platform = '', began = ''] = process.argv.slice(2);
const begin = Number(began);
const now = (): Date => new Date(begin + (Date.now() - begin) * SPEED);

const { catalog } = await openCatalog({
  folder: fileURLToPath(new URL('../../catalog', import.meta.url)),
  own: null,
});
const store = await openStore(database);
const holder = randomUUID();
const patience = { hours: 72, times: 5 };
const escalation = { checks: null, autoCheck: false, plan: NO_PLAN, hook: null };
const parts = { catalog, store, patience, escalation, now, holder, privacyKey: null };
const desk = createDesk({ ...parts, watch: 'always' });
const log = pino({ level: 'silent' });
const queue = createQueue({ store, handler: desk, log, now, holder, every: 50 });

const ask = async (path: string, body: unknown): Promise<unknown> => {
  const response = await fetch(`${platform}${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`the platform answers ${response.status}`);
  return response.json();
};

queue.connect({
  name: 'slack',
  open: async (payload) => ({ ...(payload as Omit<Message, 'files'>), files: [] }),
  async deliver({ id, again, messageId, what }) {
    // As on Slack: a post that may have arrived is looked for first.
    const there = again ? ((await ask('/find', { id })) as { ref: string | null }).ref : null;
    if (there !== null) return there;
    const { kind } = what;
    if (kind === 'single') return null;
    const caseId = what.kind !== 'line' && what.reply.kind === 'verdict' ? what.reply.caseId : null;
    return ((await ask('/deliver', { id, kind, messageId, caseId })) as { ref: string | null }).ref;
  },
  presses: {
    carryOut: async (payload, key) => carryOut(payload as Pressed, key),
    tell: async () => undefined,
  },
});
queue.start();

/** A press on a button, or a form that is handed in. */
type Pressed = { readonly id: string } & ({ readonly action: Action } | { readonly submission: Submission });

async function carryOut(pressed: Pressed, key: PressKey): Promise<void> {
  if ('action' in pressed) await desk.action(pressed.action, key);
  else await desk.submit(pressed.submission, key);
  queue.nudge();
}

/** Events and presses come by HTTP; what is answered with 200 is saved, and acknowledged. */
const server = createServer((request, response) => {
  let text = '';
  request.on('data', (chunk) => {
    text += chunk;
  });
  request.on('end', async () => {
    try {
      const body = JSON.parse(text);
      if (request.url === '/event') {
        await queue.take({ ...body, hasFiles: false, payload: body });
        response.end('{}');
      } else {
        const { place } = 'action' in body ? body.action : body.submission;
        const press = { ...place, id: body.id, payload: body };
        await queue.press(press, {
          acknowledge: async () => {
            response.end('{}');
            return true;
          },
          refuse: async () => {
            response.statusCode = 503;
            response.end('{}');
          },
          work: async () => {
            await carryOut(body, press);
            return true;
          },
        });
      }
    } catch {
      if (response.writableEnded) return;
      response.statusCode = 500;
      response.end('{}');
    }
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit(0));
