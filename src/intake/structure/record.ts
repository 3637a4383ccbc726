/** One event, whoever wrote it: whom it names as the recipient, and whether it tells a failure. */
import { type Bounce, FEEDBACK_TYPES } from '../bounce.ts';
import { codesIn } from '../codes.ts';
import { isIp } from '../facts.ts';
import { type Found, forRecipients } from '../found.ts';
import { recipientIn } from '../recipient.ts';
import { saysSomething } from '../words.ts';
import { classWords, givesNoReason, isForAll, isMailEvent, type Telling, tellingOf } from './events.ts';
import type { KeyMeaning } from './keys.ts';
import { attemptIn, factIn, valuesOf } from './leaf-facts.ts';
import { type Leaf, type Place, placesOf } from './leaves.ts';
import { recipientsOf } from './recipients.ts';
import { BEGINS_WITH_CODE, bestSaid, NO_CODES, type Said, strengthOf } from './said.ts';
import { sentBy } from './sent-by.ts';
import { subjectIn } from './subject.ts';
import { isAboutReport, isReport, isTextOfItsOwn } from './texts.ts';

/** What an event tells. */
export type Told = {
  readonly found: readonly Found[];
  /** A failure of a mail beyond doubt. */
  readonly isSure: boolean;
  /** What it tells where it tells no failure. */
  readonly telling: Telling;
  /** Who unsubscribed. */
  readonly unsubscribed: readonly string[];
  /** With whom a mail arrived, where it tells that. */
  readonly delivered: readonly Found[];
};

const NOTHING: Told = { found: [], isSure: false, telling: null, unsubscribed: [], delivered: [] };

/** A suppression that was taken back. */
const LIFTED = /suppress\w{0,6}\W(?:removed|deleted|lifted)$/i;
const SUCCESS = /^(?:smtp;\s?)?2[0-5]\d(?:[ -]|$)/i;
/** No 40x and 41x: no reply of SMTP has one (RFC 5321 §4.2.1), errors of HTTP and of platforms have. */
const REPLY = /^(?:[25]\d\d|4[2-9]\d)$/;
const ENHANCED = /^[245]\.\d{1,3}\.\d{1,3}(?![.\d])/;

