/** Which listener a modal is for. */
import type { ModalSubmitInteraction } from 'discord.js';
import type { Context } from '../context.ts';
import { onForm } from './forms.ts';
import { onPaste, PASTE } from './paste.ts';

export const onModal = (interaction: ModalSubmitInteraction, context: Context): Promise<void> =>
  interaction.customId === PASTE ? onPaste(interaction, context) : onForm(interaction, context);
