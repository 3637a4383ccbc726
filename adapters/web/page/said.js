/** What the bot said, and what becomes of it: functions that take an entry of the transcript and return it changed. */

/** @import { Reply } from '../../../src/replies/reply.ts' */
/** @import { PageEvent } from '../open-pages.ts' */
/** @import { Entry, Said } from './transcript.js' */

/**
 * @param {Reply} reply which the bot does not keep as a message
 * @param {boolean} isPrivate
 * @returns {Said}
 */
export const aside = (reply, isPrivate) => ({
  key: crypto.randomUUID(),
  ref: null,
  reply,
  private: isPrivate,
});

/** @param {{ key: string, reply: Reply }} post which the bot keeps @returns {Said} */
export const posted = ({ key, reply }) => ({ key, ref: key, reply, private: false });

/** @param {Reply} reply @returns {string | null} the case that it shows */
export const caseOf = (reply) => (reply.kind === 'verdict' ? reply.caseId : null);

/** @param {Reply} one @param {Reply} other */
const isSameThing = (one, other) =>
  caseOf(one) === null ? JSON.stringify(one) === JSON.stringify(other) : caseOf(one) === caseOf(other);

/**
 * A case knows nothing of who is shown it: that the asker may share it is a matter of this one reply.
 *
 * @param {Said} old
 * @param {Reply} reply the same case as it stands now
 * @returns {Said} the new reply, still with its button for sharing where the old one had it
 */
const renew = (old, reply) => {
  if (old.reply.kind !== 'verdict' || reply.kind !== 'verdict') return { ...old, reply };
  const share = old.reply.actions.filter(({ action }) => action === 'share');
  const others = reply.actions.filter(({ action }) => action !== 'share');
  return { ...old, reply: { ...reply, actions: [...others, ...share] } };
};

/**
 * An answer may come twice: with the page's own request, and pushed where it was taken for lost. What is kept as
 * a message takes the place of what was only said aside.
 *
 * @param {readonly Said[]} old
 * @param {readonly Said[]} fresh
 * @returns {readonly Said[]}
 */
export const merge = (old, fresh) => {
  const news = fresh.filter(
    ({ ref, reply }) => ref !== null || !old.some((one) => one.ref !== null && isSameThing(one.reply, reply)),
  );
  const kept = old.filter(
    (one) =>
      !news.some(({ key, reply }) => key === one.key || (one.ref === null && isSameThing(one.reply, reply))),
  );
  return [...kept, ...news];
};

/**
 * @template {Entry} E
 * @param {E} entry
 * @param {Reply} reply a case as it stands now
 * @returns {E} with it wherever its case is shown; the same object where it isn't
 */
export const withCase = (entry, reply) => {
  const caseId = caseOf(reply);
  if (caseId === null || !entry.said.some((said) => caseOf(said.reply) === caseId)) return entry;
  return {
    ...entry,
    said: entry.said.map((old) => (caseOf(old.reply) === caseId ? renew(old, reply) : old)),
  };
};

/**
 * @param {Entry} entry
 * @param {PageEvent} event
 * @returns {Entry} the same object where the event does not concern it, or is known
 */
export const afterEvent = (entry, event) => {
  if (event.kind === 'update') return withCase(entry, event.reply);
  if (entry.kind === 'shared' || entry.id !== event.messageId) return entry;
  if (event.kind === 'post') {
    if (entry.said.some(({ key }) => key === event.key)) return entry;
    return { ...entry, state: 'answered', said: merge(entry.said, [posted(event)]) };
  }
  if (entry.lines.some(({ key }) => key === event.key)) return entry;
  return { ...entry, lines: [...entry.lines, { key: event.key, at: event.at, line: event.line }] };
};
