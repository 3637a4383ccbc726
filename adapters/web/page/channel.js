/** The channel: what the user typed, each with its thread. */
import { createCard } from './card.js';
import { make, makeButton } from './dom.js';
import { renderLine, showTime } from './lines.js';

/** @import { Menu } from '../../../src/replies/index.ts' */
/** @import { ButtonHere, MoreHere } from '../shown.ts' */
/** @import { Card } from './card.js' */
/** @import { ThreadLine, Item, Said, Spoken } from './transcript.js' */

/**
 * @typedef {object} ChannelHandlers
 * @property {(entry: Item, said: Said, button: ButtonHere) => void} press
 * @property {(entry: Item, said: Said, item: MoreHere) => void} more
 * @property {(entry: Item, said: Said, menu: Menu, choice: string) => void} choose
 * @property {(command: string) => void} ask
 * @property {(entry: Spoken) => void} explain asks the bot for a message that it stayed silent on
 * @property {(entry: Spoken) => boolean} canExplain whether the whole message is still at hand
 */

/** What is longer than this, in lines or characters, is shown by its beginning. */
const SHOWN_LINES = 10;
const SHOWN_TEXT = 900;

/**
 * @param {string} text
 * @returns {Node[]}
 */
function renderTyped(text) {
  const beginning = text.split('\n').slice(0, SHOWN_LINES).join('\n').slice(0, SHOWN_TEXT);
  if (beginning.length === text.length) return [make('p', { class: 'typed' }, text)];
  const rest = `Show all of it (${text.length.toLocaleString()} characters)`;
  return [
    make('p', { class: 'typed' }, `${beginning}…`),
    make(
      'details',
      {},
      make('summary', {}, rest),
      make('pre', { class: 'whole', tabindex: '0', role: 'region', 'aria-label': 'The whole message' }, text),
    ),
  ];
}

const HOW = { fetched: ' shown again, ', shared: ' shared by You, ', posted: ' ' };

/**
 * @param {Item} entry
 * @returns {HTMLElement}
 */
function renderHead(entry) {
  const time = make('time', { datetime: new Date(entry.at).toISOString() }, showTime(entry.at));
  if (entry.kind === 'shared') {
    return make(
      'header',
      { class: 'said-by' },
      make('strong', {}, 'Bounce Triage'),
      HOW[entry.how],
      ...(entry.channel === '' ? [] : ['for ', make('strong', {}, entry.channel), ', ']),
      time,
    );
  }
  const bubble = make('div', { class: 'bubble' });
  if (entry.text !== '') bubble.append(...renderTyped(entry.text));
  if (entry.files.length > 0) {
    bubble.append(make('ul', { class: 'sent-files' }, ...entry.files.map((name) => make('li', {}, name))));
  }
  return make('header', {}, make('p', { class: 'said-by' }, make('strong', {}, 'You'), ' ', time), bubble);
}

/**
 * @param {Item} entry
 * @param {ChannelHandlers} handlers
 * @returns {Node[]} what stands below the message where no reply does
 */
function renderQuiet(entry, handlers) {
  if (entry.kind === 'shared' || entry.state === 'answered') return [];
  if (entry.state === 'waiting') return [document.createTextNode('Reading …')];
  if (entry.state === 'refused') return [document.createTextNode(entry.problem)];
  const said = 'The bot stays silent: it sees no bounce in this, or its settings say so.';
  if (!handlers.canExplain(entry)) return [document.createTextNode(said)];
  return [
    document.createTextNode(`${said} Ask it anyway: `),
    makeButton('Explain this bounce', 'link', () => handlers.explain(entry)),
  ];
}

/** @param {ThreadLine} said @returns {HTMLElement} */
const renderThreadLine = ({ at, line }) =>
  make(
    'li',
    {},
    ...renderLine(line),
    ' ',
    make('time', { datetime: new Date(at).toISOString() }, showTime(at)),
  );

/**
 * @typedef {object} View
 * @property {HTMLElement} element
 * @property {HTMLElement} thread
 * @property {HTMLElement} lines
 * @property {HTMLElement} quiet
 * @property {Map<string, Card>} cards
 */

/**
 * @param {HTMLElement} log
 * @param {ChannelHandlers} handlers
 */
export function createChannel(log, handlers) {
  /** @type {Map<string, View>} */
  const views = new Map();

  /** @param {Item} entry */
  const createView = (entry) => {
    const quiet = make('p', { class: 'quiet' });
    const thread = make('div', { class: 'thread' });
    const lines = make('ul', { class: 'lines', 'aria-label': 'What was done' });
    const element = make('div', { class: `entry ${entry.kind}` }, renderHead(entry), thread, lines, quiet);
    const view = { element, thread, lines, quiet, cards: new Map() };
    views.set(entry.id, view);
    log.append(element);
    return view;
  };

  /** @param {View} view @param {Item} entry */
  const showCards = (view, entry) => {
    for (const [key, card] of view.cards) {
      if (entry.said.some((said) => said.key === key)) continue;
      card.element.remove();
      view.cards.delete(key);
    }
    for (const said of entry.said) {
      const card = view.cards.get(said.key);
      if (card !== undefined) card.update(said.reply);
      else {
        const made = createCard(said, {
          press: (button) => handlers.press(entry, said, button),
          more: (item) => handlers.more(entry, said, item),
          choose: (menu, choice) => handlers.choose(entry, said, menu, choice),
          ask: handlers.ask,
        });
        view.cards.set(said.key, made);
        view.thread.append(made.element);
      }
    }
  };

  return {
    /** @param {Item} entry shown at the end, or again where it is */
    show: (entry) => {
      const view = views.get(entry.id) ?? createView(entry);
      view.element.dataset.state = entry.kind === 'shared' ? 'answered' : entry.state;
      view.quiet.replaceChildren(...renderQuiet(entry, handlers));
      showCards(view, entry);
      // Only the new ones: what is put there again is read out again.
      view.lines.append(...entry.lines.slice(view.lines.childElementCount).map(renderThreadLine));
    },

    /** @param {string} id brought into view from its beginning, or from its answer's where the window hasn't room for both */
    bring: (id) => {
      const view = views.get(id);
      if (view === undefined) return;
      const [answer] = view.thread.children;
      const { top } = view.element.getBoundingClientRect();
      const ends = answer?.getBoundingClientRect().bottom ?? top;
      const room = log.closest('.scroll')?.clientHeight ?? innerHeight;
      const first = ends - top > room && answer !== undefined ? answer : view.element;
      first.scrollIntoView({ block: 'start' });
    },

    /** @param {readonly Item[]} entries all that are left */
    keep: (entries) => {
      for (const [id, { element }] of views) {
        if (entries.some((entry) => entry.id === id)) continue;
        element.remove();
        views.delete(id);
      }
    },

    /** @param {string} id @param {string} key @returns {Card | undefined} */
    card: (id, key) => views.get(id)?.cards.get(key),

    /** @param {string} key of a card @param {string} text says something there */
    notice: (key, text) => {
      for (const { cards } of views.values()) cards.get(key)?.notice(text);
    },
  };
}
