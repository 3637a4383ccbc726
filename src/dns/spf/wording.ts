/** The sentences that go with a changed SPF record, or that stand in its place where none is proven. */
import { quoted } from '../row.ts';
import { stringsNote } from '../strings.ts';
import type { Fault } from './advice.ts';
import type { Mended, MendOutcome, Wanted } from './mend.ts';
import { termFor } from './plans.ts';
import { costsLookup, MOST_LOOKUPS } from './record.ts';
import type { Walked } from './walk.ts';

/** Terms whose look-ups are told. */
const MOST_COSTS = 5;

export type Told = {
  readonly fault: Fault;
  /** What is wrong, to follow a colon. */
  readonly detail: string;
  readonly place: string;
  readonly texts: readonly string[];
  readonly ip: string | null;
  readonly platform: string | null;
  /** Why the address may not be one of the sender's own. */
  readonly doubt: string | null;
};

/** @returns what to do, with the record as it will read */
export function sayDone(told: Told, { after, notes, added }: Mended): string {
  const { fault, place, texts } = told;
  const then = quoted(after);
  const now = `which now is ${quoted(texts[0] ?? '')}`;
  const isOnlyAdded = fault === 'sender' && notes.length === 0 && added !== null;
  const parts = [
    fault === 'missing'
      ? `Publish a TXT record at ${place}: ${then}, with an \`include:\` for every other platform that sends for it.`
      : fault === 'several' || texts.length > 1
        ? `Delete all SPF records of ${place} but one, and let that one read ${then}.`
        : isOnlyAdded
          ? `Add \`${added.term}\` to the TXT record of ${place}, ${now}, so that it reads ${then}.`
          : `Correct the TXT record of ${place}, ${now}, so that it reads ${then}.`,
    ...(notes.length > 0 ? [sentence(notes.join('; '))] : []),
    ...(added !== null && !isOnlyAdded && fault !== 'missing' ? [`\`${added.term}\` is added.`] : []),
    ...(added === null ? [] : [conditionFor(added, told)]),
    ...(added === null && told.doubt !== null && fault !== 'sender' ? [doubtful(told)] : []),
    ...(fault === 'open'
      ? ['Senders that are not named in it no longer pass then: add your other servers and platforms first.']
      : []),
  ];
  return parts.join(' ') + stringsNote(after);
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function conditionFor({ kind, term }: Wanted, { ip, platform }: Told): string {
  if (kind === 'platform') return `Do so only if ${platform} sends for you.`;
  const besides =
    platform === null
      ? ''
      : ` It is one of the addresses of ${platform}, which may send from another tomorrow.`;
  return `Do so only if ${ip ?? term} is a server of yours.${besides}`;
}

const doubtful = ({ ip, doubt }: Told): string =>
  `${ip} is not added, for ${doubt}: add it only if it is a server of yours.`;

/** @returns the mistake, and what to decide */
export function sayUndone(told: Told, { meaning, meant, mended }: MendOutcome): string {
  const { fault, detail, place, texts, ip, doubt } = told;
  const now = `which now is ${quoted(texts[0] ?? '')}`;
  const unread =
    meaning.unread.length > 0
      ? ` Nobody can tell what ${meaning.unread.slice(0, MOST_COSTS).join(', ')} is meant to be: write it as it must be, or take it out.`
      : meaning.right.length > 0
        ? ` Meant is probably ${meaning.right.map((text) => `\`${text}\``).join(', ')}.`
        : meaning.puzzling.length > 0
          ? ` ${meaning.puzzling.map((text) => `\`${text}\``).join(', ')} looks mistyped: correct its domain, and don't take it out.`
          : '';
  switch (fault) {
    case 'missing':
      return [
        `Publish a TXT record at ${place} that names every server and platform that sends for it: \`v=spf1\`, then \`ip4:\`, \`mx\` or \`include:\` for each of them, and \`~all\` at its end.`,
        ...(doubt === null ? [] : [doubtful(told)]),
      ].join(' ');
    case 'sender': {
      const term = termFor(ip ?? '');
      if (doubt !== null) {
        return `If ${ip} is a server of yours, add \`${term}\` to the TXT record of ${place}, ${now}. If it isn't, change nothing: ${doubt}, so a forwarder or a forger sent the mail.`;
      }
      return `No record is known to be safe that lets ${ip} pass and everybody who passes now. Correct what is wrong with the record first.${unread}${costs(meant)}`;
    }
    case 'several':
      return `Put the terms of all of them into one record, and delete the others.${unread}${costs(meant)}`;
    case 'open':
      return `Name every server and platform that sends for ${place} in its TXT record, ${now}, and let it end with \`~all\` only then.${mended === null ? unread : ''}`;
    case 'limits':
      return `${detail}${unread}${costs(meant)}`;
    default:
      return `Correct the TXT record of ${place}, ${now}${detail === '' ? '' : `: ${detail}`}.${unread}${costs(meant)}`;
  }
}

/** What costs look-ups, where there are too many. */
function costs({ terms, lookups }: Walked): string {
  if (lookups <= MOST_LOOKUPS) return '';
  const shown = terms
    .filter(({ term }) => costsLookup(term))
    .toSorted((a, b) => b.lookups - a.lookups)
    .slice(0, MOST_COSTS)
    .map(({ term, lookups: cost }) => `\`${term.text}\` ${cost}`);
  return ` Take out what no longer sends for it, or let such a platform send from a subdomain with a record of its own. Look-ups by term: ${shown.join(', ')}. At most ${MOST_LOOKUPS} are allowed in all.`;
}
