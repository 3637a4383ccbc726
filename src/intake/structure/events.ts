/** What an event, a status or a bounce class tells: a failure, a complaint, something else, or nothing. */
import { rememberingNames } from '../quick.ts';

export type Telling = 'failed' | 'delayed' | 'complaint' | 'unsubscribed' | 'fine' | null;

const set = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/));

/** In the order in which they decide: "delivery failed" is a failure, "spam complaint" a complaint. */
const TELLING: readonly (readonly [Exclude<Telling, null>, ReadonlySet<string>])[] = [
  [
    'complaint',
    set(
      'complaint complaints complained spamreport spamreported complain complainant spamcomplaint abusereport feedbackloop fbl',
    ),
  ],
  [
    'delayed',
    set(
      'delay delayed delays deferred deferral defer transientfailure tempfail temporaryfailure softfail tempfailed deliverydelay delaying defers',
    ),
  ],
  [
    'failed',
    set(`bounce bounced bounces hardbounce hardbounced softbounce softbounced hbounce sbounce hard soft failed fail failure failing fails dropped drop rejected reject rejection blocked
      block undelivered undeliverable notdelivered returned permfail permanentfailure hardfail invalid expired expiration suppressed suppress suppression
      error errored erroneous oob outofband badmail discarded notified undeliver bouncing refused dead canceled quarantined filteredasspam failurereport`),
  ],
  [
    'unsubscribed',
    set(
      'unsubscribe unsubscribed unsub unsubscription optout optedout resubscribe subscribe subscribed subscription subscriptionchange',
    ),
  ],
  [
    'fine',
    set(`delivered delivery deliver sent send open opened opens click clicked clicks processed accepted accept queued enqueued scheduled success successful succeeded ok received receive reception
      injected injection request requests requested loaded read rendering render pending sending created test ping proxyopen uniqueopened firstopening relayed expanded complete completed done
      transmitted submitted passed pass updated`),
  ],
];

/** `email.bounced`, `MessageDeliveryFailed`, `hard_bounce`, `Hard bounce`, `spamreport` */
export const tellingOf = rememberingNames((value: string): Telling => {
  if (value.length > 80) return null;
  const parts = value
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((part) => part !== '');
  if (parts.length === 0 || parts.length > 8) return null;
  // "Not delivered", "Not spam", "Non-bounced"
  if (parts[0] === 'not' || parts[0] === 'no' || parts[0] === 'non')
    return /^(?:delivered|sent|accepted)/.test(parts[1] ?? '') ? 'failed' : null;
  const both = parts.map((part, i) => part + (parts[i + 1] ?? ''));
  const has = (some: ReadonlySet<string>): boolean =>
    parts.some((part) => some.has(part)) || both.some((pair) => some.has(pair));
  const isSpam =
    parts.includes('spam') &&
    parts.every((part) =>
      /^(?:spam|email|message|mail|event|activity|marked|as|reported|report|recipient|contact)$/.test(part),
    );
  if (isSpam) return 'complaint';
  return TELLING.find(([, some]) => has(some))?.[0] ?? null;
});

/** The event of a mail that came back, or was complained about: `email.bounced`, `MessageComplained`. */
const OF_MAIL =
  /^(?:e-?mails?|mails?|messages?|msg|recipients?|delivery|outbound|smtp)[\W_]{0,2}(?:(?:hard|soft|perm\w{0,8}|temp\w{0,8}|was|has|is)[\W_]{0,2})?(?:bounc(?:es?|ed)|complain(?:ts?|ed)?|undeliver(?:ed|able)|suppress(?:ed|ion)?|dropped|fail(?:ed|ure|s)?)(?:[\W_]{1,2}(?:hard|soft|permanent|temporary|transient|event))?$/i;
const CAME_BACK = /bounc|complain|undeliver|suppress|dropp/i;

/** @returns whether the name of an event alone says that a mail came back */
export const isMailEvent = (value: string): boolean => value.length < 60 && OF_MAIL.test(value);

/** @returns whether an event by this name is about all whom it names: it tells what became of a mail, not of a program */
export const isForAll = (value: string): boolean =>
  value.length < 60 && (CAME_BACK.test(value) || OF_MAIL.test(value));

