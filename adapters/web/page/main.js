/** Puts the page together. */
import { isThere } from './api.js';
import { createComposer } from './composer.js';
import { createConnection } from './connection.js';
import { createConversation } from './conversation.js';
import { find } from './dom.js';
import { listen } from './events.js';
import { EXAMPLES, renderExamples } from './examples.js';
import { askFirst } from './question-dialog.js';
import { createTranscript } from './transcript.js';

const log = find('log', HTMLElement);
const welcome = find('welcome', HTMLElement);
const clear = find('clear', HTMLButtonElement);
const transcript = createTranscript(localStorage);

function changed() {
  const empty = transcript.entries().length === 0;
  welcome.hidden = !empty;
  clear.hidden = empty;
}

const connection = createConnection();
const composer = createComposer((draft) => void conversation.send(draft));
const conversation = createConversation({ log, transcript, connection, restore: composer.restore, changed });

renderExamples(find('examples', HTMLElement), EXAMPLES, (text) => {
  void conversation.type(text);
  composer.focus();
});

clear.addEventListener('click', async () => {
  const text = 'Cases and suppressed addresses stay as they are.';
  if (!(await askFirst({ title: 'Clear what was said here?', text, yes: 'Clear', no: 'Keep it' }))) return;
  transcript.clear();
  conversation.showAll();
  composer.focus();
});

addEventListener('storage', (event) => {
  if (!transcript.concerns(event)) return;
  transcript.reload();
  conversation.showAll();
});

listen({
  opened: () => {
    connection.found();
    void conversation.refresh();
  },
  // A stream may break while the bot is there.
  lost: () => void isThere().then((there) => !there && connection.lost()),
  heard: conversation.hear,
});

conversation.showAll();
conversation.bringLast();
composer.focus();
