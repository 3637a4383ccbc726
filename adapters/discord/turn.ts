/**
 * One turn with one interaction: acknowledge within Discord's 3 seconds, then work, then say what came of it; what
 * changes something is saved first.
 * An exception becomes a message to the one who asked, never silence; and nothing is done for an interaction that
 * Discord no longer knows (10062) or that another process has taken (40060).
 */
import { randomBytes } from 'node:crypto';
import {
  type CommandInteraction,
  type MessageComponentInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
} from 'discord.js';
import type { Logger } from 'pino';
import type { PressKey } from '../../src/queue/index.ts';
import type { File } from './attachments.ts';
import type { Body } from './body.ts';
import type { Context } from './context.ts';
import { asEmbed, type EmbedBody, orInEmbed } from './embed.ts';
import { CODES, describe, hasCode } from './errors.ts';
import type { Modal } from './modal.ts';
import { type Asked, toKeep } from './pressed.ts';
import { isBadForm } from './refusals.ts';
import { renderNotice } from './render.ts';

/** An interaction that can be answered with messages. */
export type Answerable = MessageComponentInteraction | CommandInteraction | ModalSubmitInteraction;

/** `private-reply`: "thinking …", seen by the asker alone. `update`: the message with the button stays for now. */
type Acknowledgement = 'private-reply' | 'update';

export type Turn = {
  /**
   * Fills the private reply, or changes the message that carries the button.
   * @param files those that the body shows
   */
  show(body: Body, files?: readonly File[]): Promise<void>;
  /** Tells only the one who asked, in a message of its own. @param files those that the body names */
  whisper(body: Body, files?: readonly File[]): Promise<void>;
  /** Posts for all, by the interaction's own right to speak: it works where the bot may not post. */
  speak(body: Body): Promise<void>;
  /**
   * Draws the message with the menu as it is, so that what was chosen can be chosen again: it stays chosen, and Discord
   * tells nobody when it is chosen once more.
   */
  refresh(): Promise<void>;
};

/** Resolves when the turn is over; never rejects. */
export async function takeTurn(
  interaction: Answerable,
  acknowledgement: Acknowledgement,
  log: Logger,
  work: (turn: Turn) => Promise<void>,
): Promise<void> {
  try {
    await acknowledge(interaction, acknowledgement);
  } catch (error) {
    return noteRefusal(error, log);
  }
  await dealWith(interaction, acknowledgement, log, work);
}

/**
 * The same with what changes something: it is saved before it is acknowledged, and carried out by another process where
 * this one dies.
 * @param asked what the desk is asked in it
 */
export async function takeKeptTurn(
  interaction: Answerable,
  acknowledgement: Acknowledgement,
  asked: Asked,
  { queue, log }: Pick<Context, 'queue' | 'log'>,
  work: (turn: Turn, key: PressKey) => Promise<void>,
): Promise<void> {
  const kept = toKeep(interaction, asked);
  try {
    await queue.press(kept, {
      async acknowledge(again) {
        if (again) return true;
        try {
          await acknowledge(interaction, acknowledgement);
        } catch (error) {
          noteRefusal(error, log);
          // Whoever pressed sees that it failed, or another process has it. What may have got through is carried out.
          return !hasCode(error, CODES.unknownInteraction, CODES.alreadyAcknowledged);
        }
        return true;
      },
      async refuse(words) {
        await acknowledge(interaction, acknowledgement);
        await tellThem(turnOf(interaction, log), acknowledgement, renderNotice(words));
      },
      work: () => dealWith(interaction, acknowledgement, log, (turn) => work(turn, kept)),
    });
  } catch (error) {
    noteRefusal(error, log);
  }
}

/** @returns whether it worked; if not, the one who asked was told, if they could be */
async function dealWith(
  interaction: Answerable,
  acknowledgement: Acknowledgement,
  log: Logger,
  work: (turn: Turn) => Promise<void>,
): Promise<boolean> {
  const turn = turnOf(interaction, log);
  try {
    await work(turn);
    return true;
  } catch (error) {
    const { reference, words } = apologyFor();
    log.error({ ...describe(error), reference }, 'an interaction failed');
    const apology = renderNotice(words);
    try {
      await tellThem(turn, acknowledgement, apology);
    } catch (unheard) {
      log.error({ ...describe(unheard), reference }, 'and the one who asked could not be told');
    }
    return false;
  }
}

