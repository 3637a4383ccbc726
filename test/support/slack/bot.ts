/** The adapter in a fresh workspace, on the real desk and queue, for one test. */
import { Writable } from 'node:stream';
import pino from 'pino';
import type { Adapter } from '../../../adapters/adapter.ts';
import { createSlackAdapter, type SlackConfig } from '../../../adapters/slack/index.ts';
import type { Desk } from '../../../src/desk.ts';
import { openDesk, type TestDesk } from '../desk.ts';
import { type Channel, openWorkspace, type SentMessage, type SlackWorkspace } from './workspace.ts';

export const BOUNCE = '550 5.1.1 <sam@example.com>: No such user';
/** A bounce of another problem each time. */
export const bounceOf = (name: string): string => `550 5.1.1 <${name}@example.com>: No such user`;

export type Bot = {
  readonly slack: SlackWorkspace;
  readonly core: TestDesk;
  readonly channel: Channel;
  /** Starts an adapter; a second one on the same workspace and desk is a restart. */
  start(config?: Partial<SlackWorkspace['config']>): Promise<Adapter>;
  /** Starts one in another way than Socket Mode. */
  startAs(config: SlackConfig): Promise<Adapter>;
  /** Everything that was logged so far, at every level. */
  logged(): string;
  /** The first answer in a message's thread, as soon as it is there. */
  reply(message: SentMessage): Promise<SentMessage>;
  /** The first thing that one person alone was told, as soon as it is there. */
  told(user: string): Promise<SentMessage>;
  /** Waits until everything that was sent before is handled: a later bounce is answered. */
  handled(): Promise<void>;
  /** Stops every adapter; what is under way is finished first. */
  stop(): Promise<void>;
  close(): Promise<void>;
};

type Options = {
  /** What the desk does otherwise than the real one. */
  readonly desk?: Partial<Desk>;
  /** By default the clock stands still, and what fails is not tried again. */
  readonly now?: () => Date;
  /** Of the database, where another process is to find it. */
  readonly url?: string;
};

export const openBot = async (options: Options = {}): Promise<Bot> => {
  const { now, url } = options;
  const core = await openDesk({ ...(now ? { now } : {}), ...(url ? { url } : {}) });
  if (options.now) core.queue.start();
  const slack = await openWorkspace();
  const channel = slack.channel('deliverability');
  const running: Adapter[] = [];
  let logged = '';
  const sink = new Writable({
    write(chunk, _, done) {
      logged += String(chunk);
      slack.state.changed.emit('change');
      done();
    },
  });
  const log = pino({ level: 'trace' }, sink);

  const stop = async () => {
    await Promise.all(running.splice(0).map((adapter) => adapter.stop()));
  };
  const startAs = async (config: SlackConfig): Promise<Adapter> => {
    const desk = { ...core.desk, ...options.desk };
    const adapter = createSlackAdapter(config, { desk, queue: core.queue, log });
    await adapter.start();
    running.push(adapter);
    return adapter;
  };
  const reply = (message: SentMessage) => slack.until(() => slack.thread(message)[0], 'a reply');
  return {
    slack,
    core,
    channel,
    start: (config = {}) => startAs({ ...slack.config, ...config }),
    startAs,
    logged: () => logged,
    reply,
    told: (user) => slack.until(() => slack.ephemerals(user)[0], `a word to ${user}`),
    async handled() {
      await reply(slack.post(slack.channel('marker'), 'ann', `marker ${bounceOf('marker')}`).message);
    },
    stop,
    async close() {
      await stop();
      await core.close();
      await slack.close();
    },
  };
};
