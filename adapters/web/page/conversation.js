/** What happens when the user sends, asks or presses: server, transcript and channel kept in step. */

import { createActions } from './actions.js';
import { Away, askQuestion, Refused, runCommand, sendMessage, showCase, showPost } from './api.js';
import { toBase64 } from './attachments.js';
import { createChannel } from './channel.js';
import { followPostLinks, goTo } from './post-links.js';
import { afterEvent, aside, caseOf, merge, posted, unasked, withAnswer, withCase } from './said.js';
import { asksForSettings, openSettings } from './settings.js';

/** @import { Message } from '../../../src/desk.ts' */
/** @import { Menu } from '../../../src/replies/index.ts' */
/** @import { PageEvent } from '../open-pages.ts' */
/** @import { ReplyHere } from '../shown.ts' */
/** @import { Draft } from './composer.js' */
/** @import { createConnection } from './connection.js' */
/** @import { createTranscript, Item, Said, Spoken } from './transcript.js' */

const COMMAND = /^\s*\/(smtp|bounces)(?=\s|$)\s*/i;
const MENTION = /^\s*@bounce\b[:,]?\s*/i;
/** A few words on one line are typed, and said to the bot: "421 4.7.28", "mailbox full". What is longer was pasted. */
const TYPED = /^[^\n]{1,60}$/;

/**
 * @typedef {object} Surroundings
 * @property {HTMLElement} log
 * @property {ReturnType<typeof createTranscript>} transcript
 * @property {ReturnType<typeof createConnection>} connection
 * @property {(draft: Draft) => void} restore puts a message back that could not be sent
 * @property {() => void} changed called when the transcript has changed
 */

