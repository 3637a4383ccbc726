/** Posts what was heard and never answered, because the process ended in between. */
import { describe } from './errors.ts';
import { parseMessageId } from './place.ts';
import type { Room } from './room.ts';

/** Resolves when all was tried; what fails is logged and stays for the next start. */
export async function catchUp({ desk, posting, log }: Room): Promise<void> {
  for (const { messageId, place, replies } of await desk.unposted('discord')) {
    const message = parseMessageId(messageId);
    if (message === null) continue;
    try {
      // What kind of channel it was is not known any more: where a thread can't be had, it becomes a reply.
      const where = place.team.startsWith('discord:dm:') ? 'here' : 'thread';
      await posting.answer({ ...message, where }, replies);
      await desk.posted(messageId, place.team);
    } catch (error) {
      log.warn(describe(error), 'an answer from before the restart could not be posted');
    }
  }
}
