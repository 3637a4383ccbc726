/** The box at the bottom: text, files, and the draft that survives a reload. */
import { createAttachments } from './attachments.js';
import { find } from './dom.js';
import { createSuggestions } from './suggestions.js';

/** @import { Attachment } from './attachments.js' */

/** @typedef {{ readonly id: string, readonly text: string, readonly files: readonly Attachment[] }} Draft */

const KEY = 'bounce-triage.draft.v1';

/** A longer paste goes along as a file: a text box of megabytes makes the browser crawl. */
const LONG_PASTE = 60_000;

/**
 * @param {(draft: Draft) => void} send
 * @returns {{ restore: (draft: Draft) => void, focus: () => void }} `restore` puts back what could not be sent
 */
export function createComposer(send) {
  const form = find('composer', HTMLFormElement);
  const box = find('message', HTMLTextAreaElement);
  const picker = find('files', HTMLInputElement);
  const hint = find('composer-hint', HTMLElement);

  // The id stands for this very text and these files: a retry keeps it, a change makes a new message.
  /** @type {string} */
  let id = crypto.randomUUID();
  const changed = () => {
    id = crypto.randomUUID();
    localStorage.setItem(KEY, box.value);
  };
  const say = (/** @type {string} */ text) => {
    hint.textContent = text;
  };
  const attachments = createAttachments(find('attachments', HTMLElement), { changed, say });

  const suggestions = createSuggestions(box, (query) => {
    box.value = `/smtp ${query}`;
    submit();
  });

  const submit = () => {
    suggestions.close();
    const text = box.value;
    const files = attachments.files();
    if (text.trim() === '' && files.length === 0) return;
    const draft = { id, text, files };
    box.value = '';
    attachments.set([]);
    say('');
    changed();
    send(draft);
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
    box.focus();
  });
  box.addEventListener('input', changed);
  box.addEventListener('keydown', (event) => {
    // While an input method composes, Enter chooses a word.
    if (event.isComposing || suggestions.key(event)) return;
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    submit();
  });
  box.addEventListener('paste', (event) => {
    const data = event.clipboardData;
    const text = data?.getData('text/plain') ?? '';
    const files = [...(data?.files ?? [])];
    if (files.length === 0 && text.length <= LONG_PASTE) return;
    event.preventDefault();
    attachments.add(
      files.length > 0 ? files.map(asAttachment) : [{ name: 'pasted.txt', bytes: new Blob([text]) }],
    );
  });
  find('attach', HTMLButtonElement).addEventListener('click', () => picker.click());
  picker.addEventListener('change', () => {
    attachments.add([...(picker.files ?? [])].map(asAttachment));
    picker.value = '';
    box.focus();
  });
  receiveDrops((files) => {
    attachments.add(files.map(asAttachment));
    box.focus();
  });

  box.value = localStorage.getItem(KEY) ?? '';

  return {
    restore: (draft) => {
      const typedSince = box.value;
      box.value = typedSince === '' ? draft.text : `${draft.text}\n${typedSince}`;
      attachments.set([...draft.files, ...attachments.files()]);
      changed();
      if (typedSince === '') id = draft.id;
    },
    focus: () => box.focus(),
  };
}

/**
 * @param {File} file
 * @returns {Attachment}
 */
const asAttachment = (file) => ({ name: file.name, bytes: file });

/** @param {(files: File[]) => void} receive called with files that were dropped anywhere on the page */
function receiveDrops(receive) {
  const carriesFiles = (/** @type {DragEvent} */ event) =>
    event.dataTransfer?.types.includes('Files') ?? false;
  const { classList } = document.body;
  addEventListener('dragover', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    classList.add('dropping');
  });
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) classList.remove('dropping');
  });
  addEventListener('drop', (event) => {
    classList.remove('dropping');
    if (!carriesFiles(event)) return;
    event.preventDefault();
    receive([...(event.dataTransfer?.files ?? [])]);
  });
}
