/** What happens when the user sends, asks or presses: server, transcript and channel kept in step. */
import { Away, askQuestion, doAction, Refused, sendMessage, showCase } from './api.js';
import { toBase64 } from './attachments.js';
import { createChannel } from './channel.js';
import { download } from './download.js';
import { askFirst } from './question-dialog.js';
import { caseOf, renew } from './transcript.js';

/** @import { Message } from '../../../src/desk.ts' */
/** @import { Button, Reply } from '../../../src/replies/reply.ts' */
/** @import { Draft } from './composer.js' */
/** @import { createConnection } from './connection.js' */
/** @import { createTranscript, Entry, Said, Spoken } from './transcript.js' */

const COMMAND = /^\s*\/smtp(?=\s|$)/i;
const MENTION = /^\s*@bounce\b[:,]?\s*/i;

/**
 * @param {Reply} reply
 * @param {boolean} isPrivate
 * @returns {Said}
 */
const say = (reply, isPrivate) => ({ key: crypto.randomUUID(), reply, private: isPrivate });

/**
 * @typedef {object} Surroundings
 * @property {HTMLElement} log
 * @property {ReturnType<typeof createTranscript>} transcript
 * @property {ReturnType<typeof createConnection>} connection
 * @property {(draft: Draft) => void} restore puts a message back that could not be sent
 * @property {() => void} changed called when the transcript has changed
 */

