/**
 * Hands a text file to the one who pressed, alone. It needs no permission of the bot's: what answers an interaction
 * may always carry files (Discord's change log, "Calculated Permissions in Interaction Payloads").
 */
import { ComponentType, type MessageComponentInteraction } from 'discord.js';
import type { Outcome } from '../../src/desk.ts';
import type { Body } from './body.ts';
import { CODES, hasCode } from './errors.ts';
import { LIMITS } from './limits.ts';
import { renderNotice } from './render.ts';
import type { Turn } from './turn.ts';

type TextFile = NonNullable<Outcome['file']>;

const TOO_LARGE =
  'The file is larger than Discord takes here. Paste the log in parts, and take the addresses of each.';

/** Discord changes any other character by itself, and then the message no longer finds its file. */
const safeName = (name: string): string =>
  name
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[._-]+/, '')
    .slice(-LIMITS.fileName) || 'file.txt';

/** A message of the second generation shows only the files that it names, each in a component. */
function bodyFor(name: string): Body {
  const body = renderNotice('Here is the file. Only you can see it.');
  const shown = { type: ComponentType.File as const, file: { url: `attachment://${name}` } };
  return { ...body, components: [...body.components, shown] };
}

/** @throws what Discord refuses for another reason than the file's size, of which the person is told */
export async function handOver(
  { attachmentSizeLimit }: Pick<MessageComponentInteraction, 'attachmentSizeLimit'>,
  file: TextFile,
  turn: Turn,
): Promise<void> {
  const name = safeName(file.name);
  const bytes = Buffer.from(file.content, 'utf8');
  if (bytes.length > attachmentSizeLimit) return turn.whisper(renderNotice(TOO_LARGE));
  try {
    await turn.whisper(bodyFor(name), [{ name, bytes }]);
  } catch (error) {
    if (!hasCode(error, CODES.tooLarge)) throw error;
    await turn.whisper(renderNotice(TOO_LARGE));
  }
}
