/** One event, whoever wrote it: whom it names as the recipient, and whether it tells a failure. */
import { type Bounce, FEEDBACK_TYPES } from '../bounce.ts';
import { codesIn } from '../codes.ts';
import { isIp } from '../facts.ts';
import { type Found, forRecipients } from '../found.ts';
import { recipientIn } from '../recipient.ts';
import { isTime } from '../time/moment.ts';
import { saysSomething } from '../words.ts';
import { classWords, givesNoReason, isForAll, isMailEvent, type Telling, tellingOf } from './events.ts';
import type { Fact, KeyMeaning } from './keys.ts';
import { type Leaf, type Place, placesOf } from './leaves.ts';
import { recipientsOf } from './recipients.ts';
import { isAboutReport, isReport, isTextOfItsOwn, withoutPlace } from './texts.ts';

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

/** A server's answer, from its first character on. */
const BEGINS_WITH_CODE =
  /^\s{0,9}["'<(]{0,2}(?:smtp;\s{0,3}|x-[\w-]{1,30};\s{0,3}|\w{1,40}Error: )?["'<([]{0,2}(?:[45]\d\d(?=[\s:;,#<)\]-]|$)|[45]\.\d{1,3}\.\d{1,3}(?![.\d]))/i;
/** A suppression that was taken back. */
const LIFTED = /suppress\w{0,6}\W(?:removed|deleted|lifted)$/i;
const MAY_BE_CODED = /[45]\d\d|[45]\.\d/;
const NO_CODES = { replyCode: null, enhancedCode: null };
const SUCCESS = /^(?:smtp;\s?)?2[0-5]\d(?:[ -]|$)/i;
/** No 40x and 41x: no reply of SMTP has one (RFC 5321 §4.2.1), errors of HTTP and of platforms have. */
const REPLY = /^(?:[25]\d\d|4[2-9]\d)$/;
const ENHANCED = /^[245]\.\d{1,3}\.\d{1,3}(?![.\d])/;

type Said = {
  readonly text: string;
  readonly strength: number;
  readonly score: number;
  readonly isCoded: boolean;
};

/** @param leaves all values of the event, and those around it */
export function readRecord(leaves: readonly Leaf[]): Told {
  const places = eventOf(leaves) === null && leaves.some(isAccount) ? notOfAccount(leaves) : placesOf(leaves);
  const said = bestSaid(leaves);
  const telling = fateOf(leaves, said);
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
  const classes = valuesOf(leaves, ['class', 'classOrCode', 'event', 'status']).filter(
    (value) => value.length < 60 && !/@|[45]\d\d/.test(value),
  );
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
    { isBounce: eventOf(leaves) !== null, isForAll: events.some(isForAll) },
    recipientIn,
  );
  const isSoft = classes.some((value) => /(?<![a-z])(?:soft|transient|temporar|delay|defer)/i.test(value));
  const about = {
    text,
    passage: text,
    status,
    reply,
    sender: places.find(({ tier }) => tier === 'sender')?.addresses[0] ?? null,
    ...attemptIn(leaves),
    remoteHost:
      factIn(leaves, ['remoteHost'], /^[\w.-]{1,253}\.[a-z][\w-]{1,62}\.?(?=$|[\s[(:,])/i)?.split(
        /[\s[(:,]/,
      )[0] ?? null,
    sourceIp: factIn(leaves, ['sourceIp'], /^[\da-f.:]{3,45}$/i, isIp),
    command: factIn(leaves, ['command'], /^(?:RCPT TO|MAIL FROM|DATA|EHLO|HELO|CONNECT|AUTH)/i),
  } satisfies Found;
  const kind =
    telling === 'complaint' ? 'feedback' : verdict === 'Automatic reply' && !isAnswer ? 'vacation' : 'bounce';
  const action =
    telling === 'delayed' || (isSoft && reply === null && said?.isCoded !== true) ? 'delayed' : 'failed';
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
    (eventOf(leaves) !== null || verdict !== null) &&
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

/** Which message it is about, and when. */
const attemptIn = (leaves: readonly Leaf[]) =>
  ({
    messageId: factIn(leaves, ['messageId'], /@/),
    platformId: factIn(leaves, ['messageId'], /^[^\s@]{2,250}$/),
    queueId: factIn(leaves, ['queueId'], /^[\w-]{4,64}$/),
    eventId: factIn(leaves, ['eventId'], /^[\w.:=+/-]{4,250}$/),
    time: timeIn(leaves, 'time') ?? timeIn(leaves, 'created'),
    arrival: timeIn(leaves, 'sent'),
  }) satisfies Partial<Found>;

/** @returns the first time that an event's keys name, as it stands there; null where none does */
function timeIn(leaves: readonly Leaf[], fact: Fact): string | null {
  const told = leaves.filter(({ keys, text }) => keys.at(-1)?.fact === fact && isTime(text));
  // Beside what became of it, the message has the time when it was sent: SES.
  const leaf = told.find(({ place }) => !/^\/(?:mail|message)\//i.test(place)) ?? told[0];
  if (leaf === undefined) return null;
  return /utc$/i.test(leaf.place) && !ZONED.test(leaf.text) ? `${leaf.text} UTC` : leaf.text;
}

const ZONED = /(?:Z|UTC|GMT|[+-]\d\d:?\d\d)$|^\d{9,}/;

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
function fateOf(leaves: readonly Leaf[], said: Said | null): Telling {
  if (valuesOf(leaves, ['event', 'status']).some((value) => LIFTED.test(value))) return 'fine';
  const event = eventOf(leaves);
  const isFine =
    valuesOf(leaves, ['event', 'status']).some((value) => isFineFor(value)) ||
    leaves.some(({ keys, text }) => (keys.at(-1)?.said ?? 0) > 1 && SUCCESS.test(text));
  if (event === 'complaint' || event === 'failed' || event === 'delayed') return event;
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
  const all = leaves.flatMap(({ keys, text }) => {
    const fact = keys.at(-1)?.fact;
    const isApart = keys.some((key) => key.isApart);
    if (
      isApart ||
      /@|[45]\d\d/.test(text) ||
      (fact !== 'event' && fact !== 'status' && !isTrueClass(keys.at(-1), text))
    )
      return [];
    return [fact === 'class' || fact === 'classOrCode' ? ('failed' as const) : tellingOf(text)];
  });
  const isWithin = leaves.some(({ keys }) =>
    keys.slice(0, -1).some(({ isFailed, isApart }) => isFailed && !isApart),
  );
  for (const telling of ['complaint', 'failed', 'delayed'] as const)
    if (all.includes(telling))
      return telling === 'failed' && all.includes('delayed') && !all.includes('complaint')
        ? 'delayed'
        : telling;
  if (isWithin && !all.includes('fine')) return 'failed';
  return all.includes('unsubscribed') ? 'unsubscribed' : null;
}

/** `"hard_bounce": true`, `"bounceType": "HARD"` */
const isTrueClass = (key: KeyMeaning | undefined, text: string): boolean =>
  (key?.fact === 'class' || key?.fact === 'classOrCode') &&
  (text === 'true' || (key.isFailed && text.length < 40 && classWords([text]) !== null));

/** "Report received" tells nothing of what it reports. */
const isFineFor = (value: string): boolean =>
  tellingOf(value) === 'fine' && !/report|status|error/i.test(value);

/** An event that says outright that all went well, whatever stands beside it. */
const isSurelyFine = (leaves: readonly Leaf[]): boolean =>
  leaves.some(
    ({ keys, text }) =>
      keys.at(-1)?.fact === 'event' &&
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

/** The text that most likely holds the server's words. */
function bestSaid(leaves: readonly Leaf[]): Said | null {
  let best: Said | null = null;
  for (const leaf of leaves) {
    const { keys } = leaf;
    const text = withoutPlace(leaf.text);
    const strength = strengthOf(leaf);
    if (strength === null || !/\p{L}{2}/u.test(text)) continue;
    const codes = MAY_BE_CODED.test(text) ? codesIn(text) : NO_CODES;
    const isCoded = codes.replyCode !== null || codes.enhancedCode !== null;
    const isStatus = keys.at(-1)?.fact === 'status' || keys.at(-1)?.fact === 'event';
    if ((strength === 0 || isStatus) && !isCoded) continue;
    if (/^<?[^\s@]{1,80}@[^\s@]{1,253}>?$/.test(text)) continue;
    const score =
      strength +
      (isCoded ? 4 : 0) +
      (codes.enhancedCode !== null && codes.replyCode !== null ? 1 : 0) +
      (BEGINS_WITH_CODE.test(text) ? 2 : 0) -
      (givesNoReason(text) ? 10 : 0);
    if (best === null || score >= best.score) best = { text, strength, score, isCoded };
  }
  return best;
}

/** How surely keys lead to a server's words; null where they lead to something else. */
function strengthOf({ keys, text }: Leaf): number | null {
  const last = keys.at(-1);
  if (last === undefined) return 0;
  if (
    last.isElse ||
    (last.whose !== null && !BEGINS_WITH_CODE.test(text)) ||
    keys.some(({ isApart }) => isApart)
  )
    return null;
  const around = Math.max(0, ...keys.slice(0, -1).map(({ said }) => (said > 1 ? said : 0)));
  return Math.max(last.said, last.said === 1 || last.fact === null ? around : 0);
}

const valuesOf = (leaves: readonly Leaf[], facts: readonly Fact[]): readonly string[] =>
  leaves.flatMap(({ keys, text }) => {
    const fact = keys.at(-1)?.fact ?? null;
    return fact !== null && facts.includes(fact) && !keys.some(({ isApart }) => isApart) ? [text] : [];
  });

/** @returns the first value of the first of these facts that has one of this shape */
function factIn(
  leaves: readonly Leaf[],
  facts: readonly Fact[],
  shape: RegExp,
  isRight?: (text: string) => boolean,
): string | null {
  for (const fact of facts)
    for (const text of valuesOf(leaves, [fact])) {
      const found = shape.exec(text);
      if (found && text.length < 1000 && isRight?.(text) !== false)
        return fact === 'messageId' || fact === 'queueId' || fact === 'eventId' || fact === 'remoteHost'
          ? text
          : found[0];
    }
  return null;
}

/** Puts codes that were told apart in front of the words, as the server said them. */
function withCodes(words: string, reply: string | null, status: string | null): string {
  const codes = codesIn(words);
  const bare = words.replace(/^smtp;\s{0,3}/i, '');
  if (codes.replyCode !== null || reply === null || reply.startsWith('2')) return words;
  const ownStatus = codes.enhancedCode ?? null;
  return [reply, ownStatus === null ? status : null, bare].filter((part) => part !== null).join(' ');
}
