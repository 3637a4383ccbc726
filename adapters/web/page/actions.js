/** What is done with a reply: its buttons, its menus, the forms that they open. */
import { Away, doAction, Refused } from './api.js';
import { download } from './download.js';
import { handIn } from './hand-in.js';
import { goTo } from './post-links.js';
import { askFirst } from './question-dialog.js';
import { aside, caseOf, unasked, withAnswer } from './said.js';

/** @import { Action } from '../../../src/desk.ts' */
/** @import { Menu } from '../../../src/replies/index.ts' */
/** @import { ButtonHere, MoreHere, OutcomeHere, ReplyHere } from '../shown.ts' */
/** @import { Card } from './card.js' */
/** @import { createConnection } from './connection.js' */
/** @import { Item, Said } from './transcript.js' */

/**
 * @typedef {object} Ways
 * @property {(id: string, key: string) => Card | undefined} card
 * @property {ReturnType<typeof createConnection>} connection
 * @property {(entry: Item) => void} add
 * @property {(id: string, how: (entry: Item) => Item) => void} change
 * @property {(id: string, key: string) => ReplyHere | undefined} replyAt how a reply looks just now
 * @property {(reply: ReplyHere) => void} showEverywhere
 */

/** @param {Ways} ways */
export function createActions({ card: cardOf, connection, add, change, replyAt, showEverywhere }) {
  /** @param {ReplyHere} reply @param {Item} below @param {boolean} isPrivate whether the pressed reply was private */
  const post = (reply, below, isPrivate) => {
    const said = aside(reply, false);
    if (isPrivate) add(unasked(said, { id: said.key, how: 'shared' }));
    else change(below.id, (entry) => ({ ...entry, said: [...entry.said, said] }));
  };

  /** @param {ReplyHere} reply for the one who pressed alone @param {Item} below */
  const answer = (reply, below) => {
    const said = aside(reply, true);
    change(below.id, (entry) => ({ ...entry, said: [...entry.said, said] }));
    goTo(said.key);
  };

  /** @param {OutcomeHere} outcome @param {Item} entry @param {Said} said what was pressed, as it looked then */
  const follow = ({ update, post: toAll, aside: toYou, notice, file }, entry, said) => {
    if (update !== null && toAll !== null) {
      // Shared: this card has lost its button for that.
      change(entry.id, (now) => ({
        ...now,
        said: now.said.map((old) => (old.key === said.key ? { ...old, reply: update } : old)),
      }));
    } else if (update !== null) change(entry.id, (now) => withAnswer(now, said.key, said.reply, update));
    if (update !== null) showEverywhere(update);
    if (toAll !== null) post(toAll, entry, said.private);
    if (toYou !== null) answer(toYou, entry);
    const card = cardOf(entry.id, said.key);
    if (notice !== null) card?.notice(notice);
    if (file !== null) {
      download(file.name, file.content);
      card?.notice(`${file.name} is in your downloads.`);
    }
  };

  /**
   * @param {Item} entry
   * @param {Said} pressed
   * @template T
   * @param {(said: Said) => Promise<T>} work what asks the server, given what was pressed as it looks now
   * @returns {Promise<T | null>} what came of it; null where nothing could, which the reader was told
   */
  const doing = async (entry, pressed, work) => {
    const said = { ...pressed, reply: replyAt(entry.id, pressed.key) ?? pressed.reply };
    const card = cardOf(entry.id, said.key);
    card?.notice('');
    card?.busy(true);
    try {
      const done = await work(said);
      connection.found();
      return done;
    } catch (error) {
      if (error instanceof Refused) card?.notice(error.message);
      else if (error instanceof Away) {
        card?.notice('The bot is not answering, so nothing was changed. Press again when it is back.');
        connection.lost();
      } else throw error;
      return null;
    } finally {
      card?.busy(false);
    }
  };

  /** @param {Item} entry @param {Said} pressed @param {Omit<Action, 'ref' | 'person' | 'actor' | 'place'>} action */
  const act = (entry, pressed, action) =>
    doing(entry, pressed, async (said) => {
      const outcome = await doAction({ ...action, ref: said.ref });
      follow(outcome, entry, said);
      return outcome;
    });

  /** @param {Item} entry @param {Said} pressed @param {string} target @param {string} name of the form */
  const fill = (entry, pressed, target, name) =>
    doing(entry, pressed, async (said) => {
      const whyNot = await handIn({ form: name, target, ref: said.ref }, (outcome) =>
        follow(outcome, entry, said),
      );
      if (whyNot !== null) cardOf(entry.id, said.key)?.notice(whyNot);
    });

  return {
    /** @param {Item} entry @param {Said} said @param {ButtonHere} button */
    press: async (entry, said, { action, target, form, confirm }) => {
      if (confirm !== null && !(await askFirst(confirm))) return;
      await (form === null
        ? act(entry, said, { action, target, choice: null })
        : fill(entry, said, target, form));
    },
    /** @param {Item} entry @param {Said} said @param {MoreHere} item */
    more: async (entry, said, { value, form }) => {
      const target = caseOf(said.reply) ?? '';
      await (form === null
        ? act(entry, said, { action: 'more', target, choice: value })
        : fill(entry, said, target, form));
    },
    /** @param {Item} entry @param {Said} said @param {Menu} menu @param {string} choice */
    choose: (entry, said, { action, target }, choice) => act(entry, said, { action, target, choice }),
  };
}