/** A platform's own class of a bounce, and what it says in words that the catalog knows. First match decides. */
const CLASSES: readonly (readonly [RegExp, string])[] = [
  [
    /suppress|previouslybounced|onaccount/,
    'The recipient is on the suppression list of the sending platform',
  ],
  [/autorepl|autorespon|vacation|outofoffice/, 'Automatic reply'],
  [/mailboxfull|overquota|quota|fullmailbox|storageexceeded/, 'Mailbox full'],
  [/toolarge|toobig|messagesize|sizelimit/, 'Message too large'],
  [/attachment/, 'Attachment rejected'],
  [/virus|malware/, 'Virus detected'],
  [/spam|contentreject|badcontent|contentrelated|messagecontent|contentfilter/, 'Message rejected as spam'],
  [
    /nosuchdomain|baddomain|invaliddomain|domainnotfound|nomx|dnsfail|unknowndomain|hostunknown|nodomain/,
    'Domain not found',
  ],
  [
    /noemail|badmailbox|nomailbox|userunknown|unknownuser|invalidrecipient|invalidmailbox|invalidemail|nosuchuser|mailboxnotfound|bademail|unknownrecipient|badrecipient|addressnotfound|nonexist|doesnotexist|bademailaddress|invalidaddress/,
    'User unknown',
  ],
  [/inactive|disabledmailbox|mailboxdisabled|suspended/, 'Mailbox disabled'],
  [/relay/, 'Relaying denied'],
  [/authentic|dmarc|dkim|spf/, 'Message not authenticated (DMARC, DKIM or SPF failed)'],
  [/blocklist|blacklist|ipblock|dnsbl|rbl/, 'Sending IP address is on a blocklist'],
  [/greylist/, 'Greylisted, try again later'],
  [/ratelimit|throttl|toomany/, 'Rate limited: too many messages'],
  [
    /timeout|noanswer|badconnection|connection|network|dnserror|routing|unreachable|undelivered/,
    'Connection timed out',
  ],
  [/expired|tooold/, 'Message expired: queued too long'],
  [/policy/, 'Message refused for policy reasons'],
  [/softbounce|bouncesoft|transient|temporar|^soft|delay|defer/, 'Soft bounce without a reason'],
  // MailSlurp's BOUNCE_RECIPIENT: "save the recipient to a ban list" (its API's WebhookBounceRecipientPayload).
  [/hardbounce|bouncehard|permanent|^hard|^bouncerecipient$/, 'Hard bounce without a reason'],
];

/**
 * @param values what the keys of events and classes hold, the one that says most first
 * @returns the platform's verdict in words; null where it has none
 */
export function classWords(values: readonly string[]): string | null {
  const classes = values.map(classOf).filter((one) => one >= 0);
  return classes.length === 0 ? null : (CLASSES[Math.min(...classes)]?.[1] ?? null);
}

/** @returns which of the classes a value names; -1: none */
const classOf = rememberingNames((value: string): number => {
  const name = value.toLowerCase().replace(/[^a-z]/g, '');
  return name.length < 60 ? CLASSES.findIndex(([pattern]) => pattern.test(name)) : -1;
});

/** A reason that gives none: "Unknown reason", "unspecified", "bounce". */
const NO_REASON =
  /^\W{0,3}(?:(?:unknown|undefined|undetermined|unspecified|none|null|n\/?a|other|general|generic|not specified|no)[\s_-]{0,3})?(?:reason|error|errors?|bounces?(?: type)?|status|failure|failed|failure reason|response|recipient|permanent|temporary|transient|hard[\s_-]?bounced?|soft[\s_-]?bounced?|bounced|rejected|suppressed|undetermined|unknown|true|false)?\W{0,3}$/i;
/** What a platform writes where it knows none. */
const BOILERPLATE =
  /didn't specify the reason|did not specify (?:a|the) reason|no reason (?:was )?(?:given|provided|specified)|sent a (?:hard|soft|general) bounce message/i;

/** @returns whether a text only looks like a reason */
export const givesNoReason = (text: string): boolean =>
  (text.length < 60 && NO_REASON.test(text)) || BOILERPLATE.test(text.slice(0, 400));
