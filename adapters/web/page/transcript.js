/** What was said, kept in this browser, so that it is still there after a reload. */

/** @import { Reply } from '../../../src/replies/reply.ts' */

/**
 * One reply of the bot's.
 *
 * @typedef {object} Said
 * @property {string} key
 * @property {Reply} reply
 * @property {boolean} private seen by the asker alone
 */

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
 */

/**
 * A reply that was shared to the channel.
 *
 * @typedef {object} Shared
 * @property {'shared'} kind
 * @property {string} id
 * @property {number} at
 * @property {readonly Said[]} said
 */

/** @typedef {Spoken | Shared} Entry */

const KEY = 'bounce-triage.transcript.v1';

/** Longer texts are cut in the store: a browser keeps about 5 MB for a page. */
const KEPT_TEXT = 50_000;

/**
 * @param {unknown} value
 * @returns {value is Entry} whether it has the form that this version of the page writes
 */
const isEntry = (value) =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  'at' in value &&
  'kind' in value &&
  'said' in value &&
  Array.isArray(value.said) &&
  (value.kind === 'shared' || ('text' in value && typeof value.text === 'string' && 'state' in value));

/**
 * @param {Entry} entry
 * @returns {Entry}
 */
const shorten = (entry) =>
  entry.kind === 'shared' || entry.text.length <= KEPT_TEXT
    ? entry
    : { ...entry, text: `${entry.text.slice(0, KEPT_TEXT)}…`, whole: false };

/**
 * @param {Storage} storage
 * @returns {Entry[]} oldest first; what can't be read is left out
 */
const read = (storage) => {
  try {
    const kept = JSON.parse(storage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isEntry) : [];
  } catch {
    return [];
  }
};

/**
 * @param {Storage} storage
 * @returns a list of entries that is written down at each change
 */
export const createTranscript = (storage) => {
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
    /** @returns {readonly Entry[]} oldest first */
    entries: () => entries,

    /**
     * @param {Entry} entry added at the end, or in the place of the one with its id
     */
    put: (entry) => {
      const known = entries.some(({ id }) => id === entry.id);
      entries = known ? entries.map((old) => (old.id === entry.id ? entry : old)) : [...entries, entry];
      write();
    },

    /** @param {string} id */
    remove: (id) => {
      entries = entries.filter((entry) => entry.id !== id);
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
};

/**
 * A case knows nothing of who is shown it: that the asker may share it is a matter of this one reply.
 *
 * @param {Said} old
 * @param {Reply} reply the same case as it stands now
 * @returns {Said} the new reply, still with its button for sharing where the old one had it
 */
export const renew = (old, reply) => {
  if (old.reply.kind !== 'verdict' || reply.kind !== 'verdict') return { ...old, reply };
  const share = old.reply.actions.filter(({ action }) => action === 'share');
  const others = reply.actions.filter(({ action }) => action !== 'share');
  return { ...old, reply: { ...reply, actions: [...others, ...share] } };
};

/**
 * @param {Reply} reply
 * @returns {string | null} the case that it shows
 */
export const caseOf = (reply) => (reply.kind === 'verdict' ? reply.caseId : null);
