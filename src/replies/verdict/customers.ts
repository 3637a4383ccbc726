/**
 * *Text for customers…*: what support may send to whoever's mail it was. In plain words, no surer than we are, and
 * without what is the team's own: no server, address of ours, code or list is named.
 */
import type { Course } from '../../cases/index.ts';
import type { Catalog, Category, ReasonId } from '../../catalog/index.ts';
import { causeOf, DEAD } from '../../diagnosis/index.ts';
import { isReceivers } from '../badge.ts';
import { forwarded } from '../forwarded.ts';
import type { Copied } from '../leaf.ts';
import { type NoteReply, plain, type VerdictReply } from '../reply.ts';
import { timesOf } from '../span.ts';
import { nameOf } from '../trouble.ts';
import type { Matter } from './matter.ts';
import { isGivenUp } from './says.ts';

type Side = 'sender' | 'recipient';

const LABELS: Readonly<Record<Side, string>> = {
  sender: 'For whoever sent it',
  recipient: 'For whoever was to get it',
};

/** @returns a text for either side; none where there is nothing to tell: no bounce, or no mail of ours */
export function customerTexts(matter: Matter): readonly Copied[] {
  const { course, catalog, diagnosis } = matter;
  if (course !== null) return both((side) => troubleText(course, catalog, side));
  const words = wordsOf(catalog, diagnosis);
  if (words === undefined || diagnosis.category === 'info' || diagnosis.bounce.refusedByUs) return [];
  return both((side) => [
    openingFor(matter, side),
    ...(diagnosis.arrivedSince === undefined
      ? [whyOf(matter), ...fineFor(matter, side), ...becameOf(matter), ...askFor(matter, words, side)]
      : ['Mail to this address has arrived since, so it seems to be over.']),
  ]);
}

/** An entry's category may be another than its reason's: a policy against a link is about the message. */
function wordsOf(catalog: Catalog, diagnosis: Matter['diagnosis']) {
  const words = causeOf(diagnosis, catalog).customers;
  return forwarded(diagnosis)?.customers ?? words?.in?.[diagnosis.category] ?? words;
}

const both = (text: (side: Side) => readonly string[]): readonly Copied[] =>
  (['sender', 'recipient'] as const).map((side) => ({ label: LABELS[side], text: text(side).join(' ') }));

/** "Your message to sam@example.com of 21 Nov, 10:15 (UTC) could not be delivered." */
function openingFor(matter: Matter, side: Side): string {
  const recipients = matter.recipients;
  const address = recipients.length === 1 ? (recipients[0] ?? null) : null;
  const subject = subjectOf(matter);
  const what =
    side === 'sender'
      ? `Your message${subject} to ${address ?? 'the address that you wrote to'}`
      : `A message${subject} to ${address === null ? 'your address' : `you at ${address}`}`;
  return `${what}${whenOf(matter)} ${isWaiting(matter) ? 'has not been delivered yet' : 'could not be delivered'}.`;
}

/** Of several mails each has its own. */
const subjectOf = ({ diagnosis: { bounce }, dossier }: Matter): string =>
  bounce.subject === null || (dossier?.case.count ?? 1) > 1 ? '' : ` “${bounce.subject}”`;

/** When whoever told us of it wrote says nothing of the mail. */
function whenOf({ diagnosis: { bounce }, dossier }: Matter): string {
  const { time, timeFrom } = bounce;
  if (time === null || timeFrom === 'mail') return '';
  const at = Date.parse(time);
  return ` of ${timesOf({ from: at, to: at }, dossier?.case.heardAt ?? at)}`;
}

/** The queue goes on trying by itself, an address too that no retry makes alive. */
function isWaiting({ diagnosis, catalog }: Matter): boolean {
  const { bounce, permanence, retry, reason } = diagnosis;
  if (reason === 'expired' || isGivenUp(diagnosis)) return false;
  if (bounce.action === 'delayed') return true;
  return permanence === 'temporary' && (retry || catalog.reasons[reason].category.permanent === 'hard');
}

function whyOf({ diagnosis, catalog }: Matter): string {
  const because = (reason: ReasonId): string | undefined => catalog.reasons[reason].customers?.because;
  const first = wordsOf(catalog, diagnosis)?.because;
  if (first === undefined) return 'The receiving mail server didn’t say why.';
  switch (diagnosis.certainty) {
    case 'sure':
      return `The reason: ${first}.`;
    case 'likely': {
      const { category, otherwise } = diagnosis;
      const dead =
        category !== 'hard' && otherwise && DEAD.has(otherwise.reason) && because(otherwise.reason);
      return `Most likely ${first}${dead ? `; perhaps ${dead}` : ''}.`;
    }
    case 'unsure': {
      const other = diagnosis.otherwise === null ? undefined : because(diagnosis.otherwise.reason);
      const or = other === undefined || other === first ? '' : `, or ${other}`;
      return `We don’t know for certain why. Perhaps ${first}${or}.`;
    }
  }
}

