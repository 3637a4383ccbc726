/** What was said, kept in this browser, so that it is still there after a reload. */

/** @import { Line } from '../../../src/replies/index.ts' */
/** @import { ReplyHere } from '../shown.ts' */

/**
 * One reply of the bot's.
 *
 * @typedef {object} Said
 * @property {string} key
 * @property {string | null} ref the bot's own name for the message; null where it keeps none
 * @property {ReplyHere} reply
 * @property {boolean} private seen by the asker alone
 */

/** @typedef {{ readonly key: string, readonly at: number, readonly line: Line }} ThreadLine what was done, in a line */

/**
 * Something that the user typed, with the thread below it.
 *
 * @typedef {object} Spoken
 * @property {'question' | 'message'} kind
 * @property {string} id UUID; the server knows the message by it
 * @property {number} at milliseconds since 1970
 * @property {string} text
 * @property {readonly string[]} files names
 * @property {boolean} whole whether this is all of it, so that it can be sent again
 * @property {'waiting' | 'answered' | 'silent' | 'refused'} state
 * @property {string} problem why it was refused
 * @property {readonly Said[]} said
 * @property {readonly ThreadLine[]} lines
 */

/**
 * A reply that was shared to the channel, one that was fetched because this browser had it no more, or one that the
 * bot posted by itself.
 *
 * @typedef {object} Shared
 * @property {'shared'} kind
 * @property {'shared' | 'fetched' | 'posted'} how
 * @property {string} channel that it was posted for; empty where it is this one
 * @property {string} id of what the bot keeps as a message: its key
 * @property {number} at
 * @property {readonly Said[]} said
 * @property {readonly ThreadLine[]} lines
 */

/** @typedef {Spoken | Shared} Item */

const KEY = 'bounce-triage.transcript.v4';

/** Longer texts are cut in the store: a browser keeps about 5 MB for a page. */
const KEPT_TEXT = 50_000;

/**
 * Whether it has the form that this version of the page writes: what another one left behind must not break it.
 *
 * @param {any} value
 * @returns {value is Said}
 */
const isSaid = (value) => typeof value?.key === 'string' && isReply(value.reply);

/**
 * @param {any} reply
 * @returns {boolean}
 */
function isReply(reply) {
  switch (reply?.kind) {
    case 'verdict':
      return Array.isArray(reply.card?.actions) && Array.isArray(reply.card.more);
    case 'many':
      return Array.isArray(reply.rows) && Array.isArray(reply.actions);
    default:
      return reply?.kind === 'note' && Array.isArray(reply.body) && Array.isArray(reply.actions);
  }
}

/**
 * @param {any} value
 * @returns {value is Item}
 */
const isEntry = (value) =>
  typeof value?.id === 'string' &&
  typeof value.at === 'number' &&
  Array.isArray(value.said) &&
  value.said.every(isSaid) &&
  Array.isArray(value.lines) &&
  (value.kind === 'shared'
    ? typeof value.channel === 'string'
    : typeof value.text === 'string' && typeof value.state === 'string');

/**
 * @param {Item} entry
 * @returns {Item}
 */
const shorten = (entry) =>
  entry.kind === 'shared' || entry.text.length <= KEPT_TEXT
    ? entry
    : { ...entry, text: `${entry.text.slice(0, KEPT_TEXT)}…`, whole: false };

/**
 * @param {Storage} storage
 * @returns {Item[]} oldest first; what can't be read is left out
 */
function read(storage) {
  try {
    const kept = JSON.parse(storage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isEntry) : [];
  } catch {
    return [];
  }
}

/**
 * @param {Storage} storage
 * @returns a list of entries that is written down at each change
 */
export function createTranscript(storage) {
  let entries = read(storage);

  const write = () => {
    let kept = entries.map(shorten);
    // When the browser's space is full, the oldest go first.
    while (kept.length > 0) {
      try {
        storage.setItem(KEY, JSON.stringify(kept));
        return;
      } catch {
        kept = kept.slice(Math.ceil(kept.length / 4));
      }
    }
    storage.removeItem(KEY);
  };

  return {
    /** @returns {readonly Item[]} oldest first */
    entries: () => entries,

    /** @param {Item} entry in place of one with the same id: two tabs may hear of the same post */
    add: (entry) => {
      entries = [...read(storage).filter(({ id }) => id !== entry.id), entry];
      write();
    },

    /**
     * Changes one entry on top of what other tabs have written in the meantime.
     *
     * @param {string} id
     * @param {(entry: Item) => Item} how
     * @returns {Item | null} the entry afterwards; null where it was removed
     */
    change: (id, how) => {
      entries = read(storage).map((entry) => (entry.id === id ? how(entry) : entry));
      write();
      return entries.find((entry) => entry.id === id) ?? null;
    },

    /** @param {string} id */
    remove: (id) => {
      entries = read(storage).filter((entry) => entry.id !== id);
      write();
    },

    clear: () => {
      entries = [];
      write();
    },

    /** Takes over what another tab has written. */
    reload: () => {
      entries = read(storage);
    },

    /** @param {StorageEvent} event @returns {boolean} whether it tells of another tab's change */
    concerns: (event) => event.key === KEY || event.key === null,
  };
}