const tellThem = (turn: Turn, acknowledgement: Acknowledgement, body: Body): Promise<void> =>
  acknowledgement === 'private-reply' ? turn.show(body) : turn.whisper(body);

async function acknowledge(interaction: Answerable, acknowledgement: Acknowledgement): Promise<void> {
  const onMessage = interaction.isMessageComponent() || interaction.isModalSubmit();
  if (acknowledgement === 'update' && onMessage) await interaction.deferUpdate();
  else await interaction.deferReply({ flags: MessageFlags.Ephemeral });
}

/** Why an interaction could not be acknowledged. */
function noteRefusal(error: unknown, log: Logger): void {
  if (hasCode(error, CODES.unknownInteraction)) {
    log.warn('an interaction came too late to be answered: Discord had given it up after 3 seconds');
  } else if (hasCode(error, CODES.alreadyAcknowledged)) {
    log.info('an interaction was already taken, by another process perhaps');
  } else {
    log.error(describe(error), 'an interaction could not be acknowledged');
  }
}

/**
 * Answers with a modal, which must be the first answer: nothing is acknowledged before it, so it must be made
 * quickly. Resolves when the turn is over; never rejects.
 * @param make the modal, or words for the asker alone why there is none
 * @returns whether the modal is open
 */
export async function openModal(
  interaction: MessageComponentInteraction | CommandInteraction,
  log: Logger,
  make: () => Promise<Modal | string>,
): Promise<boolean> {
  const made = await make().catch((error: unknown) => {
    const { reference, words } = apologyFor();
    log.error({ ...describe(error), reference }, 'a form could not be opened');
    return words;
  });
  try {
    if (typeof made !== 'string') {
      await interaction.showModal(made);
      return true;
    }
    await interaction.reply(privately(renderNotice(made)));
  } catch (error) {
    noteRefusal(error, log);
  }
  return false;
}

function apologyFor(): { readonly reference: string; readonly words: string } {
  const reference = randomBytes(3).toString('hex');
  const words = `That did not work, and the fault is on our side. Please try again in a minute. If it fails again, tell whoever runs this bot and give them the reference ${reference}.`;
  return { reference, words };
}

const privately = ({ components, flags }: Body) => ({
  components,
  flags: flags | MessageFlags.Ephemeral,
  allowedMentions: { parse: [] },
});

/** As the library takes it. */
function messageOf(shown: Body | EmbedBody, files: readonly File[]) {
  const attached = files.map(({ name, bytes }) => ({ name, attachment: Buffer.from(bytes) }));
  const common = { components: [...shown.components], files: attached, allowedMentions: { parse: [] } };
  return 'embeds' in shown
    ? { ...common, content: shown.content, embeds: [...shown.embeds] }
    : { ...common, flags: shown.flags };
}

const privacyOf = (shown: Body | EmbedBody) =>
  'embeds' in shown ? MessageFlags.Ephemeral : shown.flags | MessageFlags.Ephemeral;

function turnOf(interaction: Answerable, log: Logger): Turn {
  const whisper = async (shown: Body | EmbedBody, files: readonly File[]): Promise<void> => {
    await interaction.followUp({ ...messageOf(shown, files), flags: privacyOf(shown) });
  };
  return {
    async show(body, files = []) {
      try {
        await orInEmbed(log, body, (shown) => interaction.editReply(messageOf(shown, files)));
      } catch (error) {
        // A message of the second generation can't become one of the first: it is said beside it.
        if (!isBadForm(error)) throw error;
        await whisper(asEmbed(body), files);
      }
    },
    whisper: (body, files = []) => orInEmbed(log, body, (shown) => whisper(shown, files)),
    async speak(body) {
      await orInEmbed(log, body, (shown) => interaction.followUp(messageOf(shown, [])));
    },
    async refresh() {
      const { components, flags } = await interaction.fetchReply();
      await interaction.editReply({
        components,
        // A message of the first generation, with its embed, can't become one of the second.
        ...(flags.has(MessageFlags.IsComponentsV2) ? { flags: MessageFlags.IsComponentsV2 } : {}),
        allowedMentions: { parse: [] },
      });
    },
  };
}
