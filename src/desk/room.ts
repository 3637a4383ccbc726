/** How much of what is handed over is held and read: of one message, and of all that are under way. */
import { type Message, MOST_OF_MESSAGE } from '../queue/index.ts';

/** Bytes of all messages that are read or wait for it. */
const MOST_WAITING = 64 * 1024 * 1024;

/** What of a message is read. It holds its room until it leaves. */
export type Admitted = {
  readonly files: Message['files'];
  /** In plain words, what was left unread; null: nothing. */
  readonly left: string | null;
  leave(): void;
};

export type Room = { enter(message: Pick<Message, 'text' | 'files' | 'unfetched'>): Admitted };

export function createRoom(): Room {
  let held = 0;
  return {
    enter({ text, files, unfetched = 0 }) {
      let taken = text.length;
      let isFull = false;
      const fits = files.findIndex(({ bytes }, i) => {
        isFull = held > 0 && held + taken + bytes.length > MOST_WAITING;
        if (isFull || (i > 0 && taken + bytes.length > MOST_OF_MESSAGE)) return true;
        taken += bytes.length;
        return false;
      });
      held += taken;
      const read = fits < 0 ? files : files.slice(0, fits);
      return {
        files: read,
        left: leftOf(read.length, files.length + unfetched, isFull),
        leave() {
          held -= taken;
          taken = 0;
        },
      };
    },
  };
}

function leftOf(read: number, all: number, isFull: boolean): string | null {
  if (read === all) return null;
  const why = isFull
    ? 'too much waits to be read just now'
    : `a message may have ${MOST_OF_MESSAGE / 1024 / 1024} MB`;
  return `I read ${read} of ${all} ${all === 1 ? 'file' : 'files'}; paste the rest again: ${why}.`;
}
