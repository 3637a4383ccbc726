/** `/bounces settings`: a form at once. What was typed is in the channel only when there is something to say to it. */
import { Away, Refused } from './api.js';
import { handIn } from './hand-in.js';
import { aside } from './said.js';

/** @import { NoteHere } from '../shown.ts' */
/** @import { Draft } from './composer.js' */
/** @import { createConnection } from './connection.js' */
/** @import { Item } from './transcript.js' */

/** With "team" behind it they hold for all channels that have none of their own. */
const COMMAND = /^\s*\/bounces\s+settings(?:\s+(team))?\s*$/i;
/** The one channel that there is here, as the server calls it. */
const CHANNEL = 'local';

/** @param {Draft} draft @returns {boolean} */
export const asksForSettings = ({ text, files }) => files.length === 0 && COMMAND.test(text);

/**
 * @param {Draft} draft
 * @param {object} ways
 * @param {(entry: Item) => void} ways.add
 * @param {ReturnType<typeof createConnection>} ways.connection
 * @param {(draft: Draft) => void} ways.restore puts a message back that could not be sent
 * @returns {Promise<void>} resolves when the form was handed in or left
 */
export async function openSettings(draft, { add, connection, restore }) {
  /** @param {NoteHere['tone']} tone @param {string} text */
  const tell = (tone, text) => {
    /** @type {NoteHere} */
    const note = {
      kind: 'note',
      tone,
      icon: '⚙️',
      title: 'Settings',
      body: [[{ kind: 'text', text }]],
      examples: [],
      actions: [],
    };
    add({
      kind: 'question',
      id: draft.id,
      at: Date.now(),
      text: draft.text,
      files: [],
      whole: true,
      state: 'answered',
      problem: '',
      said: [aside(note, true)],
      lines: [],
    });
  };
  const target = COMMAND.exec(draft.text)?.[1] === undefined ? CHANNEL : '';
  try {
    const whyNot = await handIn({ form: 'settings', target, ref: null }, ({ notice }) => {
      if (notice !== null) tell('list', notice);
    });
    connection.found();
    if (whyNot !== null) tell('refusal', whyNot);
  } catch (error) {
    if (error instanceof Refused) tell('refusal', error.message);
    else if (error instanceof Away) {
      restore(draft);
      connection.lost();
    } else throw error;
  }
}
