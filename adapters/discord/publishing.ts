/** What of an outcome goes beyond the message that was pressed. */
import type { Outcome } from '../../src/desk.ts';
import type { Context } from './context.ts';
import { renderDetails } from './details.ts';
import { handOver } from './handing-over.ts';
import { personOf } from './person.ts';
import { withKey } from './post-key.ts';
import { isOutside } from './refusals.ts';
import { render } from './render.ts';
import type { Answerable, Turn } from './turn.ts';

/** Shows what only the one who pressed is to see, hands over their file, and posts what all are to see. */
export async function publish(
  interaction: Answerable,
  { post, file, aside, details }: Outcome,
  turn: Turn,
  { posting }: Context,
): Promise<void> {
  const { team } = personOf(interaction);
  if (details !== null) await turn.whisper(renderDetails(details, team));
  if (aside !== null) await turn.whisper(render(aside, team));
  if (file !== null) await handOver(interaction, file, turn);
  if (post === null) return;
  const body = render(post, team);
  const key = `${interaction.id}.p`;
  // Where the bot may not post, the interaction still may.
  try {
    if (interaction.channelId === null) await turn.speak(body);
    else await posting.post(interaction.channelId, withKey(body, key), key, null);
  } catch (error) {
    if (!isOutside(error)) throw error;
    await turn.speak(body);
  }
}