/** @param {Surroundings} surroundings */
export const createConversation = ({ log, transcript, connection, restore, changed }) => {
  /** The messages as they were typed, files too; the transcript keeps less. @type {Map<string, Draft>} */
  const originals = new Map();

  /** @param {Spoken} entry @returns {Draft | null} */
  const originalOf = (entry) =>
    originals.get(entry.id) ??
    (entry.whole && entry.files.length === 0 ? { id: entry.id, text: entry.text, files: [] } : null);

  /** @param {Entry} entry */
  const put = (entry) => {
    const before = current(entry.id);
    transcript.put(entry);
    channel.show(entry);
    changed();
    // What is new is brought into view; an update in place must not move the page.
    const waited = before?.kind !== 'shared' && before?.state === 'waiting';
    if (before === undefined || waited) channel.bring(entry.id);
  };

  /** @param {string} id */
  const current = (id) => transcript.entries().find((entry) => entry.id === id);

  /**
   * @param {Draft} draft
   * @param {Message['heard']} heard
   * @returns {Promise<readonly Said[]>}
   */
  const hear = async ({ id, text, files }, heard) => {
    const encoded = files.map(async ({ name, bytes }) => ({ name, base64: await toBase64(bytes) }));
    const message = { id, text: text.replace(MENTION, ''), heard, files: await Promise.all(encoded) };
    const { replies } = await sendMessage(message);
    return replies.map((reply) => say(reply, false));
  };

  /** @param {Spoken} entry @param {Draft} draft @param {Message['heard']} heard */
  const answer = async (entry, draft, heard) => {
    const said =
      entry.kind === 'question'
        ? [say(await askQuestion(draft.text.replace(COMMAND, '').trim()), true)]
        : await hear(draft, heard);
    connection.found();
    put({ ...entry, state: said.length > 0 ? 'answered' : 'silent', said });
  };

  /** @param {Draft} draft */
  const send = async (draft) => {
    /** @type {Spoken} */
    const entry = {
      kind: COMMAND.test(draft.text) && draft.files.length === 0 ? 'question' : 'message',
      id: draft.id,
      at: Date.now(),
      text: draft.text,
      files: draft.files.map(({ name }) => name),
      whole: true,
      state: 'waiting',
      problem: '',
      said: [],
    };
    originals.set(draft.id, draft);
    put(entry);
    try {
      await answer(entry, draft, MENTION.test(draft.text) ? 'mentioned' : 'watching');
    } catch (error) {
      if (error instanceof Refused) return put({ ...entry, state: 'refused', problem: error.message });
      if (!(error instanceof Away)) throw error;
      transcript.remove(entry.id);
      channel.remove(entry.id);
      changed();
      restore(draft);
      connection.lost();
    }
  };

  /** @param {Spoken} entry */
  const explain = async (entry) => {
    const draft = originalOf(entry);
    if (draft === null) return;
    try {
      await answer(entry, draft, 'asked');
    } catch (error) {
      if (error instanceof Refused) return put({ ...entry, state: 'refused', problem: error.message });
      if (!(error instanceof Away)) throw error;
      connection.lost();
    }
  };

  /** @param {Reply} reply shown wherever its case is shown */
  const showEverywhere = (reply) => {
    const caseId = caseOf(reply);
    for (const entry of transcript.entries()) {
      if (!entry.said.some((said) => caseOf(said.reply) === caseId)) continue;
      const said = entry.said.map((old) => (caseOf(old.reply) === caseId ? renew(old, reply) : old));
      put({ ...entry, said });
    }
  };

  /** @param {string} id @param {string} key @param {Reply} reply @param {Button} pressed */
  const replace = (id, key, reply, pressed) => {
    const entry = current(id);
    if (entry === undefined) return;
    /** @param {Said} old */
    const change = (old) => (pressed.action === 'share' ? { ...old, reply } : renew(old, reply));
    put({ ...entry, said: entry.said.map((old) => (old.key === key ? change(old) : old)) });
    if (caseOf(reply) !== null) showEverywhere(reply);
  };

  /** @param {Reply} reply @param {Entry} below @param {boolean} isPrivate whether the pressed reply was private */
  const post = (reply, below, isPrivate) => {
    const said = say(reply, false);
    const entry = current(below.id);
    if (isPrivate || entry === undefined) {
      put({ kind: 'shared', id: crypto.randomUUID(), at: Date.now(), said: [said] });
    } else put({ ...entry, said: [...entry.said, said] });
  };

  /** @param {Entry} entry @param {Said} said @param {Button} button */
  const press = async (entry, said, button) => {
    if (button.confirm !== null && !(await askFirst(button.confirm, `Yes, ${lowerFirst(button.label)}`)))
      return;
    const card = channel.card(entry.id, said.key);
    card?.notice('');
    card?.busy(true);
    try {
      const outcome = await doAction(button.action, button.target);
      connection.found();
      if (outcome.update !== null) replace(entry.id, said.key, outcome.update, button);
      if (outcome.post !== null) post(outcome.post, entry, said.private);
      if (outcome.notice !== null) card?.notice(outcome.notice);
      if (outcome.file !== null) {
        download(outcome.file.name, outcome.file.content);
        card?.notice(`${outcome.file.name} is in your downloads.`);
      }
    } catch (error) {
      if (error instanceof Refused) card?.notice(error.message);
      else if (error instanceof Away) {
        card?.notice('The bot is not answering, so nothing was changed. Press again when it is back.');
        connection.lost();
      } else throw error;
    } finally {
      card?.busy(false);
    }
  };

  /** Brings every case up to date, and sends again what was waiting when the page was left. */
  const refresh = async () => {
    const shown = transcript.entries().flatMap(({ said }) => said.map(({ reply }) => caseOf(reply)));
    const cases = new Set(shown.filter((id) => id !== null));
    try {
      for (const id of cases) {
        const reply = await showCase(id);
        if (reply !== null) showEverywhere(reply);
      }
      for (const entry of transcript.entries()) {
        if (entry.kind === 'shared' || entry.state !== 'waiting') continue;
        const draft = originalOf(entry);
        if (draft === null) put({ ...entry, state: 'refused', problem: 'This was not sent. Send it again.' });
        else await answer(entry, draft, MENTION.test(draft.text) ? 'mentioned' : 'watching');
      }
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      connection.lost();
    }
  };

  /** @param {string} text */
  const type = (text) => send({ id: crypto.randomUUID(), text, files: [] });

  const channel = createChannel(log, {
    press,
    explain,
    canExplain: (entry) => originalOf(entry) !== null,
    ask: (query) => type(`/smtp ${query}`),
  });

  return {
    send,
    type,
    refresh,
    /** Shows what the transcript holds. */
    showAll: () => {
      channel.clear();
      for (const entry of transcript.entries()) channel.show(entry);
      changed();
      const last = transcript.entries().at(-1);
      if (last !== undefined) channel.bring(last.id);
    },
  };
};

/**
 * @param {string} label
 * @returns {string} "Mark suppressed" → "mark suppressed"
 */
const lowerFirst = (label) => label.slice(0, 1).toLowerCase() + label.slice(1);
