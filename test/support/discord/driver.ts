/** Discord for the contract suite: one server, one watched channel, people who type and press. */
import pino from 'pino';
import type { Adapter } from '../../../adapters/adapter.ts';
import { createDiscordAdapter } from '../../../adapters/discord/index.ts';
import type { Outcome } from '../../../src/desk.ts';
import type { Driver, OpenForm, Shown } from '../driver.ts';
import { type Form, formsOf } from './api-error.ts';
import type { Filled } from './fill-in.ts';
import { type Listening, listenIn } from './heard.ts';
import { type Discord, startDiscord } from './stand-in.ts';
import { buttonsOf, isLoading, liveMentions, menusOf, visibleText } from './visible.ts';
import type { Interaction, Person, StoredMessage, World } from './world.ts';

type Running = { readonly discord: Discord; readonly adapter: Adapter; readonly core: Listening };

const GUEST = 'Gina';
const ADMIN = 'Boss';
/** https://docs.discord.com/developers/topics/permissions: 1 << 5 */
const MANAGES_THE_SERVER = '32';

/**
 * What Discord remembers outlives a stop, so that a test can start again and press an old button: the server and
 * its messages are kept, and the connection is made again.
 */
export function discordDriver(): Driver {
  let world: World | undefined;
  let running: Running | undefined;
  let last: StoredMessage | undefined;
  const people = new Map<string, Person>();

  const now = (): Running => {
    if (running === undefined) throw new Error('the driver was not started');
    return running;
  };

  const person = (name: string): Person => {
    const rights = name === ADMIN ? { permissions: MANAGES_THE_SERVER } : {};
    const known = people.get(name) ?? now().discord.person(name, { pending: name === GUEST, ...rights });
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

  const pasted = (): StoredMessage => {
    if (last === undefined) throw new Error('nothing was pasted');
    return last;
  };

  /** Waits until the queue has taken so many events, and nothing is owed any more. */
  const taken = async (count: number): Promise<void> => {
    const { discord, core } = now();
    await discord.until(() => core.taken.length >= count, 'the bot to hear the message');
    await core.queue.idle();
  };

  const pressed = async (
    interaction: Interaction,
    message: StoredMessage,
    before: number,
  ): Promise<Shown> => {
    const { discord, core } = now();
    const outcome = await discord.until(() => core.outcomes[before], 'the desk to decide');
    await settled(discord, interaction, outcome, message);
    await core.queue.idle();
    const notice = interaction.followups.map(find).find(({ onlyFor }) => onlyFor !== null);
    return show(find(message.id), notice ? visibleText(notice) : null);
  };

  const opened = async (interaction: Interaction): Promise<OpenForm> => {
    const modal = await now().discord.until(() => interaction.modal, 'the form');
    const message = interaction.pressed;
    return {
      text: JSON.stringify(modal),
      async submit(values) {
        const { discord, core } = now();
        const before = core.submitted.length;
        const sent = discord.submit(interaction, filledIn(modal, values));
        const submitted = await discord.until(() => core.submitted[before], 'the desk to take the form');
        const notice = submitted.kind === 'wrong' ? '?' : submitted.outcome.notice;
        if (message === null) return visibleText(await filled(discord, sent));
        if (notice !== null) await discord.until(() => sent.followups.length > 0, 'the notice');
        if (submitted.kind === 'done') await settled(discord, sent, submitted.outcome, find(message));
        await core.queue.idle();
        return sent.followups.map((id) => visibleText(find(id))).join('\n');
      },
    };
  };

  return {
    name: 'discord',
    guest: GUEST,

    async start(core) {
      const discord = await startDiscord(world === undefined ? {} : { world });
      if (world === undefined) discord.channel('bounces');
      world = discord.world;
      const listening = listenIn(core);
      const adapter = createDiscordAdapter(
        { token: discord.token, apiUrl: discord.apiUrl },
        { ...listening, log: pino({ level: 'silent' }) },
      );
      running = { discord, adapter, core: listening };
      await adapter.start();
    },

    async stop() {
      await running?.adapter.stop();
      await running?.discord.close();
      running = undefined;
      if (world && world.violations.length > 0) throw new Error(world.violations.join('\n'));
    },

    async ask(query) {
      const { discord } = now();
      return show(await filled(discord, discord.command(query, person('Ann'), channel())), null);
    },

    async command(text) {
      const { discord } = now();
      const interaction = discord.bounces(...typed(discord, text), person('Ann'), channel());
      return show(await filled(discord, interaction), null);
    },

    async details(shown) {
      const { discord } = now();
      const pressed = discord.press(find(shown.ref), 'Details', person('Ann'));
      return show(find(await discord.until(() => pressed.followups[0], 'the details')), null);
    },

    async aside(shown, label) {
      const { discord } = now();
      const pressed = discord.press(find(shown.ref), label, person('Ann'));
      return show(find(await discord.until(() => pressed.followups[0], 'what they alone see')), null);
    },

    async edit(text) {
      const { discord, core } = now();
      const before = core.taken.length;
      discord.rewrite(pasted(), text);
      await taken(before + 1);
    },

    async remove() {
      const { discord, core } = now();
      const before = core.deleted.length;
      discord.remove(pasted());
      await discord.until(() => core.deleted.length > before, 'the bot to hear of it');
      await core.queue.idle();
    },

    async paste(text, files = []) {
      const { discord, core } = now();
      const before = core.taken.length;
      last = discord.post(channel(), person('Ann'), text, {
        files: files.map((file) => ({ name: file.name, type: file.type, bytes: file.text })),
      });
      await taken(before + 1);
      return discord.messages(last.id).map((reply) => show(reply, null));
    },

    async below(text) {
      const { discord, core } = now();
      const before = core.taken.length;
      const content = `<@${discord.world.bot.id}> ${text}`;
      const said = discord.post(channel(), person('Ann'), content, { replyTo: pasted().id });
      await taken(before + 1);
      return discord.messages(said.id).map((reply) => show(reply, null));
    },

    hide() {
      const { rights } = channel();
      Object.assign(rights, { history: false });
    },

    async redeliver() {
      const { discord, core } = now();
      const before = core.taken.length;
      discord.replay(pasted());
      await taken(before + 1);
    },

    async thread() {
      const { discord, core } = now();
      await core.queue.idle();
      return discord.messages(pasted().id).map((reply) => show(reply, null));
    },

    async press(shown, label, by = 'Ann') {
      const { discord, core } = now();
      const message = find(shown.ref);
      const before = core.outcomes.length;
      const interaction = discord.press(message, label, person(by));
      const asksFirst = buttonsOf(message.components)
        .find((button) => button.label === label)
        ?.customId.startsWith('bt?');
      if (!asksFirst) return pressed(interaction, message, before);
      // It asks first, only the one who pressed; they say yes.
      const question = await filled(discord, interaction);
      const yes = buttonsOf(question.components)[0];
      if (yes === undefined) return show(find(shown.ref), visibleText(question));
      const edits = question.edits;
      discord.press(question, yes.label, person(by));
      await discord.until(() => question.edits > edits, 'the question to be settled');
      await core.queue.idle();
      return show(find(shown.ref), visibleText(question));
    },

    async sayNo(shown, label) {
      const { discord, core } = now();
      const message = find(shown.ref);
      const asksFirst = buttonsOf(message.components)
        .find((button) => button.label === label)
        ?.customId.startsWith('bt?');
      const before = core.outcomes.length;
      const interaction = discord.press(message, label, person('Ann'));
      if (!asksFirst) {
        await pressed(interaction, message, before);
        return null;
      }
      const question = await filled(discord, interaction);
      const words = visibleText(question);
      const { edits } = question;
      discord.press(question, String(buttonsOf(question.components)[1]?.label), person('Ann'));
      await discord.until(() => question.edits > edits, 'the question to be settled');
      await core.queue.idle();
      return words;
    },

    openForm(shown, _title, ...way) {
      const { discord } = now();
      const [label, choice] = way;
      const message = find(shown.ref);
      return opened(
        choice === undefined
          ? discord.press(message, label, person('Ann'))
          : discord.choose(message, label, choice, person('Ann')),
      );
    },

    openSettings: () => opened(now().discord.bounces('settings', {}, person(ADMIN), channel())),

    async choose(shown, menu, choice) {
      const { discord, core } = now();
      const message = find(shown.ref);
      const before = core.outcomes.length;
      const ofPeople = menusOf(message.components).find(({ label }) => label === menu)?.type === 5;
      const chosen = ofPeople ? person(choice) : choice;
      return pressed(discord.choose(message, menu, chosen, person('Ann')), message, before);
    },

    async shown(ref) {
      await now().core.queue.idle();
      return show(find(ref), null);
    },
  };
}

/** "suppress ann@example.com she left" → the subcommand and its options in their order; the last takes the rest. */
function typed(discord: Discord, text: string): [verb: string, options: Record<string, string>] {
  const [verb = 'help', ...words] = text.split(' ').filter((word) => word !== '');
  const command = discord.world.commands.find(({ name }) => name === 'bounces');
  const verbs = (command?.options ?? []) as { name: string; options?: { name: string }[] }[];
  const known = verbs.find(({ name }) => name === verb)?.options ?? [];
  const values = known.map(({ name }, index) => [
    name,
    index < known.length - 1 ? words[index] : words.slice(index).join(' '),
  ]);
  return [verb, Object.fromEntries(values.filter(([, value]) => value))];
}

/** @returns what is filled in by its fields' ids, and what is chosen by its value */
function filledIn(
  modal: Form,
  values: Readonly<Record<string, string | readonly string[]>>,
): Readonly<Record<string, Filled>> {
  const parts = formsOf(modal.components, []).forms;
  return Object.fromEntries(
    Object.entries(values).map(([label, value]) => {
      const input = parts.find((part) => part.label === label)?.component as Form | undefined;
      if (input === undefined) throw new Error(`the form has no field "${label}"`);
      if (typeof value === 'string') return [String(input.custom_id), value];
      const options = formsOf(input.options, []).forms;
      const chosen = value.map((one) => options.find((option) => option.label === one)?.value);
      return [String(input.custom_id), chosen.map(String)];
    }),
  );
}

/** Waits until "thinking …" has become an answer. */
const filled = (discord: Discord, interaction: Interaction): Promise<StoredMessage> =>
  discord.until(() => {
    const message = discord.world.messages.get(interaction.original ?? '');
    return message !== undefined && !isLoading(message) && message;
  }, 'the private answer');

/** Waits until everything that an outcome asks for by itself has reached Discord. */
async function settled(
  discord: Discord,
  interaction: Interaction,
  outcome: Outcome,
  message: StoredMessage,
): Promise<void> {
  const { asked } = discord.world;
  if (outcome.update !== null) {
    const path = `${interaction.token}/messages/@original`;
    await discord.until(
      () => asked.some((one) => one.method === 'PATCH' && one.path.endsWith(path) && one.status < 300),
      'the message to be updated',
    );
  }
  if (outcome.notice !== null || outcome.aside !== null) {
    await discord.until(() => interaction.followups.length > 0, 'what they alone are told');
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
