/** `/smtp query:` is answered to the asker alone; the reply's own button shares it. */
import type { ChatInputCommandInteraction } from 'discord.js';
import { QUERY } from '../commands.ts';
import { actorOf, placeOf } from '../place.ts';
import { render } from '../render.ts';
import type { Room } from '../room.ts';
import { takeTurn } from '../turn.ts';

export function onCommand(interaction: ChatInputCommandInteraction, { desk, log }: Room): Promise<void> {
  return takeTurn(interaction, 'private-reply', log, async (turn) => {
    const { guildId, channelId, user } = interaction;
    const reply = await desk.question({
      query: interaction.options.getString(QUERY) ?? '',
      actor: actorOf(user, guildId),
      place: placeOf(guildId, channelId, user.id),
    });
    await turn.show(render(reply));
  });
}
