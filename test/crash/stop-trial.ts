/**
 * The trial of SIGTERM: logs of megabytes wait and are read in Slack's stand-in, short bounces come in and people press,
 * while the whole bot is told to end at random moments and started again. It must end by itself in time; at the end each
 * message has one answer, and each press that was acknowledged was carried out once.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { logOf } from '../../bench/load/logs.ts';
import { openStore } from '../../src/store/index.ts';
import { type Channel, openWorkspace, type SentMessage } from '../support/slack/workspace.ts';

export type StopTrial = {
  readonly database: string;
  /** How often the bot is told to end. */
  readonly stops: number;
  /** Messages with logs that are posted before each stop, the files of each, and bytes of a file. */
  readonly messages: number;
  readonly files: number;
  readonly size: number;
  /** Milliseconds after a start until it is told to end, at most. */
  readonly run: number;
  /** Milliseconds after which the trial has failed. */
  readonly within: number;
};

export type StopVerdict = {
  readonly posted: number;
  readonly answered: number;
  /** What has another number of answers than one. */
  readonly wrong: readonly string[];
  /** Presses that were acknowledged, and not refused. */
  readonly pressed: number;
  /** Of those, carried out otherwise than once. */
  readonly lost: readonly string[];
  /** Milliseconds from the signal until the process was gone, each time. */
  readonly took: readonly number[];
  /** Ends that were none of its own: another status than 0, or a signal. */
  readonly bad: readonly string[];
  /** What the processes said that they left. */
  readonly left: readonly string[];
};

const MAIN = fileURLToPath(new URL('../../bin/bounce-triage.js', import.meta.url));
/** Slack lets one message a second be posted to a channel. */
const SHORT_CHANNELS = 5;

export async function runStopTrial(trial: StopTrial): Promise<StopVerdict> {
  const end = Date.now() + trial.within;
  const slack = await openWorkspace();
  slack.state.changed.setMaxListeners(0);
  const shorts = Array.from({ length: SHORT_CHANNELS }, (_, i) => slack.channel(`s${i}`));
  const posted: SentMessage[] = [];
  const addresses = new Map<SentMessage, string>();
  const pressed = new Set<string>();
  const presses: Promise<void>[] = [];
  const took: number[] = [];
  const bad: string[] = [];
  const left: string[] = [];
  let isOver = false;

  function start(): ChildProcess {
    const bot = spawn(process.execPath, [MAIN, 'start'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        SLACK_BOT_TOKEN: slack.config.botToken,
        SLACK_APP_TOKEN: slack.config.appToken,
        SLACK_API_URL: slack.config.apiUrl,
        DISCORD_TOKEN: '',
        DATABASE_URL: trial.database,
        WEB: 'off',
        LOG_LEVEL: 'warn',
      },
    });
    bot.stderr?.on('data', (data) => {
      for (const line of String(data).split('\n')) if (line.includes('stopped before')) left.push(line);
    });
    return bot;
  }

  async function stop(bot: ChildProcess): Promise<void> {
    const at = performance.now();
    const gone = once(bot, 'exit');
    bot.kill('SIGTERM');
    const [status, signal] = await gone;
    took.push(Math.round(performance.now() - at));
    if (status !== 0) bad.push(`status ${status}, signal ${signal}`);
  }

  /** Slack sends an event until it is acknowledged, and so does the stand-in. */
  function postLarge(nth: number): void {
    const files = Array.from({ length: trial.files }, (_, file) => ({
      name: `mail-${file}.log`,
      mimetype: 'text/plain',
      bytes: logOf(nth, file, trial.size),
    }));
    const { message, acknowledged } = slack.post(slack.channel(`c${nth}`), 'ann', `our logs ${nth}`, {
      files,
    });
    acknowledged.catch((error: unknown) => bad.push(String(error)));
    posted.push(message);
  }

  async function postShorts(): Promise<void> {
    for (let n = 0; !isOver; n += 1) {
      const address = `reader${n}@example.net`;
      const text = `550 5.1.1 <${address}>: Recipient address rejected: User unknown`;
      const { message, acknowledged } = slack.post(shorts[n % SHORT_CHANNELS] as Channel, 'cid', text);
      acknowledged.catch((error: unknown) => bad.push(String(error)));
      posted.push(message);
      addresses.set(message, address);
      await pause(300);
    }
  }

  /** Each card is pressed by a person of its own, as soon as it is there; who is told that it wasn't saved is not counted. */
  async function pressAll(): Promise<void> {
    const seen = new Set<SentMessage>();
    while (!isOver) {
      for (const [message, address] of addresses) {
        const [card] = slack.thread(message);
        if (card === undefined || seen.has(message)) continue;
        seen.add(message);
        const user = `presser${seen.size}`;
        const acknowledged = slack.press(card, 'Mark suppressed', user).then(
          async () => {
            await pause(3000);
            if (!slack.ephemerals(user).some(({ text }) => text.startsWith('Not saved')))
              pressed.add(address);
          },
          () => undefined,
        );
        presses.push(acknowledged);
      }
      await pause(50);
    }
  }

  const isAnswered = (message: SentMessage): boolean => slack.thread(message).length > 0;
  let bot = start();
  try {
    await until(end, () => slack.socket.connections() > 0);
    const others = [postShorts(), pressAll()];
    for (let nth = 0; nth < trial.stops; nth += 1) {
      for (let i = 0; i < trial.messages; i += 1) postLarge(nth * trial.messages + i);
      await pause(Math.random() * trial.run);
      await stop(bot);
      bot = start();
      await until(end, () => slack.socket.connections() > 0);
    }
    isOver = true;
    await Promise.all(others);
    await until(end, () => posted.every(isAnswered));
    await Promise.all(presses);
    // What would come twice has had the time to, and what was pressed last to be carried out.
    await pause(5000);
    await stop(bot);
  } finally {
    bot.kill('SIGKILL');
    await slack.close();
  }
  // A line on what was pressed stands in the thread as well; it is no card.
  const answers = (message: SentMessage): number =>
    slack.thread(message).filter(({ blocks }) => blocks.length > 0).length;
  const store = await openStore(trial.database);
  const audited = await store.selectFrom('audit').select('after').where('action', '=', 'suppress').execute();
  const listed = await store.selectFrom('suppressions').select('address').execute();
  await store.destroy();
  const times = (address: string): number => listed.filter((one) => one.address === address).length;
  const wrong = posted.filter((message) => answers(message) !== 1);
  return {
    posted: posted.length,
    answered: posted.length - wrong.length,
    wrong: wrong.map((message) => `${message.text}: ${answers(message)} answers`),
    pressed: pressed.size,
    lost: [
      ...[...pressed].filter((address) => times(address) !== 1),
      ...(audited.length === listed.length ? [] : [`${audited.length} of ${listed.length} in the audit log`]),
    ],
    took,
    bad,
    left,
  };
}

async function until(end: number, holds: () => boolean): Promise<void> {
  while (!holds() && Date.now() < end) await pause(50);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
