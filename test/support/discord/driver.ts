/** Discord for the contract suite: one server, one watched channel, people who type and press. */
import pino from 'pino';
import type { Adapter } from '../../../adapters/adapter.ts';
import { createDiscordAdapter } from '../../../adapters/discord/index.ts';
import type { Action, Answer, Desk, Outcome } from '../../../src/desk.ts';
import type { Driver, Shown } from '../driver.ts';
import { type Discord, startDiscord } from './stand-in.ts';
import { buttonsOf, isLoading, liveMentions, visibleText } from './visible.ts';
import type { Interaction, Person, StoredMessage, World } from './world.ts';

/** What the desk has decided so far: how the driver knows that the bot is done with something. */
type Watched = {
  readonly desk: Desk;
  readonly answers: Map<string, Answer>;
  readonly posted: Set<string>;
  /** One for each press, in order. */
  readonly outcomes: Outcome[];
};

function watch(desk: Desk): Watched {
  const answers = new Map<string, Answer>();
  const posted = new Set<string>();
  const outcomes: Outcome[] = [];
  const watched: Desk = {
    ...desk,
    async message(message) {
      const answer = await desk.message(message);
      answers.set(message.id, answer);
      return answer;
    },
    async action(action: Action) {
      const outcome = await desk.action(action);
      outcomes.push(outcome);
      return outcome;
    },
    async posted(messageId, team) {
      await desk.posted(messageId, team);
      posted.add(messageId);
    },
  };
  return { desk: watched, answers, posted, outcomes };
}

type Running = {
  readonly discord: Discord;
  readonly adapter: Adapter;
  readonly watched: Watched;
  readonly people: Map<string, Person>;
};

/**
 * What Discord remembers outlives a stop, so that a test can start again and press an old button: the server and
 * its messages are kept, and the connection is made anew.
 */
export function discordDriver(): Driver {
  let world: World | undefined;
  let running: Running | undefined;
  const people = new Map<string, Person>();

  const now = (): Running => {
    if (running === undefined) throw new Error('the driver was not started');
    return running;
  };

  const person = (name: string): Person => {
    const known = people.get(name) ?? now().discord.person(name);
    people.set(name, known);
    return known;
  };

  const channel = () => {
    const { discord } = now();
    const found = [...discord.world.channels.values()].find(({ name }) => name === 'bounces');
    if (found === undefined) throw new Error('the server has no channel');
    return found;
  };

  const find = (ref: string): StoredMessage => {
    const message = now().discord.world.messages.get(ref);
    if (message === undefined) throw new Error(`there is no message ${ref}`);
    return message;
  };

  return {
    name: 'discord',

    async start(desk) {
      const discord = await startDiscord(world === undefined ? {} : { world });
      if (world === undefined) discord.channel('bounces');
      world = discord.world;
      const watched = watch(desk);
      const adapter = createDiscordAdapter(
        { token: discord.token, apiUrl: discord.apiUrl },
        { desk: watched.desk, log: pino({ level: 'silent' }) },
      );
      running = { discord, adapter, watched, people };
      await adapter.start();
    },

    async stop() {
      await running?.adapter.stop();
      await running?.discord.close();
      running = undefined;
    },

    async ask(query) {
      const { discord } = now();
      const interaction = discord.command(query, person('Ann'), channel());
      return show(await filled(discord, interaction), null);
    },

    async paste(text) {
      const { discord, watched } = now();
      const message = discord.post(channel(), person('Ann'), text);
      const id = `${message.channelId}:${message.id}`;
      const answer = await discord.until(() => watched.answers.get(id), 'the desk to hear the message');
      if (answer.repeat || answer.replies.length === 0) return [];
      await discord.until(() => watched.posted.has(id), 'the answer to be posted');
      return discord.messages(message.id).map((reply) => show(reply, null));
    },

    async press(shown, label, by = 'Ann') {
      const { discord, watched } = now();
      const message = find(shown.ref);
      const before = watched.outcomes.length;
      const interaction = discord.press(message, label, person(by));
      if (
        buttonsOf(message.components)
          .find((button) => button.label === label)
          ?.customId.startsWith('bt?')
      ) {
        // It asks first, only the one who pressed; they say yes.
        const question = await filled(discord, interaction);
        const yes = buttonsOf(question.components)[0];
        if (yes === undefined) return show(find(shown.ref), visibleText(question));
        const edits = question.edits;
        discord.press(question, yes.label, person(by));
        await discord.until(() => question.edits > edits, 'the question to be settled');
        return show(find(shown.ref), visibleText(question));
      }
      const outcome = await discord.until(() => watched.outcomes[before], 'the desk to decide');
      await settled(discord, interaction, outcome, message);
      const notice = interaction.followups.map(find).find(({ onlyFor }) => onlyFor !== null);
      return show(find(shown.ref), notice ? visibleText(notice) : null);
    },

    async shown(ref) {
      return show(find(ref), null);
    },
  };
}

/** Waits until "thinking …" has become an answer. */
const filled = (discord: Discord, interaction: Interaction): Promise<StoredMessage> =>
  discord.until(() => {
    const message = discord.world.messages.get(interaction.original ?? '');
    return message !== undefined && !isLoading(message) && message;
  }, 'the private answer');

/** Waits until everything that an outcome asks for has reached Discord. */
async function settled(
  discord: Discord,
  interaction: Interaction,
  outcome: Outcome,
  message: StoredMessage,
): Promise<void> {
  const { asked } = discord.world;
  const since = (method: string, path: string) => () =>
    asked.some((one) => one.method === method && one.path.endsWith(path) && one.status < 300);
  if (outcome.update !== null) {
    await discord.until(
      since('PATCH', `${interaction.token}/messages/@original`),
      'the message to be updated',
    );
  }
  if (outcome.notice !== null) {
    await discord.until(() => interaction.followups.length > 0, 'the notice');
  }
  if (outcome.post !== null) {
    await discord.until(
      () => discord.messages(message.channelId).some(({ nonce }) => nonce === `${interaction.id}.p`),
      'the post',
    );
  }
}

const show = (message: StoredMessage, notice: string | null): Shown => ({
  ref: message.id,
  text: visibleText(message),
  buttons: buttonsOf(message.components).map(({ label }) => label),
  private: message.onlyFor !== null,
  notice,
  mentions: liveMentions(message),
});
