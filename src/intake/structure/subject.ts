/** What the mail is called that an event is about. */
import type { Leaf } from './leaves.ts';
import { isNoticeSubject } from './texts.ts';

/** Objects that hold a mail or what was said of it, beside the event's own fields and the header's. */
const OF_MAIL = /^(?:\/[\w -]{1,40}){0,3}\/(?:mail|message|email|msg|original_?message)\/[\w -]{1,40}$/i;
/** The envelope of a cloud's event says of itself what it is about: CloudEvents, Azure Event Grid. */
const ENVELOPE = /^\/(?:specversion|dataVersion|metadataVersion|topic)$/;
const OWN = /^\/[\w -]{1,40}$/;
const WITHIN_DATA = /^\/(?:data|event-data|payload|event|record)\/[\w -]{1,40}$/i;

/**
 * @param leaves all values of the event
 * @returns the Subject of the mail that it is about, as it stands there; null where none is told, or where it is that
 * of a notice about the mail
 */
export function subjectIn(leaves: readonly Leaf[]): string | null {
  const told = leaves.filter(
    ({ key, text }) => key?.fact === 'subject' && text.length < 2000 && !isNoticeSubject(text),
  );
  if (told.length === 0) return null;
  const isWrapped = leaves.some(({ place }) => ENVELOPE.test(place));
  const found =
    told.find(({ keys }) => keys.some(({ isHeader }) => isHeader)) ??
    told.find(({ place }) => OF_MAIL.test(place)) ??
    told.find(({ place }) => WITHIN_DATA.test(place) || (OWN.test(place) && !isWrapped));
  return found?.text ?? null;
}
