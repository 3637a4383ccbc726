/**
 * One turn with one interaction: acknowledge within Discord's 3 seconds, then work, then say what came of it.
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
import type { File } from './attachments.ts';
import type { Body } from './body.ts';
import { CODES, describe, hasCode } from './errors.ts';
import type { Modal } from './modal.ts';
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
  if (!(await acknowledge(interaction, acknowledgement, log))) return;
  const turn = turnOf(interaction);
  try {
    await work(turn);
  } catch (error) {
    const { reference, words } = apologyFor();
    log.error({ ...describe(error), reference }, 'an interaction failed');
    const apology = renderNotice(words);
    try {
      await (acknowledgement === 'private-reply' ? turn.show(apology) : turn.whisper(apology));
    } catch (unheard) {
      log.error({ ...describe(unheard), reference }, 'and the one who asked could not be told');
    }
  }
}

async function acknowledge(
  interaction: Answerable,
  acknowledgement: Acknowledgement,
  log: Logger,
): Promise<boolean> {
  try {
    const onMessage = interaction.isMessageComponent() || interaction.isModalSubmit();
    if (acknowledgement === 'update' && onMessage) await interaction.deferUpdate();
    else await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    return true;
  } catch (error) {
    noteRefusal(error, log);
    return false;
  }
}

/** Why an interaction could not be acknowledged: nothing is done for it then. */
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
    const { components, flags } = renderNotice(made);
    await interaction.reply({
      components,
      flags: flags | MessageFlags.Ephemeral,
      allowedMentions: { parse: [] },
    });
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

function turnOf(interaction: Answerable): Turn {
  return {
    async show({ components, flags }, files = []) {
      await interaction.editReply({
        components,
        files: files.map(({ name, bytes }) => ({ name, attachment: Buffer.from(bytes) })),
        flags,
        allowedMentions: { parse: [] },
      });
    },
    async whisper({ components, flags }, files = []) {
      await interaction.followUp({
        components,
        files: files.map(({ name, bytes }) => ({ name, attachment: Buffer.from(bytes) })),
        flags: flags | MessageFlags.Ephemeral,
        allowedMentions: { parse: [] },
      });
    },
    async speak({ components, flags }) {
      await interaction.followUp({ components, flags, allowedMentions: { parse: [] } });
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
