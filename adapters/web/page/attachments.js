/** Files that wait to be sent with the next message. */
import { make, makeButton } from './dom.js';

/** @typedef {{ readonly name: string, readonly bytes: Blob }} Attachment */

/** All files of a message together, in bytes: as base64 they must fit into the server's 26 MB. */
const MAX_BYTES = 19 * 1024 * 1024;
const MAX_FILES = 10;

/**
 * @param {number} bytes
 * @returns {string} "812 bytes", "3.4 KB", "1.2 MB"
 */
function showSize(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/**
 * @param {Blob} bytes
 * @returns {Promise<string>}
 */
export const toBase64 = (bytes) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('error', () => reject(reader.error));
    reader.addEventListener('load', () => {
      // "data:text/plain;base64,AAAA"; of an empty file there is nothing behind the comma, or no comma.
      const url = String(reader.result);
      resolve(url.includes(',') ? url.slice(url.indexOf(',') + 1) : '');
    });
    reader.readAsDataURL(bytes);
  });

/**
 * @param {HTMLElement} list where the files are shown
 * @param {{ changed: () => void, say: (text: string) => void }} tell
 */
export function createAttachments(list, tell) {
  /** @type {readonly Attachment[]} */
  let files = [];

  /** @param {readonly Attachment[]} next */
  const set = (next) => {
    files = next;
    list.replaceChildren(
      ...files.map((file) => {
        const remove = makeButton('Remove', 'link', () => {
          set(files.filter((other) => other !== file));
          tell.changed();
        });
        remove.setAttribute('aria-label', `Remove ${file.name}`);
        return make('li', {}, make('span', {}, `${file.name}, ${showSize(file.bytes.size)}`), remove);
      }),
    );
  };

  return {
    /** @returns {readonly Attachment[]} */
    files: () => files,
    set,
    /** @param {readonly Attachment[]} more */
    add: (more) => {
      const next = [...files, ...more];
      const size = next.reduce((sum, { bytes }) => sum + bytes.size, 0);
      if (next.length > MAX_FILES) tell.say(`At most ${MAX_FILES} files fit into one message.`);
      else if (size > MAX_BYTES)
        tell.say(`Too large: the files of one message may have ${showSize(MAX_BYTES)}.`);
      else {
        tell.say('');
        set(next);
        tell.changed();
      }
    },
  };
}