/** @param {Surroundings} surroundings */
export function createConversation({ log, transcript, connection, restore, changed }) {
  /** The messages as they were typed, files too; the transcript keeps less. @type {Map<string, Draft>} */
  const originals = new Map();
  /** Ids of what waits for its answer just now. @type {Set<string>} */
  const underWay = new Set();

  /** @param {Spoken} entry @returns {Draft | null} */
  const originalOf = (entry) =>
    originals.get(entry.id) ??
    (entry.whole && entry.files.length === 0 ? { id: entry.id, text: entry.text, files: [] } : null);

  /** @param {Item} entry */
  const add = (entry) => {
    transcript.add(entry);
    channel.show(entry);
    changed();
    channel.bring(entry.id);
  };

  /** @param {string} id @param {(entry: Item) => Item} how */
  const change = (id, how) => {
    const before = transcript.entries().find((entry) => entry.id === id);
    const entry = transcript.change(id, how);
    if (entry === null) return;
    channel.show(entry);
    changed();
    // An answer is brought into view; an update in place must not move the page.
    if (before?.kind !== 'shared' && before?.state === 'waiting') channel.bring(id);
  };

  /** @param {(entry: Item) => Item} how returns the same object where there is nothing to change */
  const changeAll = (how) => {
    for (const entry of transcript.entries()) if (how(entry) !== entry) change(entry.id, how);
  };

  /** @param {ReplyHere} reply shown wherever its case is shown */
  const showEverywhere = (reply) => changeAll((entry) => withCase(entry, reply));

  /** @param {string} id @param {Partial<Spoken>} news */
  const set = (id, news) => change(id, (entry) => (entry.kind === 'shared' ? entry : { ...entry, ...news }));

  /** @param {string} text @returns {Promise<ReplyHere>} */
  const ask = (text) => {
    const rest = text.replace(COMMAND, '').trim();
    return COMMAND.exec(text)?.[1]?.toLowerCase() === 'bounces' ? runCommand(rest) : askQuestion(rest);
  };

  /** @param {Draft} draft @param {Message['heard']} heard @returns {Promise<readonly Said[]>} */
  const hear = async ({ id, text, files }, heard) => {
    const encoded = files.map(async ({ name, bytes }) => ({ name, base64: await toBase64(bytes) }));
    const message = { id, text: text.replace(MENTION, ''), heard, files: await Promise.all(encoded) };
    const answer = await sendMessage(message);
    return [...answer.posts.map(posted), ...answer.aside.map((reply) => aside(reply, false))];
  };

  /** @param {Spoken} entry @param {Draft} draft @param {Message['heard']} heard */
  const answer = async ({ id, kind }, draft, heard) => {
    underWay.add(id);
    const asked =
      kind === 'question' ? ask(draft.text).then((reply) => [aside(reply, true)]) : hear(draft, heard);
    const said = await asked.finally(() => underWay.delete(id));
    connection.found();
    change(id, (entry) => {
      if (entry.kind === 'shared') return entry;
      const all = merge(entry.said, said);
      return { ...entry, state: all.length > 0 ? 'answered' : 'silent', said: all };
    });
  };

  /** @param {string} id @param {unknown} error @param {() => void} away what to do where the bot is not there */
  const failed = (id, error, away) => {
    if (error instanceof Refused) return set(id, { state: 'refused', problem: error.message });
    if (!(error instanceof Away)) throw error;
    away();
    connection.lost();
  };

  /**
   * Whoever hands over a file wants to know what is in it.
   * @param {Pick<Draft, 'text' | 'files'>} draft
   */
  const heardAs = ({ text, files }) => {
    if (files.length > 0) return 'asked';
    return MENTION.test(text) || TYPED.test(text.trim()) ? 'mentioned' : 'watching';
  };

  /** @param {Draft} draft */
  const send = async (draft) => {
    if (asksForSettings(draft)) return openSettings(draft, { add, connection, restore });
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
      lines: [],
    };
    originals.set(draft.id, draft);
    add(entry);
    try {
      await answer(entry, draft, heardAs(draft));
    } catch (error) {
      failed(entry.id, error, () => {
        transcript.remove(entry.id);
        channel.keep(transcript.entries());
        changed();
        restore(draft);
      });
    }
  };

  /** @param {Spoken} entry */
  const explain = async (entry) => {
    const draft = originalOf(entry);
    if (draft === null) return;
    try {
      await answer(entry, draft, 'asked');
    } catch (error) {
      failed(entry.id, error, () => {});
    }
  };

  /** Brings every case up to date, and sends again what was waiting when the page was left. */
  const refresh = async () => {
    try {
      for (const { id, said } of transcript.entries()) {
        for (const { key, ref, reply: before } of said) {
          const caseId = caseOf(before);
          if (caseId === null) continue;
          const reply = ref === null ? await showCase(caseId) : await showPost(ref);
          if (reply === null || JSON.stringify(reply) === JSON.stringify(before)) continue;
          change(id, (entry) => withAnswer(entry, key, before, reply));
        }
      }
      for (const entry of transcript.entries()) {
        if (entry.kind === 'shared' || entry.state !== 'waiting' || underWay.has(entry.id)) continue;
        const draft = originalOf(entry);
        if (draft === null) set(entry.id, { state: 'refused', problem: 'This was not sent. Send it again.' });
        else await answer(entry, draft, heardAs(draft));
      }
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      connection.lost();
    }
  };

  /** @param {string} text */
  const type = (text) => send({ id: crypto.randomUUID(), text, files: [] });

  /** Id of the entry below which the card that was chosen is about to stand. */
  let awaited = '';
  /** @param {string} id @returns {readonly string[]} the keys of what is said below it */
  const keysBelow = (id) =>
    transcript
      .entries()
      .find((entry) => entry.id === id)
      ?.said.map(({ key }) => key) ?? [];

  /** @type {(entry: Item, said: Said, menu: Menu, choice: string) => Promise<void>} */
  const choose = async (entry, said, menu, choice) => {
    const before = keysBelow(entry.id);
    awaited = '';
    const outcome = await actions.choose(entry, said, menu, choice);
    if (outcome === null || outcome.notice !== null || outcome.file !== null || outcome.aside !== null)
      return;
    // The stream may have been quicker than the answer.
    const fresh = keysBelow(entry.id).find((key) => !before.includes(key));
    if (fresh === undefined) awaited = entry.id;
    else goTo(fresh);
  };

  const channel = createChannel(log, {
    press: (...pressed) => actions.press(...pressed),
    more: (...chosen) => actions.more(...chosen),
    choose,
    explain,
    canExplain: (entry) => originalOf(entry) !== null,
    ask: type,
  });
  /** @param {string} id @param {string} key @returns {ReplyHere | undefined} */
  const replyAt = (id, key) =>
    transcript
      .entries()
      .find((entry) => entry.id === id)
      ?.said.find((said) => said.key === key)?.reply;
  const actions = createActions({ card: channel.card, connection, add, change, replyAt, showEverywhere });
  followPostLinks(log, { add, notice: channel.notice, connection });

  return {
    send,
    type,
    refresh,
    /** @param {PageEvent} event */
    hear: (event) => {
      changeAll((entry) => afterEvent(entry, event));
      if (event.kind === 'post' && event.messageId === awaited) {
        awaited = '';
        goTo(event.key);
      }
      if (event.kind !== 'post' || event.messageId !== null) return;
      const { key, channel: where } = event;
      const isKnown = transcript.entries().some(({ said }) => said.some((one) => one.key === key));
      if (!isKnown) add(unasked(posted(event), { id: key, how: 'posted', channel: where }));
    },
    /** Shows what the transcript holds, and nothing else. */
    showAll: () => {
      channel.keep(transcript.entries());
      for (const entry of transcript.entries()) channel.show(entry);
      changed();
    },
    bringLast: () => {
      const last = transcript.entries().at(-1);
      if (last !== undefined) channel.bring(last.id);
    },
  };
}