/** Whose doing it is not: these are about the sender or the message. */
const NOT_THE_ADDRESS: ReadonlySet<Category> = new Set([
  'throttle',
  'policy',
  'authentication',
  'content',
  'configuration',
]);

function fineFor(
  { diagnosis: { category, certainty, reason, saidKind, otherwise } }: Matter,
  side: Side,
): readonly string[] {
  if (!NOT_THE_ADDRESS.has(category) || certainty === 'unsure') return [];
  if (reason === 'undefined' && saidKind === undefined) return [];
  // Whoever may not write there isn't told whether there is such an address.
  if (certainty === 'likely' && (reason === 'filtered' || (otherwise !== null && DEAD.has(otherwise.reason))))
    return [];
  const address = side === 'sender' ? 'The address' : 'Your address';
  return [certainty === 'sure' ? `${address} is fine.` : `As far as we can see it is not about the address.`];
}

/** What the team made of it. */
function becameOf({ dossier, diagnosis }: Matter): readonly string[] {
  return dossier?.suppressed?.here && diagnosis.reason !== 'suppressed'
    ? ['Until we hear from you, we no longer send to this address.']
    : [];
}

/** Where the other side has to mend it, nobody here looks into it. */
const IF_THEIRS: Readonly<Record<Side, string>> = {
  sender: 'If it is urgent, please reach the person another way.',
  recipient: 'If it lasts, please ask whoever runs your mail.',
};

function askFor(matter: Matter, words: Readonly<Record<Side, string>>, side: Side): readonly string[] {
  const { reason, entry } = matter.diagnosis;
  const usual = matter.catalog.reasons[reason].category.permanent;
  const isTheirs = NOT_THE_ADDRESS.has(usual) && reason !== 'filtered' && isReceivers(entry);
  const keepsTrying = isWaiting(matter)
    ? ['Our mail server keeps trying: there is no need to send it again.']
    : [];
  const ask = askedOf(isTheirs ? IF_THEIRS[side] : words[side], keepsTrying.length > 0);
  const isFixed =
    matter.dossier?.case.status.kind === 'resolved' && NOT_THE_ADDRESS.has(matter.diagnosis.category);
  if (isFixed) return ['As far as we know this is fixed now.'];
  // What is asked after a refusal for good is asked of a mail that came back.
  const isHeld = keepsTrying.length > 0 && matter.diagnosis.permanence === 'permanent';
  return isHeld || ask === '' ? keepsTrying : [...keepsTrying, ask];
}

/** Nobody sends again what our server still tries. */
const askedOf = (ask: string, keepsTrying: boolean): string =>
  keepsTrying
    ? ask
        .split(/(?<=\.) /)
        .filter((sentence) => !sentence.includes('send it again'))
        .join(' ')
    : ask;

/** "Google has been refusing mail to your domain since 21 Nov, 13:57 (UTC). We keep trying." */
function troubleText(course: Course, catalog: Catalog, side: Side): readonly string[] {
  const { since, last, over } = course;
  const name = nameOf(course, catalog);
  const whom = side === 'sender' ? 'the domain that you wrote to' : 'your domain';
  if (over !== null) {
    return [
      `${name} refused mail to ${whom} from ${timesOf({ from: since, to: last }, last).replace(' to ', ' until ')}.`,
      'That seems to be over: what was held up is delivered by itself.',
    ];
  }
  return [
    ...(side === 'sender' ? ['Your message has not been delivered yet.'] : []),
    `${name} has been refusing mail to ${whom} since ${timesOf({ from: since, to: since }, last)}.`,
    'We keep trying: there is nothing that you need to do.',
  ];
}

/** @returns the texts to copy; null where there is nothing to tell anybody */
export const customersReply = ({ details: { customers } }: VerdictReply): NoteReply | null =>
  customers.length === 0
    ? null
    : {
        kind: 'note',
        tone: 'summary',
        title: 'Text for customers',
        body: [plain('Read it before you send it. It names no server, code or list of ours.')],
        examples: [],
        copied: customers,
      };
