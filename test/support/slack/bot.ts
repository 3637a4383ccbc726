/** The adapter in a fresh workspace, with a hand-made desk or another one, for one test. */
import { Writable } from 'node:stream';
import pino from 'pino';
import type { Adapter } from '../../../adapters/adapter.ts';
import { createSlackAdapter } from '../../../adapters/slack/index.ts';
import type { Desk } from '../../../src/desk.ts';
import { createHandMadeDesk, type HandMadeDesk } from './hand-made-desk.ts';
import { type Channel, openWorkspace, type SentMessage, type SlackWorkspace } from './workspace.ts';

export const BOUNCE = '550 5.1.1 <sam@example.com>: No such user';

export type Bot<OnDesk extends Desk = HandMadeDesk> = {
  readonly slack: SlackWorkspace;
  readonly desk: OnDesk;
  readonly channel: Channel;
  /** Starts an adapter; a second one on the same workspace and desk is a restart. */
  start(config?: Partial<SlackWorkspace['config']>): Promise<Adapter>;
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

export const openBot = (): Promise<Bot> => openBotOn(createHandMadeDesk());

export const openBotOn = async <OnDesk extends Desk>(desk: OnDesk): Promise<Bot<OnDesk>> => {
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
  const reply = (message: SentMessage) => slack.until(() => slack.thread(message)[0], 'a reply');
  return {
    slack,
    desk,
    channel,
    async start(config = {}) {
      const adapter = createSlackAdapter({ ...slack.config, ...config }, { desk, log });
      await adapter.start();
      running.push(adapter);
      return adapter;
    },
    logged: () => logged,
    reply,
    told: (user) => slack.until(() => slack.ephemerals(user)[0], `a word to ${user}`),
    async handled() {
      await reply(slack.post(channel, 'ann', `marker ${BOUNCE}`).message);
    },
    stop,
    async close() {
      await stop();
      await slack.close();
    },
  };
};
