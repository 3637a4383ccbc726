/** A code that the catalog doesn't know, explained by its parts (RFC 3463 §2, RFC 5321 §4.2.1). */
import type { Catalog, LookupResult } from '../catalog/index.ts';
import { badgeOf } from './badge.ts';
import { lineOf } from './line.ts';
import { lookedUpCard, lookedUpDetails } from './looked-up.ts';
import { type Line, plain, type VerdictReply } from './reply.ts';
import { sourceLink } from './source.ts';

/** Second digit of a reply code (RFC 5321 §4.2.1). */
const REPLY_GROUPS: Readonly<Record<string, string>> = {
  '0': 'syntax: the command itself was at fault',
  '1': 'information, such as help or a status',
  '2': 'the connection',
  '3': 'a group that the standard leaves open',
  '4': 'a group that the standard leaves open',
  '5': 'the mail system: the mailbox or the delivery',
};

/**
 * For programs, which want a class where there is no more: people are shown what comes close.
 * @returns what class, subject and detail say by themselves, and that nobody registered the whole; null: there is no code
 */
export function partsReply(
  { reply, enhanced }: LookupResult['codes'],
  catalog: Catalog,
): VerdictReply | null {
  if (reply === null && enhanced === null) return null;
  const digit = (enhanced ?? reply ?? '5').charAt(0) as '2' | '4' | '5';
  const temporary = digit === '4';
  const reason = catalog.reasons.undefined;
  const permanence = temporary ? 'temporary' : 'permanent';
  const category = digit === '2' ? 'info' : reason.category[permanence];
  const verdict = { category, suppress: false, retry: temporary, certainty: null };
  const code = [reply, enhanced].filter((part) => part !== null).join(' ');
  const title = enhanced ? `${enhanced} is not a registered code` : `${reply} is not a registered reply code`;
  const meaning = enhanced ? enhancedParts(enhanced, catalog) : replyParts(reply ?? '', catalog);
  const steps = [
    'Look at the text behind the code, and paste the whole bounce here: wording and provider decide then.',
    ...(temporary ? ['Let the queue retry; it gives up by itself after a few days.'] : []),
  ].map((step) => lineOf(step));
  const sources = catalog.parts.sources.map(sourceLink);
  return {
    kind: 'verdict',
    caseId: null,
    category,
    card: lookedUpCard({
      look: category,
      title,
      badge: badgeOf({ ...verdict, reason: 'undefined' }, false),
      facts: [[{ kind: 'code', text: code }]],
      sentences: [meaning],
      steps,
    }),
    details: lookedUpDetails({ title, steps, sources }),
    title,
    meaning,
    whose: plain('The server made this code up. Its text tells more than the number: read that first.'),
    escalation: null,
    related: [],
  };
}

/** @returns what class, subject and detail of a code say by themselves */
export function enhancedParts(enhanced: string, catalog: Catalog): Line {
  const [digit = '5', subject = '', detail = ''] = enhanced.split('.');
  const cls = catalog.parts.classes[digit as '5'];
  const known = catalog.parts.subjects[subject as '0'];
  const twin = catalog.entries.find(
    (entry) => entry.kind === 'enhanced-code' && entry.id.slice(2) === `${subject}.${detail}`,
  );
  return lineOf(
    [
      `\`${digit}\` is the class: ${lower(cls.title)}.`,
      known
        ? `\`${subject}\` is the subject: ${lower(known.title)}.`
        : `\`${subject}\` is not a subject that is registered.`,
      twin
        ? `\`${detail}\` is registered under class ${twin.id[0]} only, as "${twin.title}"; servers use it here in the same sense.`
        : `\`${detail}\` is not a detail that is registered there.`,
    ].join(' '),
  );
}

function replyParts(reply: string, catalog: Catalog): Line {
  const cls = catalog.parts.classes[(reply[0] === '3' ? '2' : reply[0]) as '5'];
  const says = reply[0] === '3' ? 'the server waits for more' : lower(cls.title);
  const group = REPLY_GROUPS[reply[1] ?? ''] ?? 'no group that the standard knows';
  return lineOf(
    `\`${reply[0]}\` says: ${says}. \`${reply[1]}\` is about ${group}. The last digit means nothing here.`,
  );
}

const lower = (title: string): string => title.charAt(0).toLowerCase() + title.slice(1);
