import { lineOf } from './line.ts';
import type { NoteReply } from './reply.ts';

/** @returns the one thing that is said when the bot comes into a channel; a button below it opens the settings */
export function helloReply(): NoteReply {
  return {
    kind: 'note',
    tone: 'help',
    title: 'Hello',
    body: [
      lineOf(
        'Paste a bounce here, and I say in its thread what it means, whose problem it is and what to do. I keep silent on everything else.',
      ),
    ],
    examples: [],
  };
}
