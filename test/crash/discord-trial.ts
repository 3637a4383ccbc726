/**
 * The trial with Discord's stand-in: people write in a channel, in threads and in a forum while the whole bot is
 * killed and started again. At the end each bounce has one answer, and talk has none.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Discord, startDiscord } from '../support/discord/stand-in.ts';
import type { StoredMessage } from '../support/discord/world.ts';

export type DiscordTrial = {
  readonly database: string;
  /** How many bounces are written; half as many words of talk between them. */
  readonly bounces: number;
  /** How often the bot is killed with SIGKILL. */
  readonly kills: number;
  /** Milliseconds after which it has failed. */
  readonly within: number;
};

export type DiscordVerdict = {
  readonly written: number;
  /** Of the bounces, how many were written while no session was up. */
  readonly whileAway: number;
  readonly answered: number;
  /** What has another number of answers than it should. */
  readonly wrong: readonly string[];
  readonly killed: number;
  /** Seconds from when the bot was back for good until the last answer. */
  readonly caughtUp: number;
};

const MAIN = fileURLToPath(new URL('../../app/main.ts', import.meta.url));

export async function runDiscordTrial(trial: DiscordTrial): Promise<DiscordVerdict> {
  const end = Date.now() + trial.within;
  const discord = await startDiscord();
  // Each body checked against Discord's own document would take longer than the bot.
  discord.world.strict = false;
  const places = createPlaces(discord);
  let bot = startBot(discord, trial.database);
  const bounces: StoredMessage[] = [];
  const talk: StoredMessage[] = [];
  let whileAway = 0;
  let killed = 0;
  try {
    // From the first session on there is something to catch up with.
    await discord.until(() => discord.gateway.connected(), 'the first session', 60_000);
    bounces.push(places.write(bounceOf(0)));
    await discord.until(() => answersTo(discord, bounces[0]) === 1, 'the first answer', 30_000);

    while (Date.now() < end && (killed < trial.kills || bounces.length < trial.bounces)) {
      await pause(Math.random() * 300);
      if (bounces.length < trial.bounces) {
        if (!discord.gateway.connected()) whileAway += 1;
        bounces.push(places.write(bounceOf(bounces.length)));
        if (bounces.length % 2 === 0) talk.push(places.write(`has anybody lunch? ${bounces.length}`));
      }
      const due = (trial.kills * bounces.length) / trial.bounces;
      if (killed < due && discord.gateway.connected() && Math.random() < 0.5) {
        bot.kill('SIGKILL');
        killed += 1;
        bot = startBot(discord, trial.database);
      }
    }
    const back = Date.now();
    while (Date.now() < end && bounces.some((one) => answersTo(discord, one) === 0)) await pause(200);
    const caughtUp = Math.round((Date.now() - back) / 1000);
    // What would come twice has had the time to.
    await pause(5000);
    const wrong = [
      ...bounces.flatMap((one) => complaint(one, answersTo(discord, one), 1)),
      ...talk.flatMap((one) => complaint(one, answersTo(discord, one), 0)),
    ];
    const answered = bounces.filter((one) => answersTo(discord, one) === 1).length;
    return { written: bounces.length, whileAway, answered, wrong, killed, caughtUp };
  } finally {
    bot.kill('SIGKILL');
    await discord.close();
  }
}

/** Where people write: mostly in the channel, in threads of it, in posts of a forum. */
function createPlaces(discord: Discord) {
  const channel = discord.channel('bounces');
  const forum = discord.forum('mail-problems', []);
  const ann = discord.person('Ann');
  let count = 0;
  return {
    write(text: string): StoredMessage {
      count += 1;
      if (count % 5 === 3) return discord.thread(channel, ann, `thread ${count}`, text);
      if (count % 5 === 4) return discord.thread(forum, ann, `post ${count}`, text);
      return discord.post(channel, ann, text);
    },
  };
}

const startBot = (discord: Discord, database: string): ChildProcess =>
  fork(MAIN, ['start'], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {
      ...process.env,
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.apiUrl,
      DATABASE_URL: database,
      SLACK_BOT_TOKEN: '',
      SLACK_APP_TOKEN: '',
      SLACK_CLIENT_ID: '',
      WEB: 'off',
      LOG_LEVEL: 'silent',
    },
  });

/** In the thread on it, or beside it as a reply. */
function answersTo(discord: Discord, message: StoredMessage | undefined): number {
  return [...discord.world.messages.values()].filter(
    ({ author, type, replyTo, channelId }) =>
      author.bot &&
      type !== 21 &&
      (channelId === message?.id || (channelId === message?.channelId && replyTo === message.id)),
  ).length;
}

const complaint = ({ content }: StoredMessage, found: number, wanted: number): readonly string[] =>
  found === wanted ? [] : [`${content}: ${found} answers`];

const bounceOf = (n: number): string =>
  `550 5.1.1 <user${n}@example.com>: Recipient address rejected: User unknown`;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
