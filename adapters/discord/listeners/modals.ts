/** Which listener a modal is for. */
import type { ModalSubmitInteraction } from 'discord.js';
import type { Room } from '../context.ts';
import { onForm } from './forms.ts';
import { onPaste, PASTE } from './paste.ts';

export const onModal = (interaction: ModalSubmitInteraction, room: Room): Promise<void> =>
  interaction.customId === PASTE ? onPaste(interaction, room) : onForm(interaction, room);
