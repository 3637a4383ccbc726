/**
 * `/bounces paste`: a long text, or files that would be cut or previewed in the channel. The answer is for the asker
 * alone, who may share it.
 */
import {
  type Attachment,
  type ChatInputCommandInteraction,
  ComponentType,
  type ModalSubmitInteraction,
  TextInputStyle,
} from 'discord.js';
import { logUnread, readAttachments } from '../attachments.ts';
import type { Context } from '../context.ts';
import { type KeptMessage, messageOf } from '../kept.ts';
import { LIMITS } from '../limits.ts';
import type { Modal } from '../modal.ts';
import { personOf } from '../person.ts';
import { channelOf } from '../place.ts';
import { renderNotice } from '../render.ts';
import { openModal, takeTurn } from '../turn.ts';
import { showAlone } from './asked.ts';

export const PASTE = 'bt.paste';
const TEXT = 'text';
const FILES = 'files';

const MODAL: Modal = {
  custom_id: PASTE,
  title: 'What bounced?',
  components: [
    {
      type: ComponentType.Label,
      label: 'Text',
      description: 'What the mail server answered, log lines, or a whole delivery report.',
      component: {
        type: ComponentType.TextInput,
        custom_id: TEXT,
        style: TextInputStyle.Paragraph,
        required: false,
        max_length: LIMITS.fieldText,
      },
    },
    {
      type: ComponentType.Label,
      label: 'Files',
      description: 'Mails (.eml, .msg, .mbox), logs, lists (.log, .csv, .json); packed ones too (.gz, .zip).',
      component: {
        type: ComponentType.FileUpload,
        custom_id: FILES,
        required: false,
        min_values: 0,
        max_values: LIMITS.uploads,
      },
    },
  ],
};

export async function openPaste(interaction: ChatInputCommandInteraction, context: Context): Promise<void> {
  await openModal(interaction, context.log, async () => MODAL);
}

export function onPaste(interaction: ModalSubmitInteraction, context: Context): Promise<void> {
  return takeTurn(interaction, 'private-reply', context.log, async (turn) => {
    const { team } = personOf(interaction);
    const uploaded = [...(interaction.fields.getUploadedFiles(FILES)?.values() ?? [])];
    const kept = keptOf(interaction, team, uploaded);
    if (kept.text === '' && kept.attachments.length === 0) {
      return turn.show(renderNotice('There was neither a text nor a file in it.'));
    }
    const fetched = await readAttachments(kept, context);
    logUnread(context, kept.channelId, fetched.unread);
    const answer = await context.desk.answer(messageOf(kept, fetched));
    await showAlone(answer, team, turn, context);
  });
}

/** It is not a message of Discord's, but is kept as one: under the interaction's own id. */
function keptOf(
  interaction: ModalSubmitInteraction,
  team: string,
  uploaded: readonly Attachment[],
): KeptMessage {
  const { id, channel } = interaction;
  const channelId = interaction.channelId ?? '0';
  return {
    team,
    within: channelOf({ channelId, channel }),
    channelId,
    messageId: id,
    text: interaction.fields.getTextInputValue(TEXT).trim(),
    heard: 'asked',
    bot: null,
    proxied: false,
    edit: null,
    attachments: uploaded.map(({ id: file, name, url, size, contentType }) => ({
      id: file,
      name,
      url,
      size,
      contentType,
    })),
    about: null,
  };
}
