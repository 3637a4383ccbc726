/** What the bot said, and what becomes of it: functions that take an entry of the transcript and return it changed. */

/** @import { ReplyHere } from '../shown.ts' */
/** @import { PageEvent } from '../open-pages.ts' */
/** @import { Item, Said, Shared } from './transcript.js' */

/**
 * @param {ReplyHere} reply which the bot does not keep as a message
 * @param {boolean} isPrivate
 * @returns {Said}
 */
export const aside = (reply, isPrivate) => ({
  key: crypto.randomUUID(),
  ref: null,
  reply,
  private: isPrivate,
});

/** @param {{ key: string, reply: ReplyHere }} post which the bot keeps @returns {Said} */
export const posted = ({ key, reply }) => ({ key, ref: key, reply, private: false });

/**
 * @param {Said} said
 * @param {Pick<Shared, 'id' | 'how'> & { channel?: string }} of
 * @returns {Shared} an entry with this one reply, which answers nothing that was typed here
 */
export const unasked = (said, { id, how, channel = '' }) => ({
  kind: 'shared',
  how,
  channel,
  id,
  at: Date.now(),
  said: [said],
  lines: [],
});

/** @param {ReplyHere} reply @returns {string | null} the case that it shows */
export const caseOf = (reply) => (reply.kind === 'verdict' ? reply.card.caseId : null);

/** @param {ReplyHere} one @param {ReplyHere} other */
const isSameThing = (one, other) =>
  caseOf(one) === null ? JSON.stringify(one) === JSON.stringify(other) : caseOf(one) === caseOf(other);

/**
 * A case knows nothing of who is shown it: that the asker may share it is a matter of this one reply.
 *
 * @param {Said} old
 * @param {ReplyHere} reply the same case as it is now
 * @returns {Said} the new reply, still with its button for sharing where the old one had it
 */
function renew(old, reply) {
  if (old.reply.kind !== 'verdict' || reply.kind !== 'verdict') return { ...old, reply };
  const share = old.reply.card.actions.filter(({ action }) => action === 'share');
  const others = reply.card.actions.filter(({ action }) => action !== 'share');
  return { ...old, reply: { ...reply, card: { ...reply.card, actions: [...others, ...share] } } };
}

/**
 * An answer may come twice: with the page's own request, and pushed where it was taken for lost. What is kept as
 * a message takes the place of what was only said aside.
 *
 * @param {readonly Said[]} old
 * @param {readonly Said[]} fresh
 * @returns {readonly Said[]}
 */
export function merge(old, fresh) {
  const news = fresh.filter(
    ({ ref, reply }) => ref !== null || !old.some((one) => one.ref !== null && isSameThing(one.reply, reply)),
  );
  const kept = old.filter(
    (one) =>
      !news.some(({ key, reply }) => key === one.key || (one.ref === null && isSameThing(one.reply, reply))),
  );
  return [...kept, ...news];
}

/**
 * @template {Item} E
 * @param {E} entry
 * @param {(said: Said) => boolean} isMeant
 * @param {ReplyHere} reply
 * @returns {E} with the new reply in place of those that are meant; the same object where none is
 */
const renewAll = (entry, isMeant, reply) =>
  entry.said.some(isMeant)
    ? { ...entry, said: entry.said.map((old) => (isMeant(old) ? renew(old, reply) : old)) }
    : entry;

/**
 * @param {ReplyHere} reply
 * @returns {boolean} whether it is what those were sent whom a case was escalated to: behind *More…* of a case there
 *   is always something
 */
const isTicket = (reply) => reply.kind === 'verdict' && reply.card.more.length === 0;

/**
 * What the bot keeps as a message is brought up to date by its key: a ticket shows a case in another way.
 *
 * @template {Item} E
 * @param {E} entry
 * @param {ReplyHere} reply a case as it is now
 * @returns {E} with it wherever its case is shown aside; the same object where it isn't
 */
export function withCase(entry, reply) {
  const caseId = isTicket(reply) ? null : caseOf(reply);
  return renewAll(
    entry,
    (said) => said.ref === null && caseId !== null && caseOf(said.reply) === caseId,
    reply,
  );
}

/**
 * An answer from the server may be overtaken by what was pushed since it was asked for, which is as new or newer.
 *
 * @template {Item} E
 * @param {E} entry
 * @param {string} key of a reply
 * @param {ReplyHere} before how it looked when the server was asked
 * @param {ReplyHere} reply how it is to look
 * @returns {E} with it, unless it has changed in the meantime; then the same object
 */
export function withAnswer(entry, key, before, reply) {
  const old = JSON.stringify(before);
  return renewAll(entry, (said) => said.key === key && JSON.stringify(said.reply) === old, reply);
}

/**
 * @param {Item} entry
 * @param {PageEvent} event
 * @returns {Item} the same object where the event does not concern it, or is known
 */
export function afterEvent(entry, event) {
  if (event.kind === 'update') {
    return withCase(
      renewAll(entry, ({ key }) => key === event.key, event.reply),
      event.reply,
    );
  }
  if (entry.id !== event.messageId) return entry;
  if (event.kind === 'post') {
    if (entry.kind === 'shared') return entry;
    if (entry.said.some(({ key }) => key === event.key)) return entry;
    return { ...entry, state: 'answered', said: merge(entry.said, [posted(event)]) };
  }
  if (entry.lines.some(({ key }) => key === event.key)) return entry;
  return { ...entry, lines: [...entry.lines, { key: event.key, at: event.at, line: event.line }] };
}
