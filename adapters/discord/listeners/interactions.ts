/** Which listener an interaction is for. */
import type { Interaction } from 'discord.js';
import { BOUNCES, EXPLAIN, SMTP } from '../commands.ts';
import type { Context } from '../context.ts';
import { onAutocomplete } from './autocomplete.ts';
import { onPress } from './buttons.ts';
import { onCommand } from './command.ts';
import { onExplain } from './context-menu.ts';
import { onForm } from './forms.ts';
import { onPaste, PASTE } from './paste.ts';

/** Resolves when the interaction is dealt with; never rejects. An unknown one is another application's affair. */
export async function onInteraction(interaction: Interaction, context: Context): Promise<void> {
  if (interaction.isAutocomplete()) return onAutocomplete(interaction, context);
  if (interaction.isButton() || interaction.isStringSelectMenu() || interaction.isUserSelectMenu()) {
    return onPress(interaction, context);
  }
  if (interaction.isModalSubmit()) {
    return interaction.customId === PASTE ? onPaste(interaction, context) : onForm(interaction, context);
  }
  if (interaction.isChatInputCommand() && [SMTP, BOUNCES].includes(interaction.commandName)) {
    return onCommand(interaction, context);
  }
  if (interaction.isMessageContextMenuCommand() && interaction.commandName === EXPLAIN) {
    return onExplain(interaction, context);
  }
  context.log.warn('an interaction that is none of ours');
}
