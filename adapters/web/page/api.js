/** Calls to the server; the forms are documented in adapters/web/api.ts and catalog-api.ts. */

/** @import { Action, Desk, Message, Submitted } from '../../../src/desk.ts' */
/** @import { FormAnswerHere } from '../form-here.ts' */
/** @import { MessageAnswer } from '../message.ts' */
/** @import { OutcomeHere, ReplyHere } from '../shown.ts' */
/** @import { CatalogEntry, CatalogRow, CatalogShelf } from '../catalog-shelf.ts' */

/** The server can't be reached. */
export class Away extends Error {}

/** The server said no; the message is for the reader. */
export class Refused extends Error {}

/** Milliseconds that a page may take to go once it is being left. */
const GOING = 3000;
let leftAt = -GOING;
addEventListener('beforeunload', () => {
  leftAt = performance.now();
});

/**
 * A page that is being left loses its calls, but then nobody is away, and the next page asks again: so its own
 * failures wait until it is gone. One that was not left after all goes on.
 */
async function untilGone() {
  const left = leftAt + GOING - performance.now();
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
}

/**
 * @param {string} path
 * @param {unknown} [body] sent as JSON by POST; without it the call is a GET
 * @param {AbortSignal} [signal] gives the call up
 * @returns {Promise<any>} the answer's JSON, which our own server made
 * @throws {Away | Refused} or what the signal says
 */
async function call(path, body, signal) {
  /** @type {RequestInit} */
  const request =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  if (signal !== undefined) request.signal = signal;
  let status = 0;
  /** @type {any} */
  let answer;
  try {
    const response = await fetch(`/api${path}`, request);
    status = response.status;
    answer = await response.json();
  } catch (error) {
    signal?.throwIfAborted();
    await untilGone();
    throw new Away('The bot is not answering.', { cause: error });
  }
  // Signed out, by a new secret or by time: the page that asks for it stands at the same address.
  if (status === 401) location.reload();
  if (status >= 400) throw new Refused(answer.error);
  return answer;
}

/** @returns {Promise<boolean>} whether the server is there */
export const isThere = () =>
  call('/health').then(
    () => true,
    () => false,
  );

/**
 * @param {string} query
 * @returns {Promise<ReplyHere>}
 */
export const askQuestion = async (query) => (await call('/question', { query })).reply;

/**
 * @param {string} text what follows `/bounces`
 * @returns {Promise<ReplyHere>}
 */
export const runCommand = async (text) => (await call('/command', { text })).reply;

/**
 * @param {{ id: string, text: string, heard: Message['heard'], files: readonly { name: string, base64: string }[] }} message
 * @returns {Promise<MessageAnswer>}
 */
export const sendMessage = (message) => call('/message', message);

/**
 * @param {Pick<Action, 'action' | 'target' | 'choice' | 'ref'>} action
 * @returns {Promise<OutcomeHere>}
 */
export const doAction = (action) => call('/action', action);

/** @param {string} form its name @param {string} target @returns {Promise<FormAnswerHere>} */
export const openForm = (form, target) => call('/form', { form, target });

/**
 * @param {{ form: string, target: string, values: Record<string, string[]>, ref: string | null }} filledIn
 * @returns {Promise<Extract<Submitted, { kind: 'wrong' }> | { kind: 'done', outcome: OutcomeHere }>}
 */
export const submitForm = (filledIn) => call('/submit', filledIn);

/**
 * @param {string} path
 * @returns {Promise<ReplyHere | null>} null where the server says no
 */
async function show(path) {
  try {
    return (await call(path)).reply;
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/** @param {string} id @returns {Promise<ReplyHere | null>} the case as it is now; null where there is none */
export const showCase = (id) => show(`/case/${encodeURIComponent(id)}`);

/** @param {string} ref @returns {Promise<ReplyHere | null>} the case that our message shows; null where there is none */
export const showPost = (ref) => show(`/post/${encodeURIComponent(ref)}`);

/**
 * @param {string} typed
 * @param {AbortSignal} signal
 * @returns {Promise<ReturnType<Desk['suggest']>>} best first
 */
export const suggest = async (typed, signal) =>
  (await call(`/suggest?${new URLSearchParams({ q: typed })}`, undefined, signal)).suggestions;

/**
 * @param {string} query empty: the whole catalog
 * @param {AbortSignal} signal
 * @returns {Promise<{ entries: readonly CatalogRow[] } & ReturnType<CatalogShelf['names']>>} best first
 */
export const searchCatalog = (query, signal) =>
  call(query === '' ? '/catalog' : `/catalog?${new URLSearchParams({ q: query })}`, undefined, signal);

/**
 * @param {string} key
 * @returns {Promise<CatalogEntry | null>} null where the catalog has no such entry
 */
export async function openEntry(key) {
  try {
    return await call(`/catalog/${encodeURIComponent(key)}`);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
