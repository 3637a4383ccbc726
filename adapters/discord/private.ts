import { MessageFlags, type MessageFlagsBitField } from 'discord.js';

/**
 * @param message that carries a button. In a channel that the client does not know it is Discord's own form, whose
 *   flags are a number, whatever the library's types say.
 * @returns whether one person alone sees it
 */
export const isPrivate = ({ flags }: { readonly flags: Readonly<MessageFlagsBitField> | number }): boolean =>
  ((typeof flags === 'number' ? flags : flags.bitfield) & MessageFlags.Ephemeral) !== 0;