/** @param leaves all values of the event, and those around it */
export function readRecord(leaves: readonly Leaf[]): Told {
  const event = eventOf(leaves);
  const places = event === null && leaves.some(isAccount) ? notOfAccount(leaves) : placesOf(leaves);
  const said = bestSaid(leaves);
  const telling = fateOf(leaves, said, event);
  // A log line or a letter says itself whom it is about; a report's `to` is who got it.
  if (said !== null && isTextOfItsOwn(said.text) && (isReport(said.text) || !names(places))) return NOTHING;
  if (isAboutReport(leaves)) return NOTHING;
  if (telling === 'unsubscribed')
    return {
      ...NOTHING,
      telling,
      unsubscribed: recipientsOf(places, '', { isBounce: true, isForAll: false }, recipientIn).recipients,
    };
  if (telling === 'fine') return { ...NOTHING, telling, delivered: deliveredIn(leaves, places) };
  if (telling === null) return NOTHING;
  const bare = bareCodes(leaves);
  const reply = factIn(leaves, ['reply', 'status', 'classOrCode'], REPLY) ?? bare.replyCode;
  const status =
    factIn(leaves, ['enhanced', 'status', 'reply', 'class', 'classOrCode'], ENHANCED) ?? bare.enhancedCode;
  const classes = [
    ...flagsIn(leaves),
    ...valuesOf(leaves, ['class', 'classOrCode', 'event', 'status']).filter(
      (value) => value.length < 60 && !/@|[45]\d\d/.test(value),
    ),
  ];
  const isAnswer = said !== null && !givesNoReason(said.text);
  // `reason: hard-bounce` is a class, whatever its key.
  const verdict =
    classWords(classes.filter((value) => value !== said?.text)) ??
    (said === null || isAnswer ? null : classWords([said.text]));
  const words = isAnswer
    ? said.text
    : (verdict ?? said?.text ?? 'The platform tells a failure and no reason');
  const text = withCodes(words, isAnswer || status !== null ? reply : null, status);
  const events = valuesOf(leaves, ['event', 'status']);
  const { recipients, isExplicit, final } = recipientsOf(
    places,
    said?.text ?? '',
    { isBounce: event !== null, isForAll: events.some(isForAll) },
    recipientIn,
  );
  const isSoft = classes.some((value) => /(?<![a-z])(?:soft|transient|temporar|delay|defer)/i.test(value));
  const about = {
    text,
    passage: text,
    status,
    reply,
    ...whoSent(leaves, places),
    ...attemptIn(leaves),
    subject: subjectIn(leaves),
    remoteHost:
      factIn(leaves, ['remoteHost'], /^[\w.-]{1,253}\.[a-z][\w-]{1,62}\.?(?=$|[\s[(:,])/i)?.split(
        /[\s[(:,]/,
      )[0] ?? null,
    sourceIp: factIn(leaves, ['sourceIp'], /^[\da-f.:]{3,45}$/i, isIp),
    command: factIn(leaves, ['command'], /^(?:RCPT TO|MAIL FROM|DATA|EHLO|HELO|CONNECT|AUTH)/i),
  } satisfies Found;
  const kind =
    telling === 'complaint' ? 'feedback' : verdict === 'Automatic reply' && !isAnswer ? 'vacation' : 'bounce';
  const isDelayed = telling === 'delayed' || (isSoft && reply === null && said?.isCoded !== true);
  // Of a 4xx alone nobody knows whether sending was given up.
  const isForNow =
    events.length === 0 && classes.length === 0 && /^\W{0,3}4(?:\d\d|\.\d{1,3}\.\d)/.test(text);
  const action = isDelayed ? 'delayed' : isForNow ? null : 'failed';
  const one: Found = {
    ...about,
    kind,
    ...(kind === 'feedback' ? { feedbackType: feedbackTypeIn(leaves) } : {}),
    action: kind === 'bounce' ? action : null,
    recipient: null,
    finalRecipient: final,
  };
  const found =
    recipients.length === 0
      ? [one]
      : kind === 'bounce' && isAnswer && said.isCoded && !events.some(isForAll)
        ? forRecipients(one, recipients)
        : recipients.map((recipient) => ({ ...one, recipient }));
  const isCoded = said?.isCoded === true && (said.strength > 1 || BEGINS_WITH_CODE.test(said.text));
  const isToldByEvent =
    (event !== null || verdict !== null) &&
    (isCoded ||
      isAnswer ||
      verdict !== null ||
      status !== null ||
      (about.messageId ?? about.platformId ?? about.queueId) !== null);
  // `code=550 enhanced=5.1.1`: nothing but mail has both.
  const hasBothCodes =
    reply !== null && status !== null && isAnswer && /^[45]/.test(reply) && reply[0] === status[0];
  return {
    found,
    isSure:
      recipients.length > 0 &&
      isExplicit &&
      (isCoded || isToldByEvent || hasBothCodes || events.some(isMailEvent)),
    telling,
    unsubscribed: [],
    delivered: [],
  };
}

/** `"hard_bounce": true` tells the class by its key (Mailjet), and by `false` that it isn't a hard one. */
const flagsIn = (leaves: readonly Leaf[]): readonly string[] =>
  leaves.flatMap(({ key, isApart, place, text }) => {
    if (key?.fact !== 'class' || isApart) return [];
    const name = place.slice(place.lastIndexOf('/') + 1);
    if (text === 'true') return [name];
    return text === 'false' && /^(?:is_?)?hard_?bounce$/i.test(name) ? ['soft bounce'] : [];
  });

/** Who sent it; any other key that means a sender where none is known to tell which. */
function whoSent(leaves: readonly Leaf[], places: readonly Place[]): Partial<Found> {
  const told = sentBy(leaves);
  const other = places.find(({ tier }) => tier === 'sender')?.addresses[0] ?? null;
  return told.sender == null && told.eitherSender == null && told.from == null
    ? { ...told, eitherSender: other }
    : told;
}

/** A log's context tells who was logged in: an `email` beside a `userId` is theirs, unless an event says whose. */
const isAccount = ({ place }: Leaf): boolean => /\/(?:user|account|admin|member)_?id$/i.test(place);
const notOfAccount = (leaves: readonly Leaf[]): readonly Place[] =>
  placesOf(leaves).filter(({ tier }) => tier !== 'email');

/** What events call it when the other server took the mail: `delivered`, `Delivery`, `email.delivered`. */
const DELIVERED = /^(?:(?:email|message)[._ -]?)?deliver(?:y|ed)$/i;

function deliveredIn(leaves: readonly Leaf[], places: readonly Place[]): readonly Found[] {
  if (!valuesOf(leaves, ['event', 'status']).some((value) => DELIVERED.test(value))) return [];
  const { recipients, isExplicit } = recipientsOf(places, '', { isBounce: true, isForAll: true }, () => null);
  const attempt = attemptIn(leaves);
  return isExplicit
    ? recipients.map((recipient) => ({ ...attempt, kind: 'delivered', recipient, text: '' }))
    : [];
}

const names = (places: readonly Place[]): boolean =>
  places.some(
    ({ tier }) =>
      tier === 'recipient' ||
      tier === 'failed' ||
      tier === 'email' ||
      tier === 'listed' ||
      tier === 'original',
  );

/** The type of a complaint (RFC 5965), where a key names it. */
function feedbackTypeIn(leaves: readonly Leaf[]): Bounce['feedbackType'] {
  const told = leaves.find(({ place }) => /feedback[_-]?type$/i.test(place))?.text.toLowerCase();
  return FEEDBACK_TYPES.find((type) => type === told) ?? null;
}

/** Whether the event tells a failure, a complaint, or something else; null where it tells nothing of a mail's fate. */
function fateOf(leaves: readonly Leaf[], said: Said | null, event: Telling): Telling {
  const fates = valuesOf(leaves, ['event', 'status']);
  if (fates.some((value) => LIFTED.test(value))) return 'fine';
  if (event === 'complaint' || event === 'failed' || event === 'delayed') return event;
  const isFine =
    fates.some(isFineFor) || leaves.some(({ key, text }) => (key?.said ?? 0) > 1 && SUCCESS.test(text));
  const bare = bareCodes(leaves);
  const reply =
    factIn(leaves, ['reply'], /^[45]\d\d$/) ?? factIn(leaves, ['status'], /^[45]\d\d$/) ?? bare.replyCode;
  const enhanced =
    factIn(leaves, ['enhanced', 'status'], /^[45]\.\d{1,3}\.\d{1,3}(?![.\d])/) ?? bare.enhancedCode;
  const words = said !== null && said.strength > 0 && saysSomething(said.text);
  const isRefused = said?.isCoded === true || (words && (reply !== null || enhanced !== null));
  if (isSurelyFine(leaves)) return 'fine';
  if (isRefused) return 'failed';
  if (event === 'unsubscribed') return event;
  if (isFine) return 'fine';
  if (enhanced !== null) return 'failed';
  const isError = valuesOf(leaves, ['level']).some((value) =>
    /^(?:err|warn|crit|fatal|alert|emerg|[45678]0$)/i.test(value),
  );
  return words && (said.strength >= 2 || isError) ? 'failed' : null;
}

/** What the words of events and statuses tell, the failures first. */
function eventOf(leaves: readonly Leaf[]): Telling {
  const all: Telling[] = [];
  for (const { key, isApart, text } of leaves) {
    const fact = key?.fact ?? null;
    if (isApart || fact === null) continue;
    const isFate = fact === 'event' || fact === 'status';
    if ((isFate || isTrueClass(key, text)) && !/@|[45]\d\d/.test(text))
      all.push(isFate ? tellingOf(text) : 'failed');
  }
  for (const telling of ['complaint', 'failed', 'delayed'] as const)
    if (all.includes(telling))
      return telling === 'failed' && all.includes('delayed') && !all.includes('complaint')
        ? 'delayed'
        : telling;
  const isWithin = leaves.some(({ keys }) =>
    keys.some(({ isFailed, isApart }, at) => isFailed && !isApart && at < keys.length - 1),
  );
  if (isWithin && !all.includes('fine')) return 'failed';
  return all.includes('unsubscribed') ? 'unsubscribed' : null;
}

/** `"hard_bounce": true`, `"bounceType": "HARD"` */
const isTrueClass = (key: KeyMeaning | null, text: string): boolean =>
  (key?.fact === 'class' || key?.fact === 'classOrCode') &&
  (text === 'true' || (key.isFailed && text.length < 40 && classWords([text]) !== null));

/** "Report received" tells nothing of what it reports. */
const isFineFor = (value: string): boolean =>
  tellingOf(value) === 'fine' && !/report|status|error/i.test(value);

/** An event that says outright that all went well, whatever stands beside it. */
const isSurelyFine = (leaves: readonly Leaf[]): boolean =>
  leaves.some(
    ({ key, text }) =>
      key?.fact === 'event' &&
      isFineFor(text) &&
      /deliver(?:y|ed)|open|click|processed|accepted|test|ping/i.test(text),
  );

const BARE_CODES = /^\s{0,3}(?:smtp;\s{0,3})?(?:([45]\d\d)[ -]{1,2})?([45]\.\d{1,3}\.\d{1,3})\s{0,3}$/i;

/** Codes that stand without words where a server's words are told: `detail: 550 5.1.1`. */
function bareCodes(leaves: readonly Leaf[]): {
  readonly replyCode: string | null;
  readonly enhancedCode: string | null;
} {
  for (const leaf of leaves) {
    const codes = leaf.text.length < 40 ? BARE_CODES.exec(leaf.text) : null;
    if (codes !== null && (strengthOf(leaf) ?? 0) > 0)
      return { replyCode: codes[1] ?? null, enhancedCode: codes[2] ?? null };
  }
  return NO_CODES;
}

/** Puts codes that were told apart in front of the words, as the server said them. */
function withCodes(words: string, reply: string | null, status: string | null): string {
  const codes = codesIn(words);
  const bare = words.replace(/^smtp;\s{0,3}/i, '');
  if (codes.replyCode !== null || reply === null || reply.startsWith('2')) return words;
  const ownStatus = codes.enhancedCode ?? null;
  return [reply, ownStatus === null ? status : null, bare].filter((part) => part !== null).join(' ');
}
